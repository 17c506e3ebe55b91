/**
 * The only place where a question over leads is composed: every column, sum and bucket that may stand in one, by name.
 * What a caller sends chooses among these names and is never itself part of a question.
 */
import type { Dimension, Grain } from '#contract/analytics.ts';
import type { Sum } from '#domain/lead-metrics/metrics.ts';
import { REACHED_SQL } from '#domain/segments/compile.ts';
import { SCORE_BAND_SQL } from './facets.ts';
import type { Where } from './filter.ts';

const DIMENSION_SQL: Record<Dimension, string> = {
  source: 'source',
  source_kind: "transform(source, registered.1, registered.2, 'other')",
  campaign_id: 'campaign_id',
  ad_group_id: 'ad_group_id',
  keyword: 'keyword',
  referrer: 'referrer',
  country: 'country',
  region: 'region',
  validation_status: 'validation_status',
  conversion_status: 'conversion_status',
  score_band: SCORE_BAND_SQL,
  email_domain: 'email_domain',
  phone_type: 'phone_type',
  // A lead counts once for each check it failed; one that failed none is in the totals only.
  flag: 'arrayJoin(flags)',
};

const DAY_SQL = 'toDate(created_at, {zone:String})';
const GRAIN_SQL: Record<Grain, string> = {
  hour: 'toString(toUnixTimestamp(toStartOfHour(created_at, {zone:String})))',
  day: `toString(${DAY_SQL})`,
  week: `toString(toMonday(${DAY_SQL}))`,
  month: `toString(toStartOfMonth(${DAY_SQL}))`,
};

const PRICE_SQL = 'transform(source, registered.1, registered.3, toInt64(-1))';
const COUNTED_REVENUE_SQL = "conversion_status = 'converted' and currency = {currency:String}";
const REVENUE_SQL = 'ifNull(revenue_minor, 0)';

const SUM_SQL: Record<Sum, string> = {
  leads: 'count()',
  valid: "countIf(validation_status = 'valid')",
  duplicate: 'countIf(duplicate_of is not null)',
  fraudulent: "countIf(validation_status = 'fraudulent')",
  invalid: "countIf(validation_status = 'invalid')",
  pending: "countIf(validation_status = 'pending')",
  contacted: `countIf${REACHED_SQL.contacted}`,
  qualified: `countIf${REACHED_SQL.qualified}`,
  converted: `countIf(${REACHED_SQL.converted})`,
  lost: "countIf(conversion_status = 'lost')",
  quality: 'sum(quality_score)',
  quality_squares: 'sum(quality_score * quality_score)',
  engagement: 'sum(toFloat64(engagement_score))',
  completeness: 'sum(completeness)',
  revenue: `sumIf(${REVENUE_SQL}, ${COUNTED_REVENUE_SQL})`,
  cost: `sumIf(${PRICE_SQL}, ${PRICE_SQL} >= 0)`,
  priced: `countIf(${PRICE_SQL} >= 0)`,
  priced_valid: `countIf(${PRICE_SQL} >= 0 and validation_status = 'valid')`,
  priced_revenue: `sumIf(${REVENUE_SQL}, ${PRICE_SQL} >= 0 and ${COUNTED_REVENUE_SQL})`,
  other_currency:
    "countIf(revenue_minor is not null and conversion_status = 'converted' and currency != {currency:String})",
};

const REGISTERED_SQL = `with (
    select (groupArray(name), groupArray(toString(kind)), groupArray(ifNull(price_minor, -1)))
    from source_fact final where client_id = {client:UUID}
  ) as registered`;

export interface Grouping {
  dimensions: readonly Dimension[];
  grain: Grain | undefined;
  sums: readonly Sum[];
  quartiles: boolean;
}

/**
 * A question that splits the leads of one client by dimensions and buckets of time. Columns: `time`, `d_<dimension>`,
 * `s_<sum>`, `quartiles`. Parameters: client, zone, currency, groups_max and those of `where`.
 */
export function composeQuestion({ dimensions, grain, sums, quartiles }: Grouping, where: Where): string {
  const keys = [
    ...(grain ? [`${GRAIN_SQL[grain]} as time`] : []),
    ...dimensions.map((dimension) => `toString(${DIMENSION_SQL[dimension]}) as d_${dimension}`),
  ];
  const values = [
    ...sums.map((sum) => `${SUM_SQL[sum]} as s_${sum}`),
    ...(quartiles ? ['if(count() = 0, [], quantilesExact(0.25, 0.75)(quality_score)) as quartiles'] : []),
  ];
  const names = [...(grain ? ['time'] : []), ...dimensions.map((dimension) => `d_${dimension}`)];
  return `${REGISTERED_SQL}
  select ${[...keys, ...values].join(',\n    ')}
  from lead_fact final
  where ${where.sql}
  ${names.length > 0 ? `group by ${names.join(', ')} order by s_leads desc, ${names.join(', ')}` : ''}
  limit {groups_max:UInt32}`;
}
