/** History with season, forecast, days that depart, levels that changed, and what people wrote beside it. */
import * as z from 'zod';
import { Comparison } from './analytics.ts';
import { CalendarDate, Count, CurrencyCode, Id, Time } from './common.ts';

export const TREND_METRICS = ['leads', 'valid', 'spend', 'conversions'] as const;
export const TrendMetric = z.enum(TREND_METRICS);
export type TrendMetric = z.infer<typeof TrendMetric>;

export const TrendsQuery = z.object({
  client_id: Id.optional(),
  from: CalendarDate,
  to: CalendarDate,
  compare: Comparison.default('none'),
  /** Sources, comma separated; all when left out. */
  source: z.string().max(4000).optional(),
  /** Ids of saved segments, comma separated. */
  segment: z.string().max(4000).optional(),
  metric: TrendMetric.default('leads'),
  /** Days to forecast. */
  horizon: z.coerce.number().int().min(7).max(90).default(28),
});
export type TrendsQuery = z.infer<typeof TrendsQuery>;

export const Annotation = z
  .object({
    id: Id,
    day: CalendarDate,
    source: z.string(),
    note: z.string(),
    created_by: z.string(),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'Annotation' });
export type Annotation = z.infer<typeof Annotation>;

const note = z.string().trim().min(1).max(300);
export const AnnotationCreate = z.object({
  client_id: Id,
  day: CalendarDate,
  source: z.string().max(200).default(''),
  note,
});
export type AnnotationCreate = z.infer<typeof AnnotationCreate>;
export const AnnotationChange = z.object({ day: CalendarDate.optional(), note: note.optional() });
export type AnnotationChange = z.infer<typeof AnnotationChange>;

export const Trends = z.object({
  client_id: Id,
  from: CalendarDate,
  to: CalendarDate,
  compare_from: CalendarDate.optional(),
  compare_to: CalendarDate.optional(),
  time_zone: z.string(),
  currency: CurrencyCode,
  metric: TrendMetric,
  /** Counts, or minor units for spend. `expected` and its 90 % interval know only the days before. */
  days: z.array(
    z.object({
      day: CalendarDate,
      value: z.number(),
      previous: z.number().nullable(),
      expected: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      trend: z.number().nullable(),
      /** The chance, allowing for all days looked at, where the day departs. */
      anomaly: z.number().nullable(),
    }),
  ),
  sources: z.array(z.object({ source: z.string(), total: z.number(), daily: z.array(z.number()) })),
  /** Weekdays from Monday: what each brings against the mean, as a factor. Null without a season. */
  season: z.array(z.number()).nullable(),
  level_changes: z.array(z.object({ day: CalendarDate, before: z.number(), after: z.number() })),
  forecast: z
    .object({
      days: z.array(z.object({ day: CalendarDate, mean: z.number(), low: z.number(), high: z.number() })),
      total: z.number(),
      level: z.number(),
      method: z.string(),
      back_test: z.object({
        origins: Count,
        days: Count,
        coverage: z.number(),
        mase: z.number(),
        smape: z.number(),
      }),
    })
    .nullable(),
  /** Why there is no forecast. */
  forecast_missing: z.string().nullable(),
  annotations: z.array(Annotation),
  data_through: Time,
});
export type Trends = z.infer<typeof Trends>;
