import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Analytics, AnalyticsRow, Metric } from '#contract/analytics.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import type { SourceBook } from '../../source-book.ts';
import { ScoreChip } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Delta } from '../../ui/delta.tsx';
import { int, pct } from '../../ui/format.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import { SourceTile } from '../../ui/source-tile.tsx';
import { change, intervalText, METRIC_WORDS, metricText } from '../metric-words.ts';
import { type SourceColumn, standsOut } from '../overview/source-columns.ts';
import { COLUMNS, filterValue, LEVEL_WORDS, type Level, nameOf } from './breakdown.ts';

/** One row per part, each number with its interval as a bar and its change, each opening the leads behind it. */
export function BreakdownTable({
  analytics,
  rows,
  level,
  filter,
  book,
  sort,
  onSort,
  linkOf,
}: {
  analytics: Analytics;
  rows: readonly AnalyticsRow[];
  level: Level;
  /** What narrows the table; the leads behind a number are narrowed by it too. */
  filter: Record<string, string | undefined>;
  book: SourceBook;
  sort: { metric: Metric; desc: boolean };
  onSort: (sort: { metric: Metric; desc: boolean }) => void;
  /** Where the name of a row leads: to its parts. */
  linkOf: (value: string) => { to: string; search: Record<string, string | undefined> } | undefined;
}) {
  const most = (metric: Metric) =>
    Math.max(0, ...rows.flatMap((row) => [row.metrics[metric]?.high ?? 0, row.metrics[metric]?.value ?? 0]));
  const tops = new Map(COLUMNS.map(({ metric }) => [metric, most(metric)]));
  const total: AnalyticsRow = { dimensions: {}, metrics: analytics.totals };
  const cells = (row: AnalyticsRow, value: string | undefined) =>
    COLUMNS.map((column) => (
      <td key={column.metric} className="px-2 text-right last:pr-4">
        <Cell
          row={row}
          column={column}
          max={tops.get(column.metric) ?? 1}
          bad={
            value !== undefined &&
            standsOut(column.metric, row.metrics[column.metric], analytics.totals[column.metric]?.value)
          }
          currency={analytics.currency}
          search={{ ...filter, ...(value === undefined ? {} : { [level]: filterValue(value) }), ...column.filter }}
        />
      </td>
    ));
  return (
    <table className="num w-full text-sm">
      <thead>
        <tr className="border-b border-line text-xs text-muted">
          <th scope="col" className="sticky left-0 z-[1] h-8 bg-panel pl-4 text-left font-medium">
            {LEVEL_WORDS[level].one}
          </th>
          {COLUMNS.map((column) => (
            <Heading key={column.metric} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const value = nameOf(row, level);
          const link = linkOf(value);
          const name = (
            <>
              {level === 'source' && <SourceTile kind={book.kind(value)} color={book.color(value)} />}
              <span className="truncate font-medium">{value === '(none)' ? 'Not given' : value}</span>
            </>
          );
          const className = 'flex max-w-64 items-center gap-2 whitespace-nowrap text-ink max-md:max-w-36';
          return (
            <tr key={value} className="group h-11 border-b border-line last:border-0 hover:bg-hover">
              <th scope="row" className="sticky left-0 z-[1] bg-panel pl-4 text-left font-normal group-hover:bg-hover">
                {link ? (
                  <AppLink to={link.to} search={link.search} title={value} className={`${className} hover:underline`}>
                    {name}
                  </AppLink>
                ) : (
                  <span className={className}>{name}</span>
                )}
              </th>
              {cells(row, value)}
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr className="h-11 border-t border-line-strong font-medium">
          <th scope="row" className="sticky left-0 z-[1] bg-panel pl-4 text-left font-medium">
            All together
          </th>
          {cells(total, undefined)}
        </tr>
      </tfoot>
    </table>
  );
}

function Heading({
  column: { metric, label },
  sort,
  onSort,
}: {
  column: SourceColumn;
  sort: { metric: Metric; desc: boolean };
  onSort: (sort: { metric: Metric; desc: boolean }) => void;
}) {
  const on = sort.metric === metric;
  const Arrow = sort.desc ? ChevronDown : ChevronUp;
  return (
    <th
      scope="col"
      aria-sort={on ? (sort.desc ? 'descending' : 'ascending') : undefined}
      className="px-2 text-right font-medium last:pr-4"
    >
      <button
        type="button"
        onClick={() => onSort({ metric, desc: on ? !sort.desc : true })}
        className={cn(
          'inline-flex h-7 items-center gap-0.5 whitespace-nowrap hover:text-ink coarse:h-10',
          on && 'text-ink',
        )}
      >
        {label}
        {on && <Arrow className="size-3" aria-hidden />}
      </button>
    </th>
  );
}

function Cell({
  row,
  column: { metric },
  max,
  bad,
  currency,
  search,
}: {
  row: AnalyticsRow;
  column: SourceColumn;
  max: number;
  bad: boolean;
  currency: string;
  search: Record<string, string | undefined>;
}) {
  const value = row.metrics[metric];
  if (value?.value == null) return <span className="text-muted">none</span>;
  const word = METRIC_WORDS[metric];
  const kind = word?.kind ?? 'rate';
  const moved = change(kind, value.value, value.previous);
  const delta = moved && (
    <Delta value={moved.value} text={moved.text} good={word?.good ?? 'up'} className="flex justify-end text-2xs" />
  );
  if (metric === 'quality_score')
    return (
      <AppLink to={paths.leads} search={search} className="inline-flex flex-col items-end hover:underline">
        <ScoreChip value={Math.round(value.value)} />
        {delta}
      </AppLink>
    );
  const text =
    metric === 'completeness'
      ? pct(value.value)
      : kind === 'count'
        ? int(value.value)
        : metricText(kind, value.value, currency);
  return (
    <AppLink
      to={paths.leads}
      search={search}
      title={intervalText(kind, value, currency) || undefined}
      className="ml-auto block w-max min-w-16 text-body hover:text-ink hover:underline"
    >
      <span className={cn('inline-block rounded px-1 leading-4', bad && 'bg-bad-soft font-medium text-bad')}>
        {text}
      </span>
      {(kind === 'rate' || metric === 'leads') && (
        <IntervalBar value={value.value} low={value.low} high={value.high} max={max} tone={bad ? 'bad' : 'body'} />
      )}
      {delta}
    </AppLink>
  );
}
