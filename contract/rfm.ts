/** People by recency, frequency and monetary value. */
import * as z from 'zod';
import { Count, CurrencyCode, Time } from './common.ts';
import { LeadFilter } from './lead-list.ts';

/** `client_id` may be left out by who sees one client only. Scores are among all people; the filter says who is counted. */
export const RfmQuery = LeadFilter;
const Quintile = z.int().min(1).max(5);
const Bounds = z.array(z.number()).length(4);

export const RfmReply = z.object({
  currency: CurrencyCode,
  people: Count,
  /** Where each of the first four quintiles ends, worst first: so many days ago or more, so many engagements or less, so much or less. */
  bounds: z.object({ days: Bounds, engagements: Bounds, value_minor: Bounds }),
  /** Only cells that have people. */
  cells: z.array(
    z.object({
      recency: Quintile,
      frequency: Quintile,
      monetary: Quintile,
      people: Count,
      converted: Count,
      value_minor: Count,
      days: z.number(),
    }),
  ),
  data_through: Time,
});
export type RfmReply = z.infer<typeof RfmReply>;
