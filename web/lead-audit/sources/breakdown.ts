/** The table of sources: what it can be split by, its columns, and its rows in order. */
import type { Analytics, AnalyticsRow, Metric } from '#contract/analytics.ts';
import { EMPTY_VALUE } from '#domain/lead-list/value-list.ts';
import { toList } from '../../shell/search-params.ts';
import { SOURCE_COLUMNS, type SourceColumn } from '../overview/source-columns.ts';
import type { TableOnScreen } from '../table-export.tsx';

/** From the whole to its parts; a row opens the next. */
export const LEVELS = ['source', 'campaign_id', 'ad_group_id', 'keyword', 'referrer'] as const;
export type Level = (typeof LEVELS)[number];
export const LEVEL_WORDS: Record<Level, { one: string; many: string }> = {
  source: { one: 'Source', many: 'sources' },
  campaign_id: { one: 'Campaign', many: 'campaigns' },
  ad_group_id: { one: 'Ad group', many: 'ad groups' },
  keyword: { one: 'Keyword', many: 'keywords' },
  referrer: { one: 'Referrer', many: 'referrers' },
};

/** Every column has the filter that shows the leads its number counts. */
export const COLUMNS: SourceColumn[] = [
  ...SOURCE_COLUMNS.map((column) => ({ ...column, wide: false })),
  { metric: 'roas', label: 'ROAS', filter: { conversion_status: 'converted' } },
  { metric: 'completeness', label: 'Complete', filter: {} },
];
export const METRICS_ASKED: Metric[] = [
  ...COLUMNS.map(({ metric }) => metric),
  'valid_leads',
  'converted_leads',
  'cost_minor',
];

export const levelOf = (text: string | undefined): Level => LEVELS.find((level) => level === text) ?? 'source';

/** The value of a row as filters take it; `(none)` stands for none. */
export const nameOf = (row: AnalyticsRow, level: Level): string => row.dimensions[level] ?? EMPTY_VALUE;
export const filterValue = (value: string): string | undefined => toList([value === EMPTY_VALUE ? '' : value]);

/** `-leads`: by leads, most first. */
export function sortOf(text: string | undefined): { metric: Metric; desc: boolean } {
  const metric = COLUMNS.find((column) => column.metric === text?.replace(/^-/, ''))?.metric;
  return metric ? { metric, desc: text?.startsWith('-') ?? true } : { metric: 'leads', desc: true };
}

/** Rows in order of a metric; those without a value come last either way. */
export function sortRows(rows: readonly AnalyticsRow[], metric: Metric, desc: boolean, level: Level): AnalyticsRow[] {
  const number = (row: AnalyticsRow) => row.metrics[metric]?.value ?? null;
  return [...rows].sort((a, b) => {
    const [x, y] = [number(a), number(b)];
    const byName = nameOf(a, level).localeCompare(nameOf(b, level));
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName;
    return (desc ? y - x : x - y) || byName;
  });
}

/** The table with intervals and the comparison beside each value; money in units of the currency. */
export function tableOf(analytics: Analytics, rows: readonly AnalyticsRow[], level: Level): TableOnScreen {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: analytics.currency }).resolvedOptions()
    .maximumFractionDigits as number;
  const parts = COLUMNS.flatMap(({ metric }) => {
    const money = metric.endsWith('_minor');
    const name = money ? `${metric.replace(/_minor$/, '')} ${analytics.currency}` : metric;
    const read = (side: 'value' | 'low' | 'high' | 'previous') => (row: AnalyticsRow) => {
      const number = row.metrics[metric]?.[side] ?? null;
      return number !== null && money ? number / 10 ** digits : number;
    };
    const interval = rows.some((row) => row.metrics[metric]?.low != null);
    return [
      { name, read: read('value') },
      ...(interval
        ? [
            { name: `${name} low 95`, read: read('low') },
            { name: `${name} high 95`, read: read('high') },
          ]
        : []),
      ...(analytics.compare_from ? [{ name: `${name} before`, read: read('previous') }] : []),
    ];
  });
  return {
    title: `${LEVEL_WORDS[level].many} ${analytics.from} to ${analytics.to}`,
    columns: [
      { name: LEVEL_WORDS[level].one, type: 'text' },
      ...parts.map(({ name }) => ({ name, type: 'number' as const })),
    ],
    rows: rows.map((row) => [nameOf(row, level), ...parts.map(({ read }) => read(row))]),
  };
}
