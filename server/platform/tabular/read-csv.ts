/** Streams the rows of delimited text. */
import { type CsvDialect, csvScanner } from '#domain/import/csv-scan.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { flagBytes } from './flag-bytes.ts';
import type { TableLimits } from './table-error.ts';

/**
 * Yields batches of rows, headers and titles included, as the text comes in. Memory is bounded by `maxRowCharacters`
 * whatever the lines. Rows that `isWanted` refuses come without cells. Rows that cannot be read carry a `fault`; rows with replaced bytes or NULs carry notes.
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  dialect: CsvDialect,
  limits: Pick<TableLimits, 'maxRowCharacters' | 'maxColumns'>,
  isWanted?: (row: number) => boolean,
): AsyncGenerator<TableRow[]> {
  const scanner = csvScanner(dialect, limits, isWanted);
  const flag = flagBytes();
  let rows: TableRow[] = [];
  for await (const piece of text) {
    flag.saw(piece);
    scanner.push(piece, rows);
    if (rows.length === 0) continue;
    flag.mark(rows);
    yield rows;
    rows = [];
  }
  scanner.end(rows);
  if (rows.length === 0) return;
  flag.mark(rows);
  yield rows;
}
