import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Metric, Overview } from '#contract/analytics.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { toList } from '../../shell/search-params.ts';
import { KIND_LABEL, type SourceBook } from '../../source-book.ts';
import { ScoreChip } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Delta } from '../../ui/delta.tsx';
import { int, money, plural } from '../../ui/format.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SourceTile } from '../../ui/source-tile.tsx';
import { Sparkline } from '../../ui/spark.tsx';
import { change, intervalText, METRIC_WORDS, metricText } from '../metric-words.ts';
import { SOURCE_COLUMNS, type SourceColumn, type SourceRow, sortSources, standsOut } from './source-columns.ts';

/** Every source with its numbers; each number opens its leads. Rates carry their 95 % interval as a bar. */
export function SourceTable({
  overview,
  book,
  className,
}: {
  overview: Overview;
  book: SourceBook;
  className?: string;
}) {
  const [sort, setSort] = useState<{ metric: Metric; desc: boolean }>({ metric: 'leads', desc: true });
  const rows = useMemo(() => sortSources(overview.sources, sort.metric, sort.desc), [overview.sources, sort]);
  const most = useMemo(() => {
    const max: { [M in Metric]?: number } = {};
    for (const row of overview.sources)
      for (const { metric } of SOURCE_COLUMNS)
        max[metric] = Math.max(max[metric] ?? 0, row.metrics[metric]?.high ?? 0, row.metrics[metric]?.value ?? 0);
    return max;
  }, [overview.sources]);
  const all = (metric: Metric) => overview.kpis.find((kpi) => kpi.metric === metric)?.total.value;
  const total = overview.sources.reduce((sum, row) => sum + (row.metrics.leads?.value ?? 0), 0);
  return (
    <Panel
      id="sources"
      title="Source performance"
      meta={`${plural(rows.length, 'source')}, ${plural(total, 'lead')}; bars show 95% intervals`}
      className={className}
      bodyClassName="relative overflow-x-auto px-0 pb-1"
    >
      <table className="num w-full text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="sticky left-0 z-[1] h-8 bg-panel pl-4 text-left font-medium">
              Source
            </th>
            {SOURCE_COLUMNS.map((column) => {
              const on = sort.metric === column.metric;
              return (
                <th
                  key={column.metric}
                  scope="col"
                  aria-sort={on ? (sort.desc ? 'descending' : 'ascending') : undefined}
                  className={cn('px-2 text-right font-medium last:pr-4', column.wide && 'max-lg:hidden')}
                >
                  <button
                    type="button"
                    onClick={() => setSort({ metric: column.metric, desc: on ? !sort.desc : true })}
                    className={cn(
                      'inline-flex h-7 items-center gap-0.5 whitespace-nowrap hover:text-ink coarse:h-10',
                      on && 'text-ink',
                    )}
                  >
                    {column.label}
                    {on &&
                      (sort.desc ? (
                        <ChevronDown className="size-3" aria-hidden />
                      ) : (
                        <ChevronUp className="size-3" aria-hidden />
                      ))}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.source} className="group h-10 border-b border-line last:border-0 hover:bg-hover">
              <th
                scope="row"
                className="sticky left-0 z-[1] bg-panel pl-4 text-left font-normal group-hover:bg-hover max-md:max-w-40"
              >
                <AppLink
                  to={paths.leads}
                  search={{ source: toList([row.source]) }}
                  className="flex items-center gap-2 whitespace-nowrap text-ink hover:underline"
                >
                  <SourceTile kind={book.kind(row.source)} color={book.color(row.source)} />
                  <span className="truncate font-medium">{row.source}</span>
                  <span className="text-xs text-muted max-xl:hidden">{KIND_LABEL[book.kind(row.source)]}</span>
                </AppLink>
              </th>
              {SOURCE_COLUMNS.map((column) => (
                <td key={column.metric} className={cn('px-2 text-right last:pr-4', column.wide && 'max-lg:hidden')}>
                  <Cell
                    row={row}
                    column={column}
                    color={book.color(row.source)}
                    max={most[column.metric] ?? 1}
                    bad={standsOut(column.metric, row.metrics[column.metric], all(column.metric))}
                    currency={overview.currency}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Cell({
  row,
  column,
  color,
  max,
  bad,
  currency,
}: {
  row: SourceRow;
  column: SourceColumn;
  color: string;
  max: number;
  bad: boolean;
  currency: string;
}) {
  const word = METRIC_WORDS[column.metric];
  const value = row.metrics[column.metric];
  if (!word || value?.value == null) return <span className="text-muted">none</span>;
  const moved = change(word.kind, value.value, value.previous);
  const link = (content: React.ReactNode, className: string) => (
    <AppLink
      to={paths.leads}
      search={{ source: toList([row.source]), ...column.filter }}
      title={intervalText(word.kind, value, currency) || undefined}
      className={className}
    >
      {content}
    </AppLink>
  );
  if (column.metric === 'leads')
    return (
      <span className="flex items-center justify-end gap-2.5">
        <span className="max-xl:hidden">
          <Sparkline data={row.daily} width={64} height={20} color={`var(--${color})`} />
        </span>
        {moved && (
          <Delta value={moved.value} text={moved.text} good="none" className="w-14 justify-end max-lg:hidden" />
        )}
        {link(int(value.value), 'w-12 font-medium text-ink hover:underline')}
      </span>
    );
  if (column.metric === 'quality_score')
    return (
      <span className="inline-flex items-center justify-end gap-2">
        {moved && <Delta value={moved.value} text={moved.text} className="justify-end max-lg:hidden" />}
        {link(<ScoreChip value={Math.round(value.value)} />, 'hover:underline')}
      </span>
    );
  if (word.kind === 'rate')
    return (
      <span className="ml-auto block w-16">
        {link(
          <>
            <span className={cn('mb-1 inline-block rounded px-1 leading-4', bad && 'bg-bad-soft font-medium text-bad')}>
              {metricText('rate', value.value, currency)}
            </span>
            <IntervalBar value={value.value} low={value.low} high={value.high} max={max} tone={bad ? 'bad' : 'body'} />
          </>,
          'block text-body hover:text-ink',
        )}
      </span>
    );
  const text =
    column.metric === 'revenue_minor' ? money(value.value, currency, 0) : metricText(word.kind, value.value, currency);
  return link(text, 'text-body hover:text-ink hover:underline');
}
