/** What each metric is called, how it is written, which way is better, and the leads it counts. */
import type { Metric, MetricValue } from '#contract/analytics.ts';
import { dec, int, money, pct } from '../ui/format.ts';

type Kind = 'count' | 'rate' | 'score' | 'money' | 'ratio';
export interface MetricWord {
  label: string;
  kind: Kind;
  good: 'up' | 'down' | 'none';
  hint: string;
  /** The filter that shows the leads counted in the numerator. */
  filter: Record<string, string>;
}

const CONVERTED = { conversion_status: 'converted' };
export const METRIC_WORDS: { [M in Metric]?: MetricWord } = {
  leads: {
    label: 'Leads',
    kind: 'count',
    good: 'up',
    hint: 'Every lead received in the period, duplicates included',
    filter: {},
  },
  valid_rate: {
    label: 'Valid rate',
    kind: 'rate',
    good: 'up',
    hint: 'Leads that passed every required check, over leads checked',
    filter: { validation_status: 'valid' },
  },
  duplicate_rate: {
    label: 'Duplicate rate',
    kind: 'rate',
    good: 'down',
    hint: 'Leads with the e-mail or phone of an earlier lead, over all leads',
    filter: { duplicate: 'true' },
  },
  fraud_rate: {
    label: 'Fraud rate',
    kind: 'rate',
    good: 'down',
    hint: 'Leads with at least one sign of fraud, over leads checked',
    filter: { validation_status: 'fraudulent' },
  },
  quality_score: {
    label: 'Avg quality',
    kind: 'score',
    good: 'up',
    hint: 'Mean score, 0 to 100: the points of the scoring rules',
    filter: { sort: 'quality_score' },
  },
  engagement_score: {
    label: 'Avg engagement',
    kind: 'score',
    good: 'up',
    hint: 'Mean engagement score: points for visits, mails, calls and meetings, fading with time',
    filter: { sort: '-engagement_score', cols: 'score,engagement,lead,status,source,stage,received' },
  },
  conversion_rate: {
    label: 'Conversion rate',
    kind: 'rate',
    good: 'up',
    hint: 'Leads that became customers, over all leads',
    filter: CONVERTED,
  },
  cost_per_lead_minor: {
    label: 'Cost a lead',
    kind: 'money',
    good: 'down',
    hint: 'The price agreed with the source',
    filter: {},
  },
  cost_per_valid_lead_minor: {
    label: 'Cost a valid lead',
    kind: 'money',
    good: 'down',
    hint: 'Cost of all leads over the valid ones',
    filter: { validation_status: 'valid' },
  },
  revenue_minor: { label: 'Revenue', kind: 'money', good: 'up', hint: 'Revenue of converted leads', filter: CONVERTED },
  roas: { label: 'ROAS', kind: 'ratio', good: 'up', hint: 'Revenue over cost', filter: CONVERTED },
};

/** A value as text; a dash when there is none. */
export function metricText(kind: Kind, value: number | null | undefined, currency: string): string {
  if (value == null) return '–';
  if (kind === 'count') return int(value);
  if (kind === 'rate') return pct(value);
  if (kind === 'score' || kind === 'ratio') return dec(value);
  return money(value, currency);
}

/** The change against the comparison: counts and money in percent, rates in points, scores as they are. */
export function change(
  kind: Kind,
  value: number | null | undefined,
  previous: number | null | undefined,
): { value: number; text: string } | null {
  if (value == null || previous == null) return null;
  if (kind === 'rate') return { value: value - previous, text: `${dec(Math.abs(value - previous) * 100)} pt` };
  if (kind === 'score') return { value: value - previous, text: dec(Math.abs(value - previous)) };
  if (previous === 0) return null;
  const relative = value / previous - 1;
  return { value: relative, text: pct(Math.abs(relative)) };
}

/** "95% interval 83.3% to 83.9%, n 48,213"; empty when no interval was given. */
export function intervalText(kind: Kind, { low, high, n }: MetricValue, currency: string): string {
  if (low == null || high == null) return '';
  const range = `95% interval ${metricText(kind, low, currency)} to ${metricText(kind, high, currency)}`;
  return n === undefined ? range : `${range}, n ${int(n)}`;
}
