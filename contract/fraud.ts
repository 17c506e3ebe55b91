/** Fraud looked at closely: the evidence for and against one lead, what a person decided, how a source behaves, and lists. */
import * as z from 'zod';
import { CheckResult, FAMILIES } from './audit.ts';
import { CalendarDate, Count, Id, Time } from './common.ts';
import { ListKind, SourceStanding, Verdict } from './history.ts';
import { ValidationStatus } from './lead.ts';

const share = z.number().min(0).max(1);

/** What speaks against the lead; `weight` are points of the fraud score. */
export const FraudSign = CheckResult.pick({
  id: true,
  family: true,
  title: true,
  message: true,
  evidence: true,
}).extend({
  weight: z.number(),
  strength: z.enum(['strong', 'moderate', 'weak']),
});
export type FraudSign = z.infer<typeof FraudSign>;

/** What speaks for it; `weight` is negative. */
export const CounterSign = z.object({ id: z.string(), title: z.string(), message: z.string(), weight: z.number() });
export type CounterSign = z.infer<typeof CounterSign>;

const SourceFigures = z.object({ leads: Count, valid: Count, review: Count, fraudulent: Count });

export const LeadFraud = z
  .object({
    lead_id: Id,
    validation_status: ValidationStatus,
    /** 0 to 99: below 40 clear, from 40 a person looks at it, from 70 held. The families decide the band, the weights the place in it. */
    score: z.number().min(0).max(99),
    families: z.array(z.enum(FAMILIES)),
    signs: z.array(FraudSign),
    counter: z.array(CounterSign),
    decision: z
      .object({
        decision: Verdict,
        by_name: z.string(),
        at: Time,
        reason: z.string(),
        /** Checks that sign fraud now and did not when it was decided. */
        new_signs: z.array(z.string()),
      })
      .nullable(),
    /** Leads of the same device or network in the day around this one, hour by hour. */
    crowd: z
      .object({
        of: z.enum(['device', 'network']),
        leads: Count,
        people: Count,
        sources: z.array(z.string()),
        hours: z.array(z.object({ at: Time, leads: Count })),
      })
      .nullable(),
    /** The source's leads by status: now, and as they were before the decision. */
    source: SourceFigures.extend({ name: z.string(), before_decision: SourceFigures.nullable() }),
  })
  .meta({ id: 'LeadFraud' });
export type LeadFraud = z.infer<typeof LeadFraud>;

export const FraudDecision = z.object({ decision: Verdict, reason: z.string().trim().min(3).max(1000) });
export type FraudDecision = z.infer<typeof FraudDecision>;

/** How a source behaves: what is usual, bursts, crowded devices and networks, and the times of clicks and forms. */
export const SourceBehaviour = z
  .object({
    source: z.string(),
    standing: SourceStanding.nullable(),
    swept_at: Time.nullable(),
    /** Expected share of a day's leads per hour of the client's day, and the share seen in the period. */
    hours: z.array(z.object({ hour: Count, usual: share, seen: share })),
    bursts: z.array(z.object({ from: Time, to: Time, leads: Count, expected: z.number() })),
    crowds: z.array(
      z.object({
        of: z.enum(['device', 'address', 'network']),
        from: Time,
        to: Time,
        leads: Count,
        limit: Count,
        expected: z.number().nullable(),
      }),
    ),
    /** Shares of leads below each number of seconds from click to lead: of this source and of the others. */
    delays: z.array(z.object({ seconds: z.number(), source: share, others: share })),
    ks_distance: z.number().nullable(),
    /** Leads of the period whose check failed, by check. */
    flagged: z.array(z.object({ check: z.string(), title: z.string(), leads: Count })),
    leads: Count,
  })
  .meta({ id: 'SourceBehaviour' });
export type SourceBehaviour = z.infer<typeof SourceBehaviour>;

export const SourceBehaviourQuery = z.object({
  source: z.string().min(1).max(200),
  from: CalendarDate.optional(),
  to: CalendarDate.optional(),
});

export const SuppressionList = z
  .object({
    id: Id,
    name: z.string(),
    kind: ListKind,
    entries: Count,
    created_at: Time,
    changed_at: Time,
  })
  .meta({ id: 'SuppressionList' });
export type SuppressionList = z.infer<typeof SuppressionList>;

export const SuppressionListCreate = z.object({ name: z.string().trim().min(1).max(120), kind: ListKind });
export type SuppressionListCreate = z.infer<typeof SuppressionListCreate>;

export const ENTRIES_AT_ONCE = 20_000;

/** E-mail addresses, domains (`example.com` or `@example.com`) and phone numbers, one each; kept as keyed hashes only. */
export const SuppressionEntries = z.object({
  entries: z.array(z.string().max(400)).min(1).max(ENTRIES_AT_ONCE),
  /** When they were put on the list; now, when absent. */
  listed_at: Time.optional(),
});
export type SuppressionEntries = z.infer<typeof SuppressionEntries>;

export const SuppressionAdded = z.object({
  added: Count,
  known: Count,
  /** Lines that are neither address, domain nor number, by their place from 1; the first hundred. */
  refused: z.array(z.object({ line: Count, reason: z.string() })),
  list: SuppressionList,
});
export type SuppressionAdded = z.infer<typeof SuppressionAdded>;
