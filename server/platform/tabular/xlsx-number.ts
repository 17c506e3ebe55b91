/** Turns the numbers of a workbook into text as its number formats mean them. */

/** What a format makes of a number: a day or time, an elapsed time, digits padded with zeros, or the number itself. */
export type NumberStyle =
  | { kind: 'plain' }
  | { kind: 'date' }
  | { kind: 'elapsed' }
  | { kind: 'padded'; digits: number };

const PLAIN: NumberStyle = { kind: 'plain' };
const DATE: NumberStyle = { kind: 'date' };
/** Built-in formats that show dates or times; ECMA-376 part 1, 18.8.30. */
const DATE_FORMATS = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47, 50, 51, 52, 53, 54, 55, 56, 57,
  58,
]);
const ELAPSED_FORMAT = 46;
/** Days from 1899-12-30 and from 1904-01-01 to 1970-01-01. */
const EPOCH_1900_DAYS = 25_569;
const EPOCH_1904_DAYS = 24_107;
const DAY_MS = 86_400_000;

export function numberStyle(formatId: number, formatCode: string | undefined): NumberStyle {
  if (formatCode === undefined) {
    if (formatId === ELAPSED_FORMAT) return { kind: 'elapsed' };
    return DATE_FORMATS.has(formatId) ? DATE : PLAIN;
  }
  const first = formatCode.replace(/"[^"]*"|\\.|_./g, '').split(';')[0] ?? '';
  if (/\[[hms]+\]/i.test(first)) return { kind: 'elapsed' };
  const bare = first.replace(/\[[^\]]*\]/g, '');
  if (/[ymdhs]/i.test(bare) && !/general/i.test(bare)) return DATE;
  return /^0{2,15}$/.test(bare) ? { kind: 'padded', digits: bare.length } : PLAIN;
}

/** The text of a number cell: ISO 8601 without zone for dates, `HH:MM:SS` for times alone, else the shortest number. */
export function numberText(stored: string, style: NumberStyle, from1904: boolean): string {
  const value = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(value)) return stored;
  if (style.kind === 'date') return dateText(value, from1904);
  if (style.kind === 'elapsed') return clock(Math.round(value * 86_400));
  const text = Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  return style.kind === 'padded' ? text.padStart(style.digits, '0') : text;
}

function dateText(serial: number, from1904: boolean): string {
  if (serial < 0 || serial > 2_958_466) return String(serial);
  if (serial < 1 && !from1904) return clock(Math.round(serial * 86_400));
  // The calendar of 1900 counts a 29 February that never was.
  const days = !from1904 && serial < 60 ? serial + 1 : serial;
  const seconds = Math.round((days - (from1904 ? EPOCH_1904_DAYS : EPOCH_1900_DAYS)) * (DAY_MS / 1000));
  const iso = new Date(seconds * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}

function clock(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}
