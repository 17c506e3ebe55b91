/** The buckets of time that a period is counted in, also those in which nothing happened. */
import type { Grain } from '#contract/analytics.ts';
import { addDays, addMonths, dayStart, eachDay, monthStart, weekStart } from './days.ts';

export interface Bucket {
  /** Tells the bucket apart: its first day, or for hours the seconds since 1970. */
  key: string;
  /** Its start as people write it in the zone: a day, or an hour with its offset from UTC. */
  label: string;
}

const HOUR_MS = 3_600_000;

/** Every bucket that the days from `from` to `to` touch, oldest first. Weeks begin on Monday. */
export function bucketsOf(from: string, to: string, grain: Grain, zone: string): Bucket[] {
  if (grain === 'hour') return hoursOf(dayStart(from, zone), dayStart(addDays(to, 1), zone), zone);
  return daysOf(from, to, grain).map((day) => ({ key: day, label: day }));
}

function daysOf(from: string, to: string, grain: Exclude<Grain, 'hour'>): string[] {
  if (grain === 'day') return eachDay(from, to);
  const starts: string[] = [];
  const next = (day: string) => (grain === 'week' ? addDays(day, 7) : addMonths(day, 1));
  for (let day = grain === 'week' ? weekStart(from) : monthStart(from); day <= to; day = next(day)) starts.push(day);
  return starts;
}

function hoursOf(start: number, end: number, zone: string): Bucket[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const offsets = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const hours: Bucket[] = [];
  for (let at = start; at < end; at += HOUR_MS) {
    const name = offsets.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const offset = name.slice(3) || '+00:00';
    hours.push({ key: String(at / 1000), label: `${format.format(at).replace(' ', 'T')}${offset}` });
  }
  return hours;
}
