import { ArrowDown } from 'lucide-react';
import { useState } from 'react';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { cn } from '../../ui/cn.ts';
import { Delta } from '../../ui/delta.tsx';
import { dec, int, pct } from '../../ui/format.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import type { PlaceRow } from './place-rows.ts';

type Sort = 'leads' | 'quality' | 'valid' | 'fraud';
const SORTS: { value: Sort; label: string }[] = [
  { value: 'leads', label: 'Leads' },
  { value: 'quality', label: 'Quality' },
  { value: 'valid', label: 'Valid' },
  { value: 'fraud', label: 'Fraud' },
];

/** Places with their numbers; every number opens its leads. `onPick` opens the regions of a country. */
export function PlaceTable({
  label,
  rows,
  onPick,
}: {
  label: string;
  rows: readonly PlaceRow[];
  onPick?: (key: string) => void;
}) {
  const [sort, setSort] = useState<Sort>('leads');
  const sorted = [...rows].sort((a, b) => (b[sort] ?? -1) - (a[sort] ?? -1) || b.leads - a.leads);
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
      tabIndex={0}
      className="relative max-h-[560px] overflow-auto"
    >
      <table className="num w-full text-sm">
        <thead className="sticky top-0 z-10 bg-panel text-xs text-muted">
          <tr>
            <th scope="col" className="py-1.5 pr-2 text-left font-medium">
              Place
            </th>
            {SORTS.map(({ value, label: word }) => (
              <th
                key={value}
                scope="col"
                aria-sort={sort === value ? 'descending' : undefined}
                className="px-1 text-right"
              >
                <button
                  type="button"
                  onClick={() => setSort(value)}
                  className={cn(
                    'inline-flex h-7 items-center gap-0.5 rounded px-1 font-medium hover:bg-hover',
                    sort === value && 'text-ink',
                  )}
                >
                  {word}
                  {sort === value && <ArrowDown className="size-3" aria-hidden />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.key} className="h-9 border-t border-line hover:bg-hover">
              <th scope="row" className="max-w-44 truncate py-1 pr-2 text-left font-normal">
                {onPick && row.key ? (
                  <button
                    type="button"
                    onClick={() => onPick(row.key)}
                    className="truncate text-ink underline-offset-2 hover:underline"
                  >
                    {row.name}
                  </button>
                ) : (
                  <AppLink to={paths.leads} search={row.search} className="text-ink hover:underline">
                    {row.name}
                  </AppLink>
                )}
              </th>
              <td className="px-2 text-right whitespace-nowrap">
                <AppLink to={paths.leads} search={row.search} className="font-medium text-ink hover:underline">
                  {int(row.leads)}
                </AppLink>
                {row.previous !== null && row.previous > 0 && (
                  <Delta
                    value={row.leads / row.previous - 1}
                    text={pct(Math.abs(row.leads / row.previous - 1), 0)}
                    good="none"
                    className="ml-1.5"
                  />
                )}
              </td>
              <td className="px-2 text-right">{row.quality === null ? '' : dec(row.quality, 0)}</td>
              <td className="px-2 text-right">
                {row.valid === null ? '' : pct(row.valid, 0)}
                {row.valid !== null && (
                  <IntervalBar value={row.valid} low={row.validLow} high={row.validHigh} max={1} tone="body" />
                )}
              </td>
              <td className="pl-2 text-right">{row.fraud === null ? '' : pct(row.fraud)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
