import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ImportMapping, ImportPreview, Reject } from '#contract/import.ts';
import { cn } from '../ui/cn.ts';
import { int } from '../ui/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { type CellProblem, problemsByColumn, storedValue } from './cell-problems.ts';
import { sentence } from './reason-words.ts';
import { targetWord } from './target-words.ts';

/** Wider files are cut in this table; every column is imported all the same. */
const COLUMNS_SHOWN = 40;

/** The first hundred rows with each problem at its cell. */
export function PreviewTable({
  preview,
  mapping,
  show,
  onlyProblems,
}: {
  preview: ImportPreview;
  mapping: ImportMapping;
  show: 'values' | 'cells';
  onlyProblems: boolean;
}) {
  const known = mapping.columns.filter((column) => column.target !== 'ignore');
  const columns = [
    ...known.filter((column) => column.target !== 'custom'),
    ...known.filter((column) => column.target === 'custom'),
  ].slice(0, COLUMNS_SHOWN);
  const rows = preview.rows
    .map((row) => ({ row, problems: problemsByColumn(row, mapping.columns) }))
    .filter(({ problems }) => !onlyProblems || problems.size > 0);
  return (
    <>
      <ScrollBox label="Table of the first rows" className="max-h-[60dvh] border-t border-line">
        <table className="w-full border-separate border-spacing-0 text-xs">
          <thead>
            <tr>
              <th scope="col" className={cn(head, 'left-0 z-20 text-right')}>
                Row
              </th>
              <th scope="col" className={head}>
                Outcome
              </th>
              {columns.map((column) => (
                <th key={column.column} scope="col" className={head}>
                  <span className="block text-ink">
                    {column.target === 'custom' ? column.header : targetWord(column.target)}
                  </span>
                  <span className="block font-normal text-muted">
                    {column.target === 'custom' ? 'custom field' : column.header}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, problems }) => (
              <tr key={row.row}>
                <th
                  scope="row"
                  className="num sticky left-0 border-b border-line bg-panel px-3 py-1.5 text-right font-normal text-muted"
                >
                  {row.row}
                </th>
                <td className="border-b border-line px-3 py-1.5">
                  <Outcome rejects={row.rejects} problems={problems.get(-1) ?? []} />
                </td>
                {columns.map((column) => (
                  <Cell
                    key={column.column}
                    // Nothing of a refused row is stored, so it shows what the file says.
                    value={
                      show === 'cells' || row.rejects.length > 0
                        ? (row.cells[column.column] ?? '')
                        : storedValue(row, column)
                    }
                    faint={row.rejects.length > 0}
                    raw={row.cells[column.column] ?? ''}
                    problems={problems.get(column.column)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className="p-6 text-center text-xs text-muted">
            {preview.rows.length === 0 ? 'The file holds no rows.' : 'No row of the preview has a problem.'}
          </p>
        )}
      </ScrollBox>
      {known.length > columns.length && (
        <p className="border-t border-line px-4 py-2 text-2xs text-muted">
          {int(known.length - columns.length)} more columns are imported and not shown here.
        </p>
      )}
    </>
  );
}

const head =
  'sticky top-0 z-10 border-b border-line bg-sunken px-3 py-1.5 text-left align-bottom font-medium whitespace-nowrap text-muted';

function Outcome({ rejects, problems }: { rejects: readonly Reject[]; problems: CellProblem[] }) {
  const refused = rejects.length > 0;
  // The cell at fault may be out of sight to the right.
  const fields = [...new Set(rejects.flatMap(({ field }) => (field ? [targetWord(field)] : [])))];
  return (
    <span className="block w-max max-w-64">
      <span className={cn('font-medium', refused ? 'text-bad' : 'text-good')}>{refused ? 'Refused' : 'Stored'}</span>
      {fields.length > 0 && <span className="block text-muted">{fields.join(', ')}</span>}
      {problems.length > 0 && (
        <span className="block whitespace-normal text-muted">
          {problems.map(({ message }) => sentence(message)).join(' ')}
        </span>
      )}
    </span>
  );
}

/** A value, or where it went wrong: the value of the file, marked, with the sentence under it. */
function Cell({
  value,
  raw,
  faint,
  problems,
}: {
  value: string;
  raw: string;
  faint: boolean;
  problems: CellProblem[] | undefined;
}) {
  if (!problems)
    return (
      <td
        className={cn(
          'max-w-56 truncate border-b border-line px-3 py-1.5 whitespace-nowrap',
          faint ? 'text-muted' : 'text-body',
        )}
        title={value}
      >
        {value}
      </td>
    );
  const rejects = problems.some((problem) => problem.rejects);
  const Icon = rejects ? CircleAlert : TriangleAlert;
  return (
    <td className={cn('border-b border-line px-3 py-1.5', rejects ? 'bg-bad-soft' : 'bg-warn-soft')}>
      <span className="block w-max max-w-64">
        <span className="flex items-center gap-1 font-medium text-ink">
          <Icon className={cn('size-3.5 shrink-0', rejects ? 'text-bad' : 'text-warn')} aria-hidden />
          <span className="truncate">{value || raw || 'empty'}</span>
        </span>
        <span className={cn('block whitespace-normal', rejects ? 'text-bad' : 'text-warn')}>
          {problems.map(({ message }) => sentence(message)).join(' ')}
        </span>
      </span>
    </td>
  );
}
