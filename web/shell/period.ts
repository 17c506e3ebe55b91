/** Calendar arithmetic for the period and its comparison. Dates are ISO text (2026-11-20) in the client's zone. */
export const COMPARE_WORDS = ['previous', 'year', 'none'] as const;
export type Compare = (typeof COMPARE_WORDS)[number];

const DAY_MS = 86_400_000;

const utc = (date: string) => Date.parse(`${date}T00:00:00Z`);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** True for a day that exists; February 30 would otherwise roll over into March. */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const ms = utc(value);
  return !Number.isNaN(ms) && iso(ms) === value;
}

export const addDays = (date: string, days: number) => iso(utc(date) + days * DAY_MS);
/** Days from one date to the other, both counted. */
export const daysBetween = (from: string, to: string) => Math.round((utc(to) - utc(from)) / DAY_MS) + 1;

/** Today in a zone. */
export function todayIn(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
  return parts;
}

export interface Preset {
  label: string;
  from: string;
  to: string;
}

/** The choices of the period picker, ending today. */
export function presets(today: string): Preset[] {
  const back = (days: number) => addDays(today, 1 - days);
  const month = `${today.slice(0, 7)}-01`;
  const quarter = `${today.slice(0, 5)}${String(Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  const lastMonthEnd = addDays(month, -1);
  return [
    { label: 'Today', from: today, to: today },
    { label: 'Last 7 days', from: back(7), to: today },
    { label: 'Last 30 days', from: back(30), to: today },
    { label: 'Last 90 days', from: back(90), to: today },
    { label: 'Month to date', from: month, to: today },
    { label: 'Quarter to date', from: quarter, to: today },
    { label: 'Last month', from: `${lastMonthEnd.slice(0, 7)}-01`, to: lastMonthEnd },
    { label: 'Last 12 months', from: back(365), to: today },
  ];
}

/** The period of the address, or the last 30 days. A reversed pair is put in order. */
export function periodOf(search: { from?: string; to?: string; compare?: Compare }, today: string) {
  const to = search.to ?? today;
  const from = search.from ?? addDays(to, -29);
  const compare: Compare = search.compare ?? 'previous';
  return from <= to ? { from, to, compare } : { from: to, to: from, compare };
}

/** "previous 30 d", "last year", or nothing. */
export function comparisonLabel(from: string, to: string, compare: Compare): string {
  if (compare === 'none') return '';
  return compare === 'year' ? 'last year' : `previous ${daysBetween(from, to)} d`;
}

/** "Days start at midnight in Chicago (UTC−6)". */
export function zoneSentence(timeZone: string, now: Date): string {
  const offset =
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'shortOffset' })
      .formatToParts(now)
      .find((part) => part.type === 'timeZoneName')
      ?.value.replace('GMT', 'UTC')
      .replace('-', '−') ?? '';
  return `Days start at midnight in ${cityOf(timeZone)} (${offset})`;
}

/** "Chicago" of America/Chicago. */
export const cityOf = (timeZone: string) => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
