/** What leads carry and what they lack, by field and by source. */
import * as z from 'zod';
import { CalendarDate, Count, Time } from './common.ts';
import { LeadFilter } from './lead-list.ts';

/** Every filter of the leads list; `client_id` may be left out by who sees one client only. */
export const CompletenessQuery = LeadFilter.extend({ from: CalendarDate, to: CalendarDate });
export type CompletenessQuery = z.infer<typeof CompletenessQuery>;

export const CompletenessReply = z.object({
  leads: Count,
  /** Weighted share of fields present, 0 to 1; null without leads. */
  mean: z.number().nullable(),
  /**
   * Those that cost most first. `lost`: by how much they lower the mean, weight times share missing over all weights.
   * `sources`: how many leads of each lack it.
   */
  fields: z.array(
    z.object({
      field: z.string(),
      weight: Count,
      missing: Count,
      lost: z.number(),
      sources: z.array(z.object({ source: z.string(), missing: Count })),
    }),
  ),
  /** Least complete first. */
  sources: z.array(z.object({ source: z.string(), leads: Count, mean: z.number() })),
  data_through: Time,
});
export type CompletenessReply = z.infer<typeof CompletenessReply>;
