/** What may be asked of many leads. */
import * as z from 'zod';
import { Comparison, Grain } from './analytics.ts';
import { CalendarDate } from './common.ts';
import { LeadFilter } from './lead-list.ts';

/** Beside these every filter of the leads list; `flag` does not narrow the findings, which are themselves about failed checks. `client_id` may be left out by who sees one client only. */
export const OverviewQuery = LeadFilter.extend({
  from: CalendarDate,
  to: CalendarDate,
  compare: Comparison.default('previous'),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

/** Beside these every filter of the leads list; `metrics` and `dimensions` are comma separated. */
export const AnalyticsQuery = LeadFilter.extend({
  from: CalendarDate,
  to: CalendarDate,
  metrics: z.string().min(1).max(500),
  dimensions: z.string().max(200).optional(),
  grain: Grain.optional(),
  compare: Comparison.default('none'),
  /** IANA zone that days begin in; the client's own when left out. */
  time_zone: z.string().max(60).optional(),
});
export type AnalyticsQuery = z.infer<typeof AnalyticsQuery>;
