import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import type { ImportRecord } from '#contract/import.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { int, plural } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { rejectsHref, rejectsQuery } from './imports-api.ts';
import { reasonWord, sentence } from './reason-words.ts';
import { targetWord } from './target-words.ts';

/** The rows that were rejected, as a file and, on request, here: they quote the file, so reading them is recorded. */
export function RejectsPanel({ record }: { record: ImportRecord }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Panel
      id={id}
      title="Rejected rows"
      meta="row number, field, reason, value"
      actions={
        <a href={rejectsHref(record.id)} download className={buttonClass()}>
          <Download />
          Download as CSV
        </a>
      }
      bodyClassName={open ? 'px-0 pb-0' : undefined}
    >
      {open ? (
        <Rejects id={record.id} total={record.summary.rejected} />
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          <Button onClick={() => setOpen(true)}>Show {plural(record.summary.rejected, 'rejected row')}</Button>
          <p className="text-xs text-muted">They quote the file as it stood; the audit log notes who reads them.</p>
        </div>
      )}
    </Panel>
  );
}

function Rejects({ id, total }: { id: string; total: number }) {
  const { data: rows, error, refetch } = useQuery(rejectsQuery(id));
  if (error && !rows) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!rows) return <Skeleton height={160} label="Loading rejected rows" />;
  return (
    <>
      <ScrollBox label="Table of rejected rows" className="max-h-[60dvh] border-t border-line">
        <table className="w-full border-separate border-spacing-0 text-xs">
          <thead>
            <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:border-b [&>th]:border-line [&>th]:bg-sunken [&>th]:px-3 [&>th]:py-1.5 [&>th]:text-left [&>th]:font-medium [&>th]:text-muted">
              <th scope="col">Row</th>
              <th scope="col">Field</th>
              <th scope="col">Reason</th>
              <th scope="col">Value in the file</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr
                key={`${row.row} ${row.field} ${row.reason}`}
                className="align-top [&>td]:border-b [&>td]:border-line [&>td]:px-3 [&>td]:py-1.5"
              >
                <td className="num text-muted">{row.row}</td>
                <td className="whitespace-nowrap text-ink">{row.field ? targetWord(row.field) : 'Whole row'}</td>
                <td className="min-w-48">
                  <span className="font-medium text-ink">{reasonWord(row.reason)}</span>
                  <span className="block text-muted">{sentence(row.message)}</span>
                </td>
                <td className="min-w-32 font-mono text-2xs [overflow-wrap:anywhere]">{shownValue(row.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {total > rows.length && (
        <p className="border-t border-line px-4 py-2 text-2xs text-muted">
          The first {int(rows.length)} of {plural(total, 'row')}. The download holds all of them.
        </p>
      )}
    </>
  );
}

/** The file puts a mark before values that a spreadsheet would run; here nothing runs. */
const shownValue = (value: string) => value.replace(/^'(?=[=+\-@\t\r])/, '');
