/** Calendar days as ISO 8601 text (`2026-11-20`), and where they begin in a time zone. */
import { localToUtc } from '../import/time-zone.ts';

const DAY_MS = 86_400_000;
/** The years that every store of ours can hold. */
const YEAR_MIN = 1900;
const YEAR_MAX = 2299;

const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** Whether the text is a day that exists, in the years 1900 to 2299. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const noon = noonOf(text);
  const year = Number(text.slice(0, 4));
  return !Number.isNaN(noon) && dayOf(noon) === text && year >= YEAR_MIN && year <= YEAR_MAX;
}

const dayOf = (utcMs: number) => new Date(utcMs).toISOString().slice(0, 10);

export function addDays(day: string, days: number): string {
  return dayOf(noonOf(day) + days * DAY_MS);
}

/** Days from `from` to `to`; 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((noonOf(to) - noonOf(from)) / DAY_MS);
}

/** Every day from `from` to `to`, both included. */
export function eachDay(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** The same day `months` later; the last day of the month where that month is shorter. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(first.getTime() + (Math.min(date, last) - 1) * DAY_MS);
}

/** The Monday of the day's week. */
export function weekStart(day: string): string {
  const weekday = (new Date(noonOf(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The first day of the day's month. */
export function monthStart(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** Whether the zone is one that days can begin in. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const converters = new Map<string, (localMs: number) => number>();

/** The instant a day begins in a zone, milliseconds since 1970. Throws RangeError for an unknown zone. */
export function dayStart(day: string, zone: string): number {
  let convert = converters.get(zone);
  if (convert === undefined) {
    convert = localToUtc(zone);
    converters.set(zone, convert);
  }
  return convert(Date.parse(`${day}T00:00:00Z`));
}

/** The day of an instant (milliseconds since 1970) in a zone. */
export function dayIn(zone: string, instant: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
}
