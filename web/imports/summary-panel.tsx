import { useId } from 'react';
import type { ImportRecord } from '#contract/import.ts';
import type { Job } from '#contract/workspace.ts';
import { int } from '../ui/format.ts';
import { Panel } from '../ui/panel.tsx';
import { reasonWord } from './reason-words.ts';
import { targetWord } from './target-words.ts';

/** Where every row went: read is the sum of the other three. */
export function SummaryPanel({ record, job }: { record: ImportRecord; job: Job }) {
  const { read, stored, updated, rejected, by_reason } = record.summary;
  const id = useId();
  const faults = by_reason.reduce((sum, one) => sum + one.rows, 0);
  const most = Math.max(1, ...by_reason.map((one) => one.rows));
  return (
    <Panel
      id={id}
      title={job.state === 'completed' ? 'Every row accounted for' : 'Rows so far'}
      bodyClassName="grid gap-4 pt-1"
    >
      <dl className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Figure label="Read" value={read} />
        <Figure sign="=" label="Stored" value={stored} />
        <Figure sign="+" label="Updated" value={updated} />
        <Figure sign="+" label="Rejected" value={rejected} bad={rejected > 0} />
      </dl>
      {by_reason.length > 0 && (
        <table className="w-full text-xs">
          <caption className="mb-1 text-left text-xs font-semibold text-ink">Why rows were rejected</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">Rows</th>
            </tr>
          </thead>
          <tbody>
            {by_reason.map((one) => (
              <tr key={`${one.reason} ${one.field}`}>
                <th scope="row" className="relative py-0.5 text-left font-normal">
                  <span className="relative block px-2 py-1">
                    <span
                      className="absolute inset-y-0 left-0 rounded bg-bad-soft"
                      style={{ width: `${(one.rows / most) * 100}%` }}
                      aria-hidden
                    />
                    <span className="relative text-ink">
                      {reasonWord(one.reason)}
                      {one.field && <span className="text-muted"> · {targetWord(one.field)}</span>}
                    </span>
                  </span>
                </th>
                <td className="num w-20 text-right font-medium text-ink">{int(one.rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {faults > rejected && <p className="text-2xs text-muted">A row with several faults counts at each of them.</p>}
    </Panel>
  );
}

function Figure({ label, value, bad, sign }: { label: string; value: number; bad?: boolean; sign?: string }) {
  return (
    <div className="flex items-end gap-4">
      {/* Signs of the sum are for the eye; the words say the same. */}
      {sign && (
        <span className="pb-0.5 text-lg text-muted max-sm:hidden" aria-hidden>
          {sign}
        </span>
      )}
      <div>
        <dt className="text-xs text-muted">{label}</dt>
        <dd className={`num text-2xl font-semibold tracking-tight ${bad ? 'text-bad' : 'text-ink'}`}>{int(value)}</dd>
      </div>
    </div>
  );
}
