/** Marks rows that hold replaced bytes or NULs, at no cost for text that has none. */
import type { NoteReason } from '#contract/import.ts';
import type { TableRow } from '#domain/import/table-row.ts';

/**
 * `saw` is told every piece of text that comes in, `mark` every batch of rows that comes out of it. NULs are taken out:
 * no database column holds them.
 */
export function flagBytes() {
  /** Batches that may still hold a row of a suspicious piece: its own, and the next for the row it ended in. */
  let suspicious = 0;
  function saw(piece: string): void {
    if (piece.includes('\0') || piece.includes('\uFFFD')) suspicious = 2;
  }
  function mark(rows: TableRow[]): void {
    if (suspicious === 0) return;
    suspicious--;
    for (const row of rows) {
      if (row.cells.some((cell) => cell.includes('\uFFFD'))) addNote(row, 'invalid_bytes');
      if (row.cells.some((cell) => cell.includes('\0'))) {
        addNote(row, 'nul_bytes');
        row.cells = row.cells.map((cell) => cell.replaceAll('\0', ''));
      }
      if (row.fault) row.fault.raw = row.fault.raw.replaceAll('\0', '');
    }
  }
  return { saw, mark };
}

export function addNote(row: TableRow, reason: NoteReason): void {
  if (row.notes) row.notes.push(reason);
  else row.notes = [reason];
}
