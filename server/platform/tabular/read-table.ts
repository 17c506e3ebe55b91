/** One entry to every kind of table: the rows below its header, in batches, within limits. */
import { createReadStream } from 'node:fs';
import type { FileShape } from '#contract/import.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { decodeStream } from './decode.ts';
import { flagBytes } from './flag-bytes.ts';
import { readCsv } from './read-csv.ts';
import { type KeyedRow, readNdjson } from './read-ndjson.ts';
import { readXlsx } from './read-xlsx.ts';
import { DEFAULT_LIMITS, TableError, type TableLimits } from './table-error.ts';

/** A stream of the file's bytes, or its path. */
export type TableSource = AsyncIterable<Uint8Array> | string;

/**
 * Yields the rows of a table as the shape says, without titles, header and blank rows; cells stand in the order of
 * `shape.columns`. Rows that cannot be read carry a `fault` and count as rows. Memory is bounded whatever the file, but
 * an XLSX that comes as a stream is held packed. Throws TableError for a file that cannot be read at all, as early as
 * that is known: rows before may have been yielded. Whoever will not look at some rows says so by their numbers: of CSV
 * these come without cells.
 */
export async function* readTable(
  source: TableSource,
  shape: FileShape,
  limits: TableLimits = DEFAULT_LIMITS,
  isWanted: (row: number) => boolean = () => true,
): AsyncGenerator<TableRow[]> {
  if (shape.columns.length > limits.maxColumns) throw tooManyColumns(shape.columns.length, limits);
  let count = 0;
  for await (const rows of shape.format === 'ndjson'
    ? keyedRows(source, shape, limits)
    : belowHeader(source, shape, limits, isWanted)) {
    count += rows.length;
    if (count > limits.maxRows) {
      throw new TableError('too_many_rows', `The file has more than ${limits.maxRows} rows; split it.`);
    }
    if (rows.length > 0) yield rows;
  }
  if (count > 0) return;
  if (shape.format === 'ndjson' || !shape.has_header) throw new TableError('empty_file', 'The file holds no rows.');
  throw new TableError('no_rows', 'The file has a header but no rows below it.', { row: shape.skip_rows + 1 });
}

/** All rows of a CSV or XLSX file, titles and header included, in batches. Throws TableError. */
export async function* rawRows(
  source: TableSource,
  layout: Omit<FileShape, 'columns'>,
  limits: TableLimits,
  columns?: number,
  isWanted?: (row: number) => boolean,
): AsyncGenerator<TableRow[]> {
  if (layout.format === 'xlsx') {
    yield* readXlsx(await archiveOf(source, limits), layout.sheet, limits);
    return;
  }
  const { delimiter, quote } = layout;
  yield* readCsv(decodeStream(bytesOf(source), layout.encoding), { delimiter, quote, columns }, limits, isWanted);
}

/** All rows of an NDJSON file with their keys, in batches. Throws TableError. */
export function rawKeyedRows(source: TableSource, encoding: string, limits: TableLimits): AsyncGenerator<KeyedRow[]> {
  return readNdjson(decodeStream(bytesOf(source), encoding), limits);
}

/** The archive itself where the source is no path: XLSX has its table of contents at its end. */
export async function archiveOf(source: TableSource, limits: TableLimits): Promise<string | Buffer> {
  if (typeof source === 'string') return source;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limits.maxArchiveBytes) {
      const most = Math.round(limits.maxArchiveBytes / 1e6);
      throw new TableError('bad_archive', `The workbook is larger than ${most} MB; save the sheet as CSV.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** The cells of a keyed row in the order of the shape; keys the shape does not list go to `extra`. */
export function keyedRow(keyed: KeyedRow, columnByKey: ReadonlyMap<string, number>): TableRow {
  const row: TableRow = { row: keyed.row, line: keyed.row, cells: [] };
  if (keyed.fault) {
    row.fault = keyed.fault;
    return row;
  }
  const cells = new Array<string>(columnByKey.size).fill('');
  const extra: [string, string][] = [];
  for (const [key, value] of keyed.entries) {
    const column = columnByKey.get(key);
    if (column !== undefined) cells[column] = value;
    else if (value !== '') extra.push([key, value]);
  }
  row.cells = cells;
  if (extra.length > 0) row.extra = extra;
  return row;
}

async function* keyedRows(source: TableSource, shape: FileShape, limits: TableLimits): AsyncGenerator<TableRow[]> {
  const columnByKey = new Map(shape.columns.map((key, column) => [key, column]));
  const flag = flagBytes();
  for await (const keyed of rawKeyedRows(source, shape.encoding, limits)) {
    const rows = keyed.map((row) => keyedRow(row, columnByKey));
    // JSON can write a NUL as an escape, so the text of the file does not show it.
    flag.saw('\0');
    flag.mark(rows);
    yield rows;
  }
}

async function* belowHeader(
  source: TableSource,
  shape: FileShape,
  limits: TableLimits,
  isWanted: (row: number) => boolean,
): AsyncGenerator<TableRow[]> {
  let awaited = shape.has_header;
  let empty = true;
  const isWantedHere = (row: number) => awaited || isWanted(row);
  for await (const rows of rawRows(source, shape, limits, shape.columns.length, isWantedHere)) {
    empty = false;
    const below = rows[0]!.row > shape.skip_rows ? rows : rows.filter((row) => row.row > shape.skip_rows);
    if (!awaited) yield below;
    else if (below.length > 0) {
      checkHeader(below[0]!, shape, limits);
      awaited = false;
      yield below.slice(1);
    }
  }
  if (empty) throw new TableError('empty_file', 'The file is empty.');
}

function checkHeader(header: TableRow, shape: FileShape, limits: TableLimits): void {
  const place = { row: header.row };
  if (header.fault?.reason === 'too_many_columns') throw tooManyColumns(undefined, limits, header);
  if (header.fault) throw new TableError('bad_header', `The header cannot be read: ${header.fault.message}.`, place);
  const found = header.cells.length;
  const wanted = shape.columns.length;
  if (found === wanted || (shape.format === 'xlsx' && found < wanted)) return;
  if (found === 1 && shape.format === 'csv') {
    const message = `The header is a single column, ${wanted} were expected: the delimiter is not "${shape.delimiter}".`;
    throw new TableError('wrong_delimiter', message, place);
  }
  throw new TableError('bad_header', `The header has ${found} columns, ${wanted} were expected.`, place);
}

export function tooManyColumns(count: number | undefined, limits: TableLimits, header?: TableRow): TableError {
  const message = header?.fault?.message ?? `the file has ${count} columns; at most ${limits.maxColumns} are read`;
  return new TableError('too_many_columns', `${message[0]?.toUpperCase()}${message.slice(1)}.`, {
    ...(header ? { row: header.row } : {}),
    column: limits.maxColumns + 1,
  });
}

function bytesOf(source: TableSource): AsyncIterable<Uint8Array> {
  return typeof source === 'string' ? createReadStream(source, { highWaterMark: 262_144 }) : source;
}
