/** Streams the rows of newline-delimited JSON: one object per line, nested keys as paths (`utm.source`). */
import type { RowFault } from '#domain/import/table-row.ts';
import type { TableLimits } from './table-error.ts';

/** A line as its key paths and values; `fault` where it is no object. `row` is the number of the line. */
export type KeyedRow = { row: number; entries: [key: string, value: string][]; fault?: RowFault };

const DEPTH_MAX = 5;
const RAW_MAX = 500;
const LONG_DIGITS = /\d{16}/;

/** Yields batches of rows as the text comes in. Memory is bounded by `maxRowCharacters` whatever the lines. */
export async function* readNdjson(
  text: AsyncIterable<string>,
  limits: Pick<TableLimits, 'maxRowCharacters' | 'maxColumns'>,
): AsyncGenerator<KeyedRow[]> {
  let rest: string[] = [];
  let restLength = 0;
  let row = 0;
  let skipping = false;
  for await (const piece of text) {
    const rows: KeyedRow[] = [];
    let from = 0;
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', from)) {
      rest.push(piece.slice(from, at));
      from = at + 1;
      row++;
      if (!skipping) addLine(rest.join(''), row, limits, rows);
      skipping = false;
      rest = [];
      restLength = 0;
    }
    if (!skipping) {
      rest.push(piece.slice(from));
      restLength += piece.length - from;
      if (restLength > limits.maxRowCharacters) {
        rows.push({ row: row + 1, entries: [], fault: tooLarge(rest.join(''), limits) });
        skipping = true;
        rest = [];
        restLength = 0;
      }
    }
    if (rows.length > 0) yield rows;
  }
  const last: KeyedRow[] = [];
  if (!skipping) addLine(rest.join(''), row + 1, limits, last);
  if (last.length > 0) yield last;
}

function addLine(
  line: string,
  row: number,
  limits: Pick<TableLimits, 'maxRowCharacters' | 'maxColumns'>,
  rows: KeyedRow[],
): void {
  const text = line.trim();
  if (text === '') return;
  if (text.length > limits.maxRowCharacters) {
    rows.push({ row, entries: [], fault: tooLarge(text, limits) });
    return;
  }
  const raw = text.slice(0, RAW_MAX);
  const value = parse(text);
  if (value === undefined) {
    rows.push({ row, entries: [], fault: { reason: 'bad_json', message: 'the line is not one JSON object', raw } });
    return;
  }
  const entries: [string, string][] = [];
  flatten(value, '', 0, entries);
  if (entries.length > limits.maxColumns) {
    const message = `the object has ${entries.length} keys; at most ${limits.maxColumns} are read`;
    rows.push({ row, entries: [], fault: { reason: 'too_many_columns', message, raw } });
  } else rows.push({ row, entries });
}

function tooLarge(text: string, { maxRowCharacters }: Pick<TableLimits, 'maxRowCharacters'>): RowFault {
  const message = `the line is longer than ${maxRowCharacters} characters`;
  return { reason: 'row_too_large', message, raw: Buffer.from(text.slice(0, RAW_MAX)).toString() };
}

function parse(text: string): object | undefined {
  try {
    // Ids with more digits than a double holds keep the digits they are written with.
    const value: unknown = LONG_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

function flatten(value: object, prefix: string, depth: number, entries: [string, string][]): void {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    if (inner !== null && typeof inner === 'object' && !Array.isArray(inner) && depth < DEPTH_MAX) {
      flatten(inner, key, depth + 1, entries);
    } else entries.push([key, asText(inner)]);
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value.toWellFormed();
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    return value.map(asText).join('; ');
  }
  try {
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  } catch {
    // Nested deeper than the stack; a lead has no use for it.
    return '';
  }
}
