/** When leads come: days of the client's year with their share of it, and the hour within the day. */
import type { ClientTemplate } from './clients/template.ts';
import { type Random, weightedIndex } from './random.ts';

export const DAY_MS = 86_400_000;
export const YEAR_DAYS = 365;

export interface DemoDay {
  /** Whole days before the last one. */
  daysAgo: number;
  /** Local midnight, milliseconds since 1970. */
  start: number;
  /** Share of all leads. */
  share: number;
}

/** The days from a year before `now` (milliseconds since 1970) up to its own day, which counts as far as it has gone. */
export function demoDays(client: ClientTemplate, now: number, random: Random): DemoDay[] {
  const today = localMidnight(client.timeZone, now);
  const days: DemoDay[] = [];
  for (let daysAgo = YEAR_DAYS; daysAgo >= 0; daysAgo--) {
    // Noon is in the right day whatever the clocks do at night.
    const start = localMidnight(client.timeZone, today + DAY_MS / 2 - daysAgo * DAY_MS);
    const local = new Date(start + DAY_MS / 2);
    const month = local.getUTCMonth();
    const feast =
      (month === 11 && [24, 25, 26, 31].includes(local.getUTCDate())) || (month === 0 && local.getUTCDate() === 1);
    const share =
      client.growth ** (1 - daysAgo / YEAR_DAYS) *
      client.season[month]! *
      client.weekdays[local.getUTCDay()]! *
      (feast ? 0.45 : 1) *
      Math.exp(0.07 * random.normal()) *
      (daysAgo === 0 ? elapsedShare(client.hours, now - start) : 1);
    days.push({ daysAgo, start, share });
  }
  const total = days.reduce((sum, day) => sum + day.share, 0);
  return days.map((day) => ({ ...day, share: day.share / total }));
}

/** Draws instants within a day, earliest first, none after `now`. */
export function timesOfDay(
  client: ClientTemplate,
): (day: DemoDay, count: number, now: number, random: Random) => number[] {
  const hour = weightedIndex(client.hours);
  return (day, count, now, random) => {
    const times = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      let time = day.start + hour(random) * 3_600_000 + random.below(3_600_000);
      if (time > now) time = day.start + random.below(Math.max(1, now - day.start));
      times[index] = time;
    }
    return [...times.sort()];
  };
}

function elapsedShare(hours: readonly number[], elapsed: number): number {
  const total = hours.reduce((sum, part) => sum + part, 0);
  const gone = hours.reduce((sum, part, hour) => sum + part * Math.min(1, Math.max(0, elapsed / 3_600_000 - hour)), 0);
  return gone / total;
}

/** Start of the local day that holds the instant, in milliseconds since 1970. */
export function localMidnight(zone: string, instant: number): number {
  const local = instant - zoneOffsetMinutes(zone, instant) * 60_000;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  return midnight + zoneOffsetMinutes(zone, midnight + zoneOffsetMinutes(zone, instant) * 60_000) * 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsetsByDay = new Map<string, Map<number, number>>();

/** Minutes as Date.getTimezoneOffset gives them: UTC minus local, so Chicago in winter is 360. */
export function zoneOffsetMinutes(zone: string, instant: number): number {
  const days = offsetsByDay.get(zone) ?? new Map<number, number>();
  offsetsByDay.set(zone, days);
  const day = Math.floor(instant / DAY_MS);
  const known = days.get(day);
  if (known !== undefined) return known;
  const atStart = askOffset(zone, day * DAY_MS);
  // Only a day without a change of clocks is remembered.
  if (atStart !== askOffset(zone, (day + 1) * DAY_MS)) return askOffset(zone, instant);
  days.set(day, atStart);
  return atStart;
}

function askOffset(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '+' ? -minutes : minutes;
}
