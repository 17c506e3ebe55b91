/** Reads dates and times as exports and people write them. */
import type { DateOrder } from '#contract/import.ts';
import { monthNumber } from './month-names.ts';

/**
 * `ms` counts from 1970 in UTC where the text names a zone (`zoned`), else on the local clock as if that were UTC.
 * `against`: the numbers fit another order than the given one only. `ambiguous`: the day and the month can be exchanged
 * and nothing says which is which.
 */
export type ReadDate = { ms: number; zoned: boolean; against?: true } | 'ambiguous' | 'bad';

/** What stands between the numbers of a date that is all numbers. */
export type DateSeparator = '.' | '/' | '-' | ' ';
/** The numbers of such a date, in the order of the file. */
export type NumericDate = {
  a: number;
  b: number;
  c: number;
  digits: [number, number, number];
  separator: DateSeparator;
};

const EXCEL_EPOCH_DAYS = 25_569;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?))?)?$/;
const NUMERIC = /^(\d{1,4})(?: ?([./-]) ?| )(\d{1,2})(?: ?([./-]) ?| )(\d{1,4})\.?(?=$|[\sT,;])/;
const CJK = /^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T_ ]?(\d{2})(\d{2})(\d{2})?(Z)?)?$/;
const WEEKDAY = /^\p{L}{2,12}\.?,?\s+(?=\d|\p{L})/u;
const DAY_MONTH =
  /^(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s-]*(?:de |of |d')?\s*(\p{L}{3,12})\.?,?[\s-]*(?:de |del )?['’]?(\d{4}|\d{2})(?!\d|:)/u;
const MONTH_DAY = /^(\p{L}{3,12})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})(?!\d|:)/u;
const UNIX = /^(\p{L}{3})\s+(\d{1,2})\s+(\d{2}:\d{2}:\d{2})\s+(\S{1,6})\s+(\d{4})$/u;
const TIME =
  /^[\sT,;]*(?:um |at |à |a las |alle |às |om |o )?\s*(\d{1,2})(?:(?::|h|\.)(\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?|h)?\s*(?:Uhr)?\s*([ap])?(?:\.?\s?m\.?)?\s*(\S.*)?$/i;
const ZONE = /^(?:(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d{2})?|(Z|UTC|GMT)|([A-Z]{2,4}))(?:\s*\([^)]*\))?$/i;
/** Offsets in minutes of zone abbreviations, as North America, Europe and the Pacific use them. */
const ZONE_NAMES: Record<string, number> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  MEZ: 60,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  BST: 60,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
};

/**
 * Reads one date with or without a time: ISO 8601, RFC 2822, month names in fifteen languages, numeric dates in the
 * given order, epoch seconds and milliseconds, serial days of spreadsheets. A numeric date that fits one order only is
 * read in that order whatever was given; dots mean day first unless an order says otherwise. Years 1900 to 2100.
 */
export function readDate(text: string, orderOf: (separator: DateSeparator) => DateOrder): ReadDate {
  const iso = ISO.exec(text);
  if (iso) {
    const date = ymd(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    if (date === undefined) return 'bad';
    if (iso[4] === undefined) return { ms: date, zoned: false };
    const clock = clockMs(Number(iso[4]), Number(iso[5]), Number(iso[6] ?? 0), iso[7]);
    if (clock === undefined) return 'bad';
    if (iso[8] === undefined) return { ms: date + clock, zoned: false };
    const offset = offsetMs(iso[8]);
    return offset === undefined ? 'bad' : { ms: date + clock - offset, zoned: true };
  }
  if (text.length < 5 || text.length > 80) return 'bad';
  const number = fromNumber(text);
  if (number !== undefined) return number;
  const numeric = NUMERIC.exec(text);
  if (numeric) {
    const parts = numericParts(numeric);
    if (parts === undefined) return 'bad';
    const order = orderOf(parts.separator);
    const date = inOrder(parts, order);
    if (typeof date === 'string') return date;
    const read = withTime(date, text.slice(numeric[0].length));
    const against = order !== 'auto' && parts.digits[0] !== 4 && take(parts, order) === undefined;
    return against && typeof read !== 'string' ? { ...read, against } : read;
  }
  return written(text.replace(/\s+/g, ' '));
}

/** The three numbers a text begins with if it is a numeric date without the year in front, else undefined. */
export function numericDate(text: string): NumericDate | undefined {
  const found = NUMERIC.exec(text);
  const parts = found ? numericParts(found) : undefined;
  return parts === undefined || parts.digits[0] === 4 ? undefined : parts;
}

/** All readings of a numeric date under the orders given, as local milliseconds, without those that are no date. */
export function readings(date: NumericDate, orders: readonly DateOrder[]): number[] {
  const found = orders.map((order) => take(date, order)).filter((ms) => ms !== undefined);
  return [...new Set(found)];
}

function numericParts(found: RegExpExecArray): NumericDate | undefined {
  const [, a = '', first, b = '', second, c = ''] = found;
  if (first !== second || a.length === 3 || c.length === 3) return undefined;
  if (a.length + c.length < 3 || (a.length === 4 && c.length === 4)) return undefined;
  const separator = (first ?? ' ') as DateSeparator;
  return { a: Number(a), b: Number(b), c: Number(c), digits: [a.length, b.length, c.length], separator };
}

function inOrder(date: NumericDate, order: DateOrder): number | 'ambiguous' | 'bad' {
  if (date.digits[0] === 4) return ymd(date.a, date.b, date.c) ?? ymd(date.a, date.c, date.b) ?? 'bad';
  const wanted = order === 'auto' && date.separator === '.' ? 'dmy' : order;
  const direct = wanted === 'auto' ? undefined : take(date, wanted);
  if (direct !== undefined) return direct;
  const found = readings(date, date.digits[2] === 4 ? ['dmy', 'mdy'] : ['dmy', 'mdy', 'ymd']);
  if (found.length === 0) return 'bad';
  return found.length === 1 ? found[0]! : 'ambiguous';
}

function take({ a, b, c, digits }: NumericDate, order: DateOrder): number | undefined {
  if (order === 'ymd') return digits[2] > 2 ? undefined : ymd(fullYear(a, digits[0]), b, c);
  const year = fullYear(c, digits[2]);
  return order === 'mdy' ? ymd(year, a, b) : ymd(year, b, a);
}

/** Two digits mean 1970 to 2069. */
function fullYear(year: number, digits: number): number {
  return digits > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

function ymd(year: number, month: number, day: number): number | undefined {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : undefined;
}

function fromNumber(text: string): ReadDate | undefined {
  const compact = COMPACT.exec(text);
  if (compact) {
    const date = ymd(Number(compact[1]), Number(compact[2]), Number(compact[3]));
    const clock = clockMs(Number(compact[4] ?? 0), Number(compact[5] ?? 0), Number(compact[6] ?? 0), undefined);
    if (date !== undefined && clock !== undefined) return { ms: date + clock, zoned: compact[7] !== undefined };
  }
  if (!/^\d{5,16}(?:\.\d{1,12})?$/.test(text)) return undefined;
  const value = Number(text);
  // 2000 to 2100 in each unit; the ranges do not meet.
  if (value >= 946_684_800 && value < 4_102_444_800) return { ms: Math.round(value * 1000), zoned: true };
  if (value >= 946_684_800_000 && value < 4_102_444_800_000) return { ms: Math.round(value), zoned: true };
  if (value >= 36_526 && value < 73_051) {
    return { ms: Math.round((value - EXCEL_EPOCH_DAYS) * 86_400) * 1000, zoned: false };
  }
  return 'bad';
}

/** Dates with the month by name, and those of East Asia. */
function written(text: string): ReadDate {
  const cjk = CJK.exec(text);
  if (cjk) {
    const date = ymd(Number(cjk[1]), Number(cjk[2]), Number(cjk[3]));
    return date === undefined ? 'bad' : withTime(date, text.slice(cjk[0].length));
  }
  const candidates = [text, text.replace(WEEKDAY, '')];
  for (const candidate of candidates) {
    const unix = UNIX.exec(candidate);
    if (unix) return monthDate(unix[5]!, unix[1]!, unix[2]!, ` ${unix[3]} ${unix[4]}`) ?? 'bad';
    const dayFirst = DAY_MONTH.exec(candidate);
    const read = dayFirst && monthDate(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!, candidate.slice(dayFirst[0].length));
    if (read) return read;
    const monthFirst = MONTH_DAY.exec(candidate);
    const other =
      monthFirst && monthDate(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!, candidate.slice(monthFirst[0].length));
    if (other) return other;
  }
  return 'bad';
}

function monthDate(year: string, monthName: string, day: string, rest: string): ReadDate | undefined {
  const month = monthNumber(monthName);
  if (month === undefined) return undefined;
  const date = ymd(fullYear(Number(year), year.length), month, Number(day));
  return date === undefined ? 'bad' : withTime(date, rest);
}

function withTime(date: number, rest: string): ReadDate {
  if (rest.trim() === '') return { ms: date, zoned: false };
  const found = TIME.exec(rest);
  if (!found) return 'bad';
  const [, hourText = '', minute, second, fraction, half, zone] = found;
  let hour = Number(hourText);
  if (minute === undefined && half === undefined && !/\dh/i.test(rest)) return 'bad';
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return hour > 12 && half.toLowerCase() === 'p' ? withClock(date, hour, found) : 'bad';
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  const clock = clockMs(hour, Number(minute ?? 0), Number(second ?? 0), fraction);
  if (clock === undefined) return 'bad';
  if (zone === undefined) return { ms: date + clock, zoned: false };
  const offset = offsetMs(zone.trim());
  return offset === undefined ? 'bad' : { ms: date + clock - offset, zoned: true };
}

/** `15:04 PM`: the half of the day says nothing new. */
function withClock(date: number, hour: number, found: RegExpExecArray): ReadDate {
  const clock = clockMs(hour, Number(found[2] ?? 0), Number(found[3] ?? 0), found[4]);
  return clock === undefined ? 'bad' : { ms: date + clock, zoned: false };
}

function clockMs(hour: number, minute: number, second: number, fraction: string | undefined): number | undefined {
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return undefined;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  return ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

function offsetMs(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const found = ZONE.exec(zone);
  if (!found) return undefined;
  if (found[4] !== undefined) return 0;
  if (found[5] !== undefined) {
    const minutes = ZONE_NAMES[found[5].toUpperCase()];
    return minutes === undefined ? undefined : minutes * 60_000;
  }
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  if (minutes > 900) return undefined;
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}
