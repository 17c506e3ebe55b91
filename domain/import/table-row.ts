/** A row as any reader of tables yields it. */
import type { NoteReason, RejectReason } from '#contract/import.ts';

export type RowFault = { reason: RejectReason; message: string; raw: string };

/** One row of any table. */
export type TableRow = {
  /** Counts as a spreadsheet does, from 1, blank rows included. */
  row: number;
  /** Physical line it begins on; the row itself in files without lines. */
  line: number;
  cells: string[];
  notes?: NoteReason[];
  /** Set where the row could not be read; then there are no cells. */
  fault?: RowFault;
  /** NDJSON: keys the shape does not list, with their values. */
  extra?: [key: string, value: string][];
};
