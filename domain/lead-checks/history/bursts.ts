/** B09 over all leads of a client: hours in which a source gave far more than it does at that hour. */
import { poissonTail } from '../../statistics/poisson.ts';
import { PROFILE_DAYS_MIN } from '../behaviour/b09-burst.ts';
import { type FoundSignal, WHOLE_SOURCE } from './found.ts';

const HOUR_MS = 3_600_000;
const LEADS_MIN = 8;
const TIMES_EXPECTED = 4;
const ALPHA = 1e-8;
/** Days on either side that say what a usual day is. */
const DAYS_AROUND = 21;
/** As many leads' worth of the client's day is mixed into the source's hours. */
const SHRINKAGE = 48;
/** A usual day has at least so many leads, lest a source that begins counts as a burst. */
const DAY_FLOOR = 1;

/** Leads of a source in one hour that had any. `start` in milliseconds since 1970; day and hour are the client's own. */
export interface HourCount {
  source: string;
  start: number;
  day: number;
  hour: number;
  weekend: boolean;
  leads: number;
}

/** What each source gives in an hour of its day, 24 shares that add up to 1. */
export type HourProfile = ReadonlyMap<string, readonly number[]>;

/**
 * Shares of the hours of the day: counts are cut at what nine in ten of the source's hours do not exceed, so that a
 * burst does not become its own profile, and lean on the client's hours.
 */
export function hourProfile(counts: readonly HourCount[]): HourProfile {
  const shares = (own: readonly HourCount[], prior: readonly number[]) => {
    const sorted = own.map(({ leads }) => leads).sort((a, b) => a - b);
    const cap = Math.max(1, sorted[Math.floor(sorted.length * 0.9)] ?? 1);
    const hours = prior.map((share) => share * SHRINKAGE);
    for (const { hour, leads } of own) hours[hour] = (hours[hour] ?? 0) + Math.min(leads, cap);
    const total = hours.reduce((sum, value) => sum + value, 0);
    return hours.map((value) => value / total);
  };
  const even = new Array<number>(24).fill(1 / 24);
  const client = shares(counts, even);
  return new Map(
    [...Map.groupBy(counts, ({ source }) => source)].map(([source, own]) => [source, shares(own, client)]),
  );
}

/** One signal per run of hours that stand out. Hours of a source's first two weeks are not judged. */
export function burstsOf(counts: readonly HourCount[]): FoundSignal[] {
  const profiles = hourProfile(counts);
  return [...Map.groupBy(counts, ({ source }) => source)].flatMap(([source, own]) =>
    burstsOfSource(source, own, profiles.get(source) ?? []),
  );
}

function burstsOfSource(source: string, own: readonly HourCount[], profile: readonly number[]): FoundSignal[] {
  const days = new Map<number, { leads: number; weekend: boolean }>();
  for (const { day, leads, weekend } of own) {
    days.set(day, { leads: (days.get(day)?.leads ?? 0) + leads, weekend });
  }
  const first = Math.min(...days.keys());
  const last = Math.max(...days.keys());
  const usual = new Map<number, number>();
  const usualDay = (day: number, weekend: boolean) => {
    const known = usual.get(day);
    if (known !== undefined) return known;
    const found = usualVolume(days, day, weekend, first, last);
    usual.set(day, found);
    return found;
  };
  const bursts: FoundSignal[] = [];
  for (const hour of [...own].sort((a, b) => a.start - b.start)) {
    if (hour.leads < LEADS_MIN || hour.day - first < PROFILE_DAYS_MIN) continue;
    const expected = Math.max(0.05, usualDay(hour.day, hour.weekend) * (profile[hour.hour] ?? 0));
    const p = poissonTail(hour.leads, expected);
    if (hour.leads < expected * TIMES_EXPECTED || p > ALPHA) continue;
    const before = bursts.at(-1);
    if (before?.signal.check === 'B09_BURST' && before.to === hour.start - 1) {
      before.to = hour.start + HOUR_MS - 1;
      before.signal.leads += hour.leads;
      before.signal.expected += expected;
      before.signal.p = Math.min(before.signal.p, p);
    } else {
      const signal = { check: 'B09_BURST' as const, leads: hour.leads, expected, p };
      bursts.push({ key: WHOLE_SOURCE, source, from: hour.start, to: hour.start + HOUR_MS - 1, signal });
    }
  }
  return bursts;
}

/** The median of the days around, of the same kind of day, without the day itself. Days without leads count as none. */
function usualVolume(
  days: ReadonlyMap<number, { leads: number; weekend: boolean }>,
  day: number,
  weekend: boolean,
  first: number,
  last: number,
): number {
  const volumes: number[] = [];
  for (let other = Math.max(first, day - DAYS_AROUND); other <= Math.min(last, day + DAYS_AROUND); other++) {
    const known = days.get(other);
    // The kind of a day without leads follows from its distance in weeks.
    const sameKind = known === undefined ? (other - day) % 7 === 0 : known.weekend === weekend;
    if (other !== day && sameKind) volumes.push(known?.leads ?? 0);
  }
  volumes.sort((a, b) => a - b);
  return Math.max(DAY_FLOOR, volumes[volumes.length >> 1] ?? DAY_FLOOR);
}
