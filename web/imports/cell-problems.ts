/** Which cell of a preview row a problem belongs to. */
import type { ColumnMapping, ImportPreview } from '#contract/import.ts';

export type PreviewRow = ImportPreview['rows'][number];
export interface CellProblem {
  message: string;
  rejects: boolean;
}

/** Problems per column of the file; those of the row as a whole stand at -1. */
export function problemsByColumn(row: PreviewRow, columns: readonly ColumnMapping[]): Map<number, CellProblem[]> {
  const found = new Map<number, CellProblem[]>();
  const add = (field: string, problem: CellProblem) => {
    const column = columns.find(
      ({ target, header }) => field === target || field === header || field === `custom.${header}`,
    );
    const at = column?.column ?? -1;
    found.set(at, [...(found.get(at) ?? []), problem]);
  };
  for (const { field, message } of row.rejects) add(field, { message, rejects: true });
  for (const { field, message } of row.notes) add(field, { message, rejects: false });
  return found;
}

/** What a column of this row would be stored as; empty where it is left out or gives nothing. */
export function storedValue(row: PreviewRow, { target, header }: ColumnMapping): string {
  const value = row.values[target === 'custom' ? `custom.${header}` : target];
  return value === undefined ? '' : String(value);
}
