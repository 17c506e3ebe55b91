/** Leads that may be one person: the review queue, a pair looked at closely, merging, undoing, and where the lines are. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';
import { Lead } from './lead.ts';

export const BANDS = ['auto', 'review'] as const;
/** open: nobody decided. unsure: put aside. different: kept apart. merged: one person by now. */
export const PAIR_STATES = ['open', 'unsure', 'different', 'merged'] as const;
export const Band = z.enum(BANDS);
export const PairState = z.enum(PAIR_STATES);
export type Band = z.infer<typeof Band>;
export type PairState = z.infer<typeof PairState>;

/** Bits of evidence: n bits are odds of 2^n to 1. */
const Bits = z.number().min(-1000).max(1000);

export const DuplicateQuery = z.object({
  client_id: Id,
  band: Band.optional(),
  state: PairState.default('open'),
  /** One of the two came from this source. */
  source: z.string().max(200).optional(),
  /** Weight: the surest first. Money: where most was paid for the same person first. */
  sort: z.enum(['weight', 'money']).default('weight'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type DuplicateQuery = z.infer<typeof DuplicateQuery>;

export const DuplicatePair = z.object({
  /** The earlier lead. */
  a: Lead,
  b: Lead,
  weight_bits: Bits,
  /** That the two are one person, by the model and what reviewers said. */
  probability: z.number().min(0).max(1),
  band: Band,
  state: PairState,
  /** What the later one cost, in minor units of the client's currency; null where no price is known. */
  paid_minor: Count.nullable(),
});
export type DuplicatePair = z.infer<typeof DuplicatePair>;
export const DuplicatePage = z.object({ pairs: z.array(DuplicatePair), next_cursor: z.string().nullable() });
export type DuplicatePage = z.infer<typeof DuplicatePage>;

export const DuplicateSettings = z.object({
  auto_bits: Bits,
  review_bits: Bits,
  /** Whether every tenth answer may move the two. */
  learn: z.boolean(),
});
export type DuplicateSettings = z.infer<typeof DuplicateSettings>;

export const DuplicateSummary = z.object({
  /** Open pairs by band; what stands to be won: the price of the later lead of each. */
  open: z.record(Band, z.object({ pairs: Count, paid_minor: Count })),
  unsure: Count,
  different: Count,
  /** Merges that stand, and how many leads they joined into how many persons. */
  merges: Count,
  merged_leads: Count,
  merged_persons: Count,
  leads: Count,
  persons: Count,
  /** Null while no linkage has run. */
  model_version: Count.nullable(),
  linked_at: Time.nullable(),
  settings: DuplicateSettings,
  /** What the answers say: the lines they would draw. Null below the number of answers that can tell. */
  learnt: z.object({ answers: Count, same: Count, auto_bits: Bits, review_bits: Bits }).nullable(),
  answers: Count,
  /** Sources with open pairs, most first. */
  sources: z.array(z.object({ source: z.string(), pairs: Count })),
});
export type DuplicateSummary = z.infer<typeof DuplicateSummary>;

/** One bar of the waterfall. */
export const WeightStep = z.object({ comparison: z.string(), title: z.string(), level: z.string(), bits: Bits });
export type WeightStep = z.infer<typeof WeightStep>;

export const PairQuery = z.object({ lead_a: Id, lead_b: Id });
export type PairQuery = z.infer<typeof PairQuery>;
export const PairDetail = DuplicatePair.omit({ band: true }).extend({
  /** Absent where the two share too little to be proposed. */
  band: Band.nullable(),
  /** Sums to `weight_bits`. */
  waterfall: z.array(WeightStep),
  model_version: Count,
  /** Who keeps them apart, or put them aside. */
  decision: z
    .object({ id: Id, answer: z.enum(['different', 'unsure']), undone_merge: z.boolean(), by: z.string(), at: Time })
    .nullable(),
});
export type PairDetail = z.infer<typeof PairDetail>;

export const GoldenReason = z.enum([
  'chosen',
  'only_value',
  'verified',
  'newest',
  'first',
  'source_trust',
  'most_frequent',
]);
export type GoldenReason = z.infer<typeof GoldenReason>;
export const GOLDEN_FIELD_NAMES = ['name', 'email', 'phone', 'company', 'address', 'consent', 'source'] as const;
export const GoldenFieldName = z.enum(GOLDEN_FIELD_NAMES);
export type GoldenFieldName = z.infer<typeof GoldenFieldName>;

export const GoldenField = z.object({
  field: GoldenFieldName,
  /** The lead whose value is kept; null when all leave the field empty. */
  lead: Id.nullable(),
  reason: GoldenReason.nullable(),
  /** Every lead's value, in the order of the leads, masked; empty where there is none. Losing values stay with their leads. */
  values: z.array(z.object({ lead: Id, text: z.string(), kept: z.boolean() })),
});
export type GoldenField = z.infer<typeof GoldenField>;

const Leads = z.array(Id).min(2).max(50);
const Choices = z.partialRecord(GoldenFieldName, Id);

/** The leads to be one person. `survivor` leads, else the oldest. `choices`: field to the lead whose value is kept. */
export const MergeRequest = z.object({
  client_id: Id,
  leads: Leads,
  survivor: Id.optional(),
  choices: Choices.optional(),
});
export type MergeRequest = z.infer<typeof MergeRequest>;
/** `reveal` shows personal values, needs the right to, and is recorded for each lead. */
export const MergeQuestion = MergeRequest.extend({ reveal: z.boolean().optional() });
export type MergeQuestion = z.infer<typeof MergeQuestion>;
/** `although_apart` joins what somebody kept apart. */
export const MergeCreate = MergeRequest.extend({ although_apart: z.boolean().optional() });
export type MergeCreate = z.infer<typeof MergeCreate>;

/** A member of the person as it would be. */
export const MergeMember = z.object({
  lead: Lead,
  /** What it cost; null where no price is known. */
  paid_minor: Count.nullable(),
});
export const MergePreview = z.object({
  survivor: Id,
  /** All leads of the person, those joined before included; oldest first. */
  members: z.array(MergeMember),
  fields: z.array(GoldenField),
  /** Where and when the person was first seen. */
  first: z.object({ source: z.string(), at: Time }),
  touches: Count,
  /** Paid for this person in all, and of that for repeats. */
  paid_minor: Count,
  repeats: z.array(z.object({ source: z.string(), leads: Count, paid_minor: Count })),
  /** Pairs that somebody keeps apart. */
  apart: z.array(z.object({ lead_a: Id, lead_b: Id, by: z.string(), at: Time })),
});
export type MergePreview = z.infer<typeof MergePreview>;

export const MergeRecord = z.object({
  id: Id,
  survivor: Id,
  /** One lead per person that was joined. */
  leads: z.array(Id),
  confirmed: z.boolean(),
  weights: z.array(z.object({ lead_a: Id, lead_b: Id, bits: Bits })),
  model_version: Count.nullable(),
  job_id: Id.nullable(),
  by: z.string(),
  at: Time,
  undone_by: z.string().nullable(),
  undone_at: Time.nullable(),
});
export type MergeRecord = z.infer<typeof MergeRecord>;
export const MergeListQuery = z.object({
  client_id: Id,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type MergeListQuery = z.infer<typeof MergeListQuery>;
export const MergePage = z.object({
  merges: z.array(MergeRecord.extend({ members: z.array(Lead) })),
  next_cursor: z.string().nullable(),
});
export type MergePage = z.infer<typeof MergePage>;

export const PairAnswer = z.object({
  client_id: Id,
  lead_a: Id,
  lead_b: Id,
  answer: z.enum(['different', 'unsure']),
});
export type PairAnswer = z.infer<typeof PairAnswer>;
export const PairDecision = z.object({
  id: Id,
  lead_a: Id,
  lead_b: Id,
  answer: z.enum(['different', 'unsure']),
  /** The lines after this answer, when it moved them. */
  settings: DuplicateSettings.nullable(),
});
export type PairDecision = z.infer<typeof PairDecision>;

/** Leads of one person or perhaps of one, for the panel of a single lead. */
export const LeadPerson = z.object({
  /** The other leads of the same person. */
  merged: z.array(Lead),
  /** The merges that made it, newest first. */
  merges: z.array(MergeRecord),
  /** Others that may be the same person, surest first. */
  candidates: z.array(
    z.object({
      lead: Lead,
      weight_bits: Bits,
      probability: z.number().min(0).max(1),
      band: Band.nullable(),
      state: PairState,
      waterfall: z.array(WeightStep),
    }),
  ),
});
export type LeadPerson = z.infer<typeof LeadPerson>;
