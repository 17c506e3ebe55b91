/** All numbers, money and times on screen are written here, in one locale. */
const LOCALE = 'en-US';

const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, options);
    numbers.set(key, format);
  }
  return format;
}

export const int = (value: number) => numberFormat({ maximumFractionDigits: 0 }).format(value);
export const compact = (value: number) =>
  numberFormat({ notation: 'compact', maximumFractionDigits: 1 }).format(value).replace('K', 'k');
export const dec = (value: number, digits = 1) =>
  numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
export const pct = (value: number, digits = 1) =>
  numberFormat({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** Digits after the point of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
const minorDigits = (currency: string) =>
  numberFormat({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Minor units as money. `digits` after the point; the currency's own when left out. */
export function money(minor: number, currency: string, digits?: number): string {
  const own = minorDigits(currency);
  const shown = Math.min(digits ?? own, own);
  return numberFormat({
    style: 'currency',
    currency,
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  }).format(minor / 10 ** own);
}
export const moneyCompact = (minor: number, currency: string) =>
  numberFormat({ style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 })
    .format(minor / 10 ** minorDigits(currency))
    .replace('K', 'k');

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, { timeZone, ...options });
    dates.set(key, format);
  }
  return format;
}

/** An instant, in the client's zone. */
export const dateTime = (at: string, timeZone: string) =>
  dateFormat(timeZone, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(new Date(at));
export const dateTimeFull = (at: string, timeZone: string) =>
  dateFormat(timeZone, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
export const clock = (at: string, timeZone: string) =>
  dateFormat(timeZone, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

/** A calendar date has no zone: it is read and written as UTC. */
export const day = (date: string) =>
  dateFormat('UTC', { month: 'short', day: 'numeric' }).format(new Date(`${date}T00:00:00Z`));
export const dayYear = (date: string) =>
  dateFormat('UTC', { month: 'short', day: 'numeric', year: 'numeric' }).format(new Date(`${date}T00:00:00Z`));
export const weekday = (date: string) =>
  dateFormat('UTC', { weekday: 'short', month: 'short', day: 'numeric' }).format(new Date(`${date}T00:00:00Z`));

/** How long ago, for a table cell: 4 min, 3 h, 2 d; the date once it is older than 60 days. */
export function age(at: string, now: number, timeZone: string): string {
  const minutes = Math.max(1, Math.round((now - Date.parse(at)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h`;
  const days = Math.round(hours / 24);
  return days <= 60 ? `${days} d` : dateFormat(timeZone, { month: 'short', year: 'numeric' }).format(new Date(at));
}

/** A length of time in its largest sensible unit: 4 s, 18 min, 1.9 d. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${int(seconds)} s`;
  if (seconds < 3600) return `${int(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${numberFormat({ maximumFractionDigits: 1 }).format(seconds / 3600)} h`;
  return `${numberFormat({ maximumFractionDigits: 1 }).format(seconds / 86_400)} d`;
}

/** "1 lead", "2 leads". */
export const plural = (count: number, one: string, many = `${one}s`) => `${int(count)} ${count === 1 ? one : many}`;
