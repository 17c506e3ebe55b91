/** The columns of the source table, and which of a source's rates stand out from all sources together. */
import type { Metric, MetricValue, Overview } from '#contract/analytics.ts';

export type SourceRow = Overview['sources'][number];

export interface SourceColumn {
  metric: Metric;
  label: string;
  /** The leads behind the number, beside the source itself. */
  filter: Record<string, string>;
  /** Hidden on narrower screens. */
  wide?: boolean;
}

const CONVERTED = { conversion_status: 'converted' };
export const SOURCE_COLUMNS: SourceColumn[] = [
  { metric: 'leads', label: 'Leads', filter: {} },
  { metric: 'valid_rate', label: 'Valid', filter: { validation_status: 'valid' } },
  { metric: 'duplicate_rate', label: 'Duplicate', filter: { duplicate: 'true' } },
  { metric: 'fraud_rate', label: 'Fraud', filter: { validation_status: 'fraudulent' } },
  { metric: 'quality_score', label: 'Quality', filter: { sort: 'quality_score' } },
  { metric: 'engagement_score', label: 'Engagement', filter: { sort: '-engagement_score' }, wide: true },
  { metric: 'conversion_rate', label: 'Converts', filter: CONVERTED },
  { metric: 'cost_per_lead_minor', label: 'Cost a lead', filter: {}, wide: true },
  { metric: 'cost_per_valid_lead_minor', label: 'Cost a valid lead', filter: { validation_status: 'valid' } },
  { metric: 'revenue_minor', label: 'Revenue', filter: CONVERTED, wide: true },
];

/** A difference worth colour: beyond chance (the whole interval lies on the bad side) and large enough to act on. */
const VALID_POINTS = 0.1;
const BAD_FACTOR = 1.5;

export function standsOut(metric: Metric, cell: MetricValue | undefined, all: number | null | undefined): boolean {
  if (!cell || all == null) return false;
  if (metric === 'valid_rate') return cell.high != null && cell.high < all - VALID_POINTS;
  if (metric === 'duplicate_rate' || metric === 'fraud_rate') return cell.low != null && cell.low > all * BAD_FACTOR;
  return false;
}

/** Sources in order of a metric; those without a value come last either way. */
export function sortSources(rows: readonly SourceRow[], metric: Metric, desc: boolean): SourceRow[] {
  const value = (row: SourceRow) => row.metrics[metric]?.value ?? null;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a.source.localeCompare(b.source);
    return (desc ? y - x : x - y) || a.source.localeCompare(b.source);
  });
}
