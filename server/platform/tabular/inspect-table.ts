/** Finds out what a file holds, from its first bytes and rows, before anything is imported. */
import { createReadStream } from 'node:fs';
import type { FileShape } from '#contract/import.ts';
import { keyedShape, tableShape } from '#domain/import/shape.ts';
import { headerBehind, type Layout, leadingRows, sniffLayout } from '#domain/import/sniff.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { decodeBytes } from './decode.ts';
import { flagBytes } from './flag-bytes.ts';
import type { KeyedRow } from './read-ndjson.ts';
import { archiveOf, keyedRow, rawKeyedRows, rawRows, type TableSource, tooManyColumns } from './read-table.ts';
import { listSheets } from './read-xlsx.ts';
import { DEFAULT_LIMITS, TableError, type TableLimits } from './table-error.ts';

export type InspectedTable = {
  shape: FileShape;
  /** The first rows below the header, as `readTable` would yield them. */
  rows: TableRow[];
  /** XLSX: the sheets there are to choose from. */
  sheets: string[];
};

const HEAD_BYTES = 1_000_000;
/** Enough to tell the order of dates in a file that runs through a month. */
const SAMPLE_ROWS = 5000;

/**
 * Sniffs a file and reads its first rows. `choice` holds what a person has set; the rest is sniffed. Reads no more of
 * the source than it needs, except for XLSX. Throws TableError for what is no table, is empty, has only a header, or more
 * columns than are read.
 */
export async function inspectTable(
  source: TableSource,
  choice: Partial<Layout> = {},
  limits: TableLimits = DEFAULT_LIMITS,
): Promise<InspectedTable> {
  const { head, whole, replay } = await peek(source);
  const chosen = Object.fromEntries(
    Object.entries(choice).filter(([, value]) => value !== undefined),
  ) as Partial<Layout>;
  const layout = sniffLayout(head, decodeBytes, whole, chosen);
  if ('failure' in layout) throw new TableError(layout.failure, layout.message);
  if (layout.format === 'xlsx') return await inspectWorkbook(await archiveOf(replay, limits), layout, choice, limits);
  if (layout.format === 'ndjson') return await inspectKeyed(replay, layout, limits);
  const rows = await take(rawRows(replay, layout, limits), SAMPLE_ROWS + layout.skip_rows + 1);
  return { ...shaped(layout, rows, limits), sheets: [] };
}

async function inspectWorkbook(
  archive: string | Buffer,
  sniffed: Layout,
  choice: Partial<Layout>,
  limits: TableLimits,
): Promise<InspectedTable> {
  const sheets = await listSheets(archive, limits);
  const layout: Layout = { ...sniffed, sheet: choice.sheet ?? sheets[0] };
  const rows = await take(rawRowsOf(archive, layout, limits), SAMPLE_ROWS);
  const skip_rows = choice.skip_rows ?? leadingRows(rows);
  const has_header = choice.has_header ?? headerBehind(rows, skip_rows);
  return { ...shaped({ ...layout, skip_rows, has_header }, rows, limits), sheets };
}

function rawRowsOf(archive: string | Buffer, layout: Layout, limits: TableLimits): AsyncGenerator<TableRow[]> {
  return rawRows(typeof archive === 'string' ? archive : once(archive), layout, limits);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function shaped(layout: Layout, all: TableRow[], limits: TableLimits): Pick<InspectedTable, 'shape' | 'rows'> {
  const table = all.filter((row) => row.row > layout.skip_rows);
  const first = table[0];
  if (first === undefined) throw new TableError('empty_file', 'The file holds no rows.');
  if (first.fault?.reason === 'too_many_columns') throw tooManyColumns(undefined, limits, first);
  if (first.fault && layout.has_header) {
    throw new TableError('bad_header', `The header cannot be read: ${first.fault.message}.`, { row: first.row });
  }
  const rows = layout.has_header ? table.slice(1) : table;
  if (rows.length === 0) {
    throw new TableError('no_rows', 'The file has a header but no rows below it.', { row: first.row });
  }
  return { shape: tableShape(layout, table), rows };
}

async function inspectKeyed(source: TableSource, layout: Layout, limits: TableLimits): Promise<InspectedTable> {
  const keyed: KeyedRow[] = await take(rawKeyedRows(source, layout.encoding, limits), SAMPLE_ROWS);
  const columnByKey = new Map<string, number>();
  for (const { entries } of keyed) {
    for (const [key] of entries) if (!columnByKey.has(key)) columnByKey.set(key, columnByKey.size);
  }
  if (columnByKey.size > limits.maxColumns) throw tooManyColumns(columnByKey.size, limits);
  if (columnByKey.size === 0) throw new TableError('not_a_table', 'No line of the file is a JSON object with keys.');
  const rows = keyed.map((row) => keyedRow(row, columnByKey));
  const flag = flagBytes();
  flag.saw('\0');
  flag.mark(rows);
  return { shape: keyedShape(layout, [...columnByKey.keys()]), rows, sheets: [] };
}

async function take<Row>(batches: AsyncIterable<Row[]>, most: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) {
    rows.push(...batch);
    if (rows.length >= most) break;
  }
  return rows.slice(0, most);
}

/** The first bytes of a source, and a source that begins with them again. */
async function peek(source: TableSource): Promise<{ head: Uint8Array; whole: boolean; replay: TableSource }> {
  if (typeof source === 'string') {
    const { head, whole } = await peek(createReadStream(source, { end: HEAD_BYTES }));
    return { head, whole, replay: source };
  }
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let whole = false;
  while (length <= HEAD_BYTES && !whole) {
    const next = await iterator.next();
    if (next.done) whole = true;
    else {
      chunks.push(next.value);
      length += next.value.length;
    }
  }
  const replay = async function* () {
    try {
      yield* chunks;
      if (!whole) yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  };
  return {
    head: Buffer.concat(chunks).subarray(0, HEAD_BYTES),
    whole: whole && length <= HEAD_BYTES,
    replay: replay(),
  };
}
