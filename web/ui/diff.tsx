import { ArrowRight } from 'lucide-react';

export interface Change {
  label: string;
  before?: string;
  after?: string;
}

/** What changed, line by line: old value, arrow, new value; one of them alone means removed or added. */
export function Diff({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className="divide-y divide-line text-xs">
      {changes.map(({ label, before, after }) => (
        <li key={label} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1.5">
          <span className="min-w-0 flex-1 basis-40 text-ink [overflow-wrap:anywhere]">{label}</span>
          <span className="num flex flex-wrap items-center gap-1.5">
            {before !== undefined && (
              <del className="rounded bg-bad-soft px-1 text-bad decoration-1">
                <span className="sr-only">was </span>
                {before}
              </del>
            )}
            {before !== undefined && after !== undefined && <ArrowRight className="size-3 text-muted" aria-hidden />}
            {after !== undefined && (
              <ins className="rounded bg-good-soft px-1 text-good no-underline">
                <span className="sr-only">is now </span>
                {after}
              </ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
