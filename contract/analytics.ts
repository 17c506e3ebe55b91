/** Questions over many leads: one metric vocabulary for the overview, tables, exports and the API. */
import * as z from 'zod';
import { CalendarDate, Count, CurrencyCode, Id, Time } from './common.ts';

/** Rates are 0 to 1; money is in minor units of `currency`; scores 0 to 100. */
export const METRICS = [
  'leads',
  'valid_leads',
  'duplicate_leads',
  'fraudulent_leads',
  'invalid_leads',
  'pending_leads',
  'contacted_leads',
  'qualified_leads',
  'converted_leads',
  'lost_leads',
  'valid_rate',
  'duplicate_rate',
  'fraud_rate',
  'conversion_rate',
  'quality_score',
  'quality_p25',
  'quality_p75',
  'engagement_score',
  'completeness',
  'revenue_minor',
  'cost_minor',
  'cost_per_lead_minor',
  'cost_per_valid_lead_minor',
  'roas',
] as const;
export const DIMENSIONS = [
  'source',
  'source_kind',
  'campaign_id',
  'ad_group_id',
  'keyword',
  'referrer',
  'country',
  'region',
  'validation_status',
  'conversion_status',
  'score_band',
  'email_domain',
  'phone_type',
  'flag',
] as const;
export const GRAINS = ['hour', 'day', 'week', 'month'] as const;
export const COMPARISONS = ['previous', 'year', 'none'] as const;
export const Metric = z.enum(METRICS);
export const Dimension = z.enum(DIMENSIONS);
export const Grain = z.enum(GRAINS);
export const Comparison = z.enum(COMPARISONS);
export type Metric = z.infer<typeof Metric>;
export type Dimension = z.infer<typeof Dimension>;
export type Grain = z.infer<typeof Grain>;
export type Comparison = z.infer<typeof Comparison>;

/** One cell: the value, the same in the comparison period, and a 95 % interval (Wilson for rates) with its n. */
export const MetricValue = z
  .object({
    value: z.number().nullable(),
    previous: z.number().nullable().optional(),
    low: z.number().nullable().optional(),
    high: z.number().nullable().optional(),
    n: Count.optional(),
  })
  .meta({ id: 'MetricValue' });
export type MetricValue = z.infer<typeof MetricValue>;

export const AnalyticsRow = z.object({
  /** Start of the bucket in the client's zone, when a grain was asked for. */
  time: z.string().optional(),
  dimensions: z.partialRecord(Dimension, z.string()),
  metrics: z.partialRecord(Metric, MetricValue),
});
export type AnalyticsRow = z.infer<typeof AnalyticsRow>;

export const Analytics = z.object({
  from: CalendarDate,
  to: CalendarDate,
  compare_from: CalendarDate.optional(),
  compare_to: CalendarDate.optional(),
  time_zone: z.string(),
  currency: CurrencyCode,
  grain: Grain.optional(),
  rows: z.array(AnalyticsRow),
  totals: z.partialRecord(Metric, MetricValue),
  /** Everything written before this instant is counted. */
  data_through: Time,
  warnings: z.array(z.string()),
});
export type Analytics = z.infer<typeof Analytics>;

/** Captured, valid and unique, contacted, qualified, converted. */
export const FunnelStage = z.object({
  stage: z.enum(['captured', 'valid', 'contacted', 'qualified', 'converted']),
  leads: Count,
  /** Share of the stage before; null for the first. */
  rate: z.number().nullable(),
  previous_rate: z.number().nullable(),
  /** Median seconds from the stage before, over those who came through; null when nobody did. */
  median_seconds: z.number().nullable(),
});

export const FINDING_KINDS = [
  'fraud_source',
  'double_selling',
  'click_id_lost',
  'bad_phones',
  'low_validity',
  'segment',
  'volume_change',
  'volume_anomaly',
] as const;
export const Finding = z
  .object({
    id: z.string(),
    kind: z.enum(FINDING_KINDS),
    severity: z.enum(['bad', 'warn', 'info']),
    title: z.string(),
    evidence: z.string(),
    /** Money at stake in minor units, with the formula it comes from. */
    at_stake_minor: z.number().nullable(),
    at_stake_formula: z.string(),
    at_stake_label: z.string(),
    leads: Count,
    /** The filter that shows exactly the leads behind it, as the leads page takes it. */
    filter: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

export const Overview = z.object({
  client_id: Id,
  from: CalendarDate,
  to: CalendarDate,
  compare_from: CalendarDate.optional(),
  compare_to: CalendarDate.optional(),
  time_zone: z.string(),
  currency: CurrencyCode,
  /** Six numbers with change and a daily line. */
  kpis: z.array(z.object({ metric: Metric, total: MetricValue, daily: z.array(z.number().nullable()) })),
  days: z.array(CalendarDate),
  volume: z.array(z.object({ source: z.string(), daily: z.array(z.number()) })),
  volume_previous: z.array(z.number()),
  quality: z.array(
    z.object({
      day: CalendarDate,
      mean: z.number().nullable(),
      p25: z.number().nullable(),
      p75: z.number().nullable(),
      previous: z.number().nullable(),
    }),
  ),
  funnel: z.array(FunnelStage),
  sources: z.array(
    z.object({
      source: z.string(),
      kind: z.string(),
      daily: z.array(z.number()),
      metrics: z.partialRecord(Metric, MetricValue),
    }),
  ),
  geography: z.array(
    z.object({
      country: z.string(),
      region: z.string(),
      leads: Count,
      quality_score: z.number(),
      valid_rate: z.number(),
    }),
  ),
  audited: z.object({ leads: Count, total: Count, last_audited_at: Time.nullable() }),
  data_through: Time,
  warnings: z.array(z.string()),
});
export type Overview = z.infer<typeof Overview>;
