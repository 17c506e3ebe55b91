/** Findings with what was decided about them, what explains them, and the lists that decisions leave behind. */
import * as z from 'zod';
import { Comparison, Finding } from './analytics.ts';
import { CalendarDate, Count, CurrencyCode, Id, Time } from './common.ts';
import { LeadFilter } from './lead-list.ts';

export const FINDING_STATES = ['open', 'acted', 'dismissed'] as const;
export const FINDING_ACTIONS = ['dismissed', 'payout_held', 'upload_excluded', 'fixed', 'merged'] as const;
export const FindingState = z.enum(FINDING_STATES);
export type FindingState = z.infer<typeof FindingState>;
export const FindingAction = z.enum(FINDING_ACTIONS);
export type FindingAction = z.infer<typeof FindingAction>;

const findingKey = z.string().min(1).max(1000);
const reason = z.string().trim().min(3).max(500);

/** What somebody decided. `leads` and money are those at the time. */
export const FindingDecision = z
  .object({
    id: Id,
    finding: z.string(),
    action: FindingAction,
    title: z.string(),
    /** Empty where the finding is not about one source. */
    source: z.string(),
    from: CalendarDate,
    to: CalendarDate,
    leads: Count,
    /** Leads that stand on the list; 0 for decisions that keep none. */
    listed: Count,
    at_stake_minor: z.number().nullable(),
    /** The filter that showed the leads, as the leads page takes it. */
    filter: z.record(z.string(), z.string()),
    /** The part of the leads it is about and holds for, as a filter without client and period; empty for all. */
    narrowing: z.record(z.string(), z.string()),
    reason: z.string().nullable(),
    decided_by: z.string(),
    decided_at: Time,
    undone_by: z.string().nullable(),
    undone_at: Time.nullable(),
  })
  .meta({ id: 'FindingDecision' });
export type FindingDecision = z.infer<typeof FindingDecision>;

export const FindingRecord = Finding.extend({
  state: FindingState,
  /** What was decided and not undone, newest first. */
  decisions: z.array(FindingDecision),
  /** Leads that came since it was decided, where so many came that it is open again. */
  grown_by: Count.nullable(),
  actions: z.array(FindingAction),
}).meta({ id: 'FindingRecord' });
export type FindingRecord = z.infer<typeof FindingRecord>;

/** Beside period and comparison every filter of the leads list but `flag`: findings are themselves about failed checks. */
export const FindingsQuery = LeadFilter.extend({
  from: CalendarDate,
  to: CalendarDate,
  compare: Comparison.default('previous'),
});
export type FindingsQuery = z.infer<typeof FindingsQuery>;

export const Findings = z.object({
  client_id: Id,
  from: CalendarDate,
  to: CalendarDate,
  time_zone: z.string(),
  currency: CurrencyCode,
  findings: z.array(FindingRecord),
  /** Money at stake in the open ones. */
  at_stake_minor: z.number(),
  data_through: Time,
});
export type Findings = z.infer<typeof Findings>;

export const FindingDetailQuery = FindingsQuery.extend({ finding: findingKey });
export type FindingDetailQuery = z.infer<typeof FindingDetailQuery>;

export const RootCause = z.object({
  dimension: z.string(),
  label: z.string(),
  /** Share of the excess that the elements account for. */
  explained: z.number(),
  /** Jensen-Shannon divergence of the elements, in nats. */
  surprise: z.number(),
  elements: z.array(
    z.object({
      value: z.string(),
      label: z.string(),
      /** Behind the finding. */
      leads: Count,
      /** Of so many with this value; null where the finding is about how many came. */
      of: Count.nullable(),
      expected: z.number(),
      explained: z.number(),
      /** Absent where the leads page cannot ask for it. */
      filter: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
export const FindingDetail = z.object({
  finding: FindingRecord,
  currency: CurrencyCode,
  /** Per day of the finding: all leads of its source or segment, and those behind it. */
  daily: z.array(z.object({ day: CalendarDate, leads: Count, hits: Count })),
  causes: z.array(RootCause),
  /** Dimensions that were looked at. */
  looked_at: z.array(z.string()),
  /** Checks that its leads failed most. */
  checks: z.array(z.object({ check: z.string(), leads: Count })),
});
export type FindingDetail = z.infer<typeof FindingDetail>;

export const FindingDecide = z.object({
  client_id: Id,
  finding: findingKey,
  from: CalendarDate,
  to: CalendarDate,
  compare: Comparison.default('previous'),
  /** The part of the leads that the finding was looked for in; client and period are those above. */
  narrowing: LeadFilter.omit({ client_id: true, from: true, to: true }).optional(),
  action: FindingAction,
  reason: reason.optional(),
});
export type FindingDecide = z.infer<typeof FindingDecide>;

export const FindingDecisions = z.object({ decisions: z.array(FindingDecision) });
