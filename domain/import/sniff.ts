/** Tells from its first bytes what kind of table a file is: format, encoding, delimiter, quote, header. */
import type { FileShape } from '#contract/import.ts';
import { csvScanner } from './csv-scan.ts';
import { TARGET_BY_HEADER } from './header-words.ts';
import { sniffEncoding } from './sniff-encoding.ts';
import type { TableRow } from './table-row.ts';
import { looksLikeData } from './value-kind.ts';
import { plainWords } from './words.ts';

/** How a file is to be read; the columns are known once its first rows are. */
export type Layout = Omit<FileShape, 'columns'>;
export type SniffFailure = { failure: 'empty_file' | 'not_a_table'; message: string };

/** First bytes of files that people upload by mistake. */
const FOREIGN: [magic: string, what: string][] = [
  ['%PDF', 'a PDF document'],
  ['\xd0\xcf\x11\xe0', 'an Excel file of the old format or with a password; save it as plain .xlsx or CSV'],
  ['\x1f\x8b', 'a gzip archive; unpack it first'],
  ['PAR1', 'a Parquet file'],
  ['\x89PNG', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['GIF8', 'an image'],
  ['SQLite format', 'a database'],
  ['Rar!', 'an archive; unpack it first'],
  ['7z\xbc\xaf', 'an archive; unpack it first'],
  ['BZh', 'an archive; unpack it first'],
  ['{\\rtf', 'a text document'],
  ['\x7fELF', 'a program'],
  ['MZ\x90', 'a program'],
];
const DELIMITERS = [',', ';', '\t', '|', '\x1f', '\x01', '^', '~', ':'];
const SAMPLE_CHARACTERS = 256_000;
const SAMPLE_ROWS = 300;
const LIMITS = { maxRowCharacters: SAMPLE_CHARACTERS, maxColumns: 1000 };

/**
 * Sniffs a file. `head` holds its first bytes (some hundred kilobytes are plenty), `decode` turns bytes into text by the
 * name of an encoding, `whole` says whether `head` is the whole file. What a person has chosen is taken as given, and the
 * rest is sniffed in its light.
 */
export function sniffLayout(
  head: Uint8Array,
  decode: (bytes: Uint8Array, encoding: string) => string,
  whole: boolean,
  choice: Partial<Layout> = {},
): Layout | SniffFailure {
  if (head.length === 0) return { failure: 'empty_file', message: 'The file is empty.' };
  const magic = String.fromCharCode(...head.subarray(0, 16));
  const base = { delimiter: ',', quote: '"', has_header: true, skip_rows: 0, ...choice };
  if (magic.startsWith('PK\x03\x04')) return { ...base, format: 'xlsx', encoding: 'utf-8' };
  const foreign = FOREIGN.find(([start]) => magic.startsWith(start));
  if (foreign) return notATable(`This is ${foreign[1]}.`);
  const sniffed = sniffEncoding(head);
  const encoding = choice.encoding ?? sniffed.encoding;
  const bom = sniffed.bom;
  const text = decode(head.subarray(bom, bom + SAMPLE_CHARACTERS * 4), encoding).slice(0, SAMPLE_CHARACTERS);
  const start = text.trimStart();
  if (start.replaceAll('\0', '') === '') return { failure: 'empty_file', message: 'The file holds no text.' };
  if (looksBinary(text)) return notATable('The file is not text.');
  if (/^<(?:!doctype|html|\?xml|table)/i.test(start)) return notATable('This is a web page or XML, not a table.');
  if (choice.format !== 'csv' && start.startsWith('{') && isJsonObject(start))
    return { ...base, format: 'ndjson', encoding };
  if (/^\[\s*[{[]/.test(start)) return notATable('This is one JSON array; write one object per line instead (NDJSON).');
  return { format: 'csv', encoding, ...sniffDialect(text, whole && text.length < SAMPLE_CHARACTERS, choice) };
}

function notATable(message: string): SniffFailure {
  return { failure: 'not_a_table', message };
}

/** Control characters are rare in text; a stray NUL does not make a file binary. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, 8000);
  let control = 0;
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 1 && code !== 31) control++;
  }
  return control > 0.1 * sample.length;
}

function isJsonObject(text: string): boolean {
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (line.length >= SAMPLE_CHARACTERS) return true;
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    // A broken first line is still NDJSON where it begins as only an object with a quoted key does.
    return /^\{\s*"[^"]*"\s*:/.test(line);
  }
}

type Dialect = Pick<Layout, 'delimiter' | 'quote' | 'has_header' | 'skip_rows'>;

function sniffDialect(text: string, whole: boolean, choice: Partial<Layout>): Dialect {
  // Excel writes the delimiter into the first line when asked to, and hides that line when opening the file.
  const stated = /^"?sep=(.)"?\r?\n/i.exec(text)?.[1];
  const quote = choice.quote ?? (usesApostrophes(text) ? "'" : '"');
  const delimiter = choice.delimiter ?? stated ?? bestDelimiter(text, quote, whole);
  const rows = sampleRows(text, delimiter, quote, whole);
  const skip_rows = choice.skip_rows ?? (stated === undefined ? leadingRows(rows) : 1);
  return { delimiter, quote, skip_rows, has_header: choice.has_header ?? headerBehind(rows, skip_rows) };
}

/** Whether the first row behind the skipped ones is a header. */
export function headerBehind(rows: readonly TableRow[], skipRows: number): boolean {
  const table = rows.filter((row) => row.row > skipRows).map((row) => row.cells);
  return looksLikeHeader(table[0] ?? [], table.slice(1));
}

function sampleRows(text: string, delimiter: string, quote: string, whole: boolean): TableRow[] {
  const rows: TableRow[] = [];
  const scanner = csvScanner({ delimiter, quote }, LIMITS);
  scanner.push(text, rows);
  if (whole || rows.length === 0) scanner.end(rows);
  return rows.filter((row) => row.fault === undefined).slice(0, SAMPLE_ROWS);
}

/** The delimiter that cuts most rows into the same number of cells; among equals the one that gives more cells. */
function bestDelimiter(text: string, quote: string, whole: boolean): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(text, delimiter, quote, whole);
    const { width, share } = commonWidth(rows);
    if (width < 2) continue;
    // Times, links and proportions hold colons; they only count when nothing else cuts the rows.
    const rare = delimiter === ':' || delimiter === '^' || delimiter === '~' ? 0.3 : 1;
    const score = share ** 2 * (1 + Math.log2(width)) * rare;
    if (score > best.score + 1e-9) best = { delimiter, score };
  }
  return best.delimiter;
}

function commonWidth(rows: readonly TableRow[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width = 0, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { width, share: rows.length === 0 ? 0 : count / rows.length };
}

function usesApostrophes(text: string): boolean {
  const sample = text.slice(0, 64_000);
  const opening = sample.match(/(?:^|[,;\t|\n])'/g)?.length ?? 0;
  const closing = sample.match(/'(?=[,;\t|\r\n]|$)/g)?.length ?? 0;
  const double = sample.match(/(?:^|[,;\t|\n])"/g)?.length ?? 0;
  return opening >= 3 && double === 0 && closing >= 0.9 * opening && opening >= 0.9 * closing;
}

/** How many rows of one or two cells, titles, stand above a wider table; blank rows count. */
export function leadingRows(rows: readonly TableRow[]): number {
  const { width, share } = commonWidth(rows);
  if (width < 3 || share < 0.6) return 0;
  const filled = (row: TableRow) => row.cells.filter((cell) => cell.trim() !== '').length;
  const first = rows.findIndex((row) => row.cells.length >= width && filled(row) >= Math.min(3, width));
  const titles = rows.slice(0, Math.max(first, 0));
  return titles.length > 0 && titles.length <= 20 && titles.every((row) => filled(row) <= 2) ? rows[first]!.row - 1 : 0;
}

/**
 * A header has no cell that is data, and a word we know, or columns of data below cells that are none, or simply a name
 * for every column. A sole row is a header only by a known word.
 */
export function looksLikeHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const cells = first.map((cell) => cell.trim());
  const filled = cells.filter((cell) => cell !== '');
  const known = filled.filter((cell) => TARGET_BY_HEADER.has(plainWords(cell))).length;
  const data = filled.filter(looksLikeData).length;
  if (data > 0) return known > data * 3;
  if (known > 0) return true;
  if (rest.length === 0) return false;
  const typed = cells.some((_, column) => {
    const below = rest.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
    return below.length > 0 && below.filter(looksLikeData).length >= 0.8 * below.length;
  });
  return typed || (filled.length === cells.length && new Set(filled).size === filled.length && !repeats(cells, rest));
}

/** A cell of a header hardly comes again below it. */
function repeats(cells: readonly string[], rest: readonly (readonly string[])[]): boolean {
  return cells.some((cell, column) => rest.some((row) => row[column]?.trim() === cell));
}
