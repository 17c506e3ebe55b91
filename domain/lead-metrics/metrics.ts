/** The metrics of many leads, formed last from sums that add up: over days, sources and whatever leads are split by. */
import type { Metric, MetricValue } from '#contract/analytics.ts';
import { wilson, Z95 } from '../statistics/wilson.ts';

/** What is counted of a set of leads. Money in minor units of one currency. */
export const SUMS = [
  'leads',
  'valid',
  'duplicate',
  'fraudulent',
  'invalid',
  'pending',
  'contacted',
  'qualified',
  'converted',
  'lost',
  'quality',
  'quality_squares',
  'engagement',
  'completeness',
  'revenue',
  'cost',
  'priced',
  'priced_valid',
  'priced_revenue',
  'other_currency',
] as const;
export type Sum = (typeof SUMS)[number];
export type LeadSums = Record<Sum, number>;

export interface Quartiles {
  p25: number | null;
  p75: number | null;
}

const NONE = Object.freeze(Object.fromEntries(SUMS.map((sum) => [sum, 0])) as LeadSums);

export function noSums(): LeadSums {
  return { ...NONE };
}

/** Adds `more` to `sums` in place. */
export function addSums(sums: LeadSums, more: LeadSums): void {
  for (const sum of SUMS) sums[sum] += more[sum];
}

type Formula = (sums: LeadSums, quartiles: Quartiles | undefined) => MetricValue;

const count =
  (sum: Sum): Formula =>
  (sums) => ({ value: sums[sum] });

/** A share of the leads with its 95 % Wilson interval; null without leads. */
const rate =
  (sum: Sum): Formula =>
  (sums) => {
    const interval = wilson(sums[sum], sums.leads);
    if (interval === undefined) return { value: null, low: null, high: null, n: 0 };
    return {
      value: round(sums[sum] / sums.leads, 6),
      low: round(interval.low, 6),
      high: round(interval.high, 6),
      n: sums.leads,
    };
  };

/** A quotient of money; null where nothing stands below the line. */
const quotient =
  (over: Sum, under: Sum, digits: number): Formula =>
  (sums) => ({ value: sums[under] === 0 ? null : round(sums[over] / sums[under], digits) });

const FORMULAS: Record<Metric, Formula> = {
  leads: count('leads'),
  valid_leads: count('valid'),
  duplicate_leads: count('duplicate'),
  fraudulent_leads: count('fraudulent'),
  invalid_leads: count('invalid'),
  pending_leads: count('pending'),
  contacted_leads: count('contacted'),
  qualified_leads: count('qualified'),
  converted_leads: count('converted'),
  lost_leads: count('lost'),
  valid_rate: rate('valid'),
  duplicate_rate: rate('duplicate'),
  fraud_rate: rate('fraudulent'),
  conversion_rate: rate('converted'),
  quality_score: meanQuality,
  quality_p25: (_, quartiles) => ({ value: quartiles?.p25 ?? null }),
  quality_p75: (_, quartiles) => ({ value: quartiles?.p75 ?? null }),
  engagement_score: (sums) => ({ value: sums.leads === 0 ? null : round(sums.engagement / sums.leads, 2) }),
  completeness: (sums) => ({ value: sums.leads === 0 ? null : round(sums.completeness / sums.leads, 6) }),
  revenue_minor: count('revenue'),
  // Without a price for any of its leads nothing is known of a cost, which is not the same as no cost.
  cost_minor: (sums) => ({ value: sums.priced === 0 ? null : sums.cost }),
  cost_per_lead_minor: quotient('cost', 'priced', 2),
  cost_per_valid_lead_minor: quotient('cost', 'priced_valid', 2),
  roas: quotient('priced_revenue', 'cost', 4),
};

const COST: readonly Sum[] = ['cost', 'priced'];
/** The sums a metric is formed from, beside the count of leads. */
const NEEDED: Record<Metric, readonly Sum[]> = {
  leads: [],
  valid_leads: ['valid'],
  duplicate_leads: ['duplicate'],
  fraudulent_leads: ['fraudulent'],
  invalid_leads: ['invalid'],
  pending_leads: ['pending'],
  contacted_leads: ['contacted'],
  qualified_leads: ['qualified'],
  converted_leads: ['converted'],
  lost_leads: ['lost'],
  valid_rate: ['valid'],
  duplicate_rate: ['duplicate'],
  fraud_rate: ['fraudulent'],
  conversion_rate: ['converted'],
  quality_score: ['quality', 'quality_squares'],
  quality_p25: [],
  quality_p75: [],
  engagement_score: ['engagement'],
  completeness: ['completeness'],
  revenue_minor: ['revenue', 'other_currency'],
  cost_minor: COST,
  cost_per_lead_minor: COST,
  cost_per_valid_lead_minor: [...COST, 'priced_valid'],
  roas: [...COST, 'priced_revenue', 'other_currency'],
};

/** The sums that some metrics are formed from. */
export function sumsFor(metrics: readonly Metric[]): Sum[] {
  return [...new Set<Sum>(['leads', ...metrics.flatMap((metric) => NEEDED[metric])])];
}

/** The mean score with the 95 % interval of a mean, which needs two leads. */
function meanQuality({ leads, quality, quality_squares: squares }: LeadSums): MetricValue {
  if (leads === 0) return { value: null, low: null, high: null, n: 0 };
  const mean = quality / leads;
  if (leads === 1) return { value: round(mean, 2), low: null, high: null, n: 1 };
  const variance = Math.max(0, (squares - (quality * quality) / leads) / (leads - 1));
  const half = Z95 * Math.sqrt(variance / leads);
  return {
    value: round(mean, 2),
    low: round(Math.max(0, mean - half), 2),
    high: round(Math.min(100, mean + half), 2),
    n: leads,
  };
}

/** A metric of a set of leads, beside the same of the set it is compared with. */
export function metricValue(
  metric: Metric,
  now: { sums: LeadSums; quartiles?: Quartiles | undefined },
  before?: { sums: LeadSums; quartiles?: Quartiles | undefined },
): MetricValue {
  const formula = FORMULAS[metric];
  const value = formula(now.sums, now.quartiles);
  return before === undefined ? value : { ...value, previous: formula(before.sums, before.quartiles).value };
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
