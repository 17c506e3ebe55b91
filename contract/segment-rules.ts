/** What a segment is made of: rules over fields, events and scores of a lead, in groups. Data a person edits, never code. */
import * as z from 'zod';
import { CalendarDate, Id } from './common.ts';

export const SEGMENT_TEXT_FIELDS = [
  'source',
  'source_kind',
  'campaign_id',
  'ad_group_id',
  'keyword',
  'referrer',
  'country',
  'region',
  'email_domain',
  'phone_type',
  'validation_status',
  'conversion_status',
  'currency',
  'import_id',
] as const;
/** Scores are 0 to 100, shares 0 to 1, revenue in units of its own currency, times in seconds. */
export const SEGMENT_NUMBER_FIELDS = [
  'quality_score',
  'engagement_score',
  'conversion_probability',
  'completeness',
  'revenue',
  'seconds_on_form',
] as const;
export const SEGMENT_TIME_FIELDS = [
  'created_at',
  'clicked_at',
  'updated_at',
  'contacted_at',
  'qualified_at',
  'conversion_date',
  'lost_at',
  'audited_at',
] as const;
export const SEGMENT_STAGES = ['contacted', 'qualified', 'converted', 'lost'] as const;
export const SEGMENT_EVENTS = [
  'impression',
  'click',
  'visit',
  'view',
  'form_start',
  'form_submit',
  'email_open',
  'email_click',
  'email_reply',
  'call',
  'meeting',
] as const;
export const TEXT_OPERATORS = ['is', 'is_not', 'contains', 'not_contains', 'starts_with'] as const;

const MAX_DAYS = 3650;
const days = z.int().min(1).max(MAX_DAYS);

/** `is` with the empty text asks for leads that have none. Capitals of A to Z do not matter to the last three operators. */
const TextRule = z.object({
  kind: z.literal('text'),
  field: z.enum(SEGMENT_TEXT_FIELDS),
  operator: z.enum(TEXT_OPERATORS),
  values: z.array(z.string().max(300)).min(1).max(500),
});
/** Both ends are included; one may be left out. A lead without the number does not match. */
const NumberRule = z
  .object({
    kind: z.literal('number'),
    field: z.enum(SEGMENT_NUMBER_FIELDS),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'give a lowest or a highest number')
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    message: 'is less than the lowest number',
    path: ['max'],
  });
/** Days in the client's zone, both included, or the days up to now. Neither: the lead has such an instant at all. */
const TimeRule = z
  .object({
    kind: z.literal('time'),
    field: z.enum(SEGMENT_TIME_FIELDS),
    from: CalendarDate.optional(),
    to: CalendarDate.optional(),
    within_days: days.optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: 'is before the first day',
    path: ['to'],
  });
/** Failed any of these checks, or all of them. */
const CheckRule = z.object({
  kind: z.literal('check'),
  checks: z.array(z.string().max(60)).min(1).max(100),
  match: z.enum(['any', 'all']).default('any'),
});
/** Repeats an earlier lead, or does not. */
const DuplicateRule = z.object({ kind: z.literal('duplicate'), duplicate: z.boolean() });
/** Came to a stage, whatever became of the lead later; within so many days after it was created, where that is said. */
const ReachedRule = z.object({
  kind: z.literal('reached'),
  stage: z.enum(SEGMENT_STAGES),
  within_days: days.optional(),
});
/**
 * The person did one of these at least so often: in the days up to now, or before or after the lead came, as many days
 * as are said or ever.
 */
const EventRule = z.object({
  kind: z.literal('event'),
  events: z.array(z.enum(SEGMENT_EVENTS)).min(1).max(SEGMENT_EVENTS.length),
  at_least: z.int().min(1).max(1000).default(1),
  when: z.enum(['last', 'before', 'after']).default('last'),
  within_days: days.optional(),
});
const quintiles = z.array(z.int().min(1).max(5)).min(1).max(5).optional();
/** The person's quintiles of recency, frequency and monetary value, 5 being the best. */
const RfmRule = z
  .object({ kind: z.literal('rfm'), recency: quintiles, frequency: quintiles, monetary: quintiles })
  .refine(
    ({ recency, frequency, monetary }) => recency || frequency || monetary,
    'choose quintiles of one of the three',
  );
/** 63 bits in decimals. */
const Token = z
  .string()
  .regex(/^\d{1,19}$/)
  .refine((digits) => BigInt(digits) < 2n ** 63n, 'is more than 63 bits');
/**
 * Every word, or its beginning, stands in name, company or e-mail. What was typed is turned into keyed tokens before
 * it is stored and never comes back; `hint` says how it began.
 */
const WordsRule = z
  .object({
    kind: z.literal('words'),
    text: z.string().min(2).max(200).optional(),
    tokens: z.array(Token).max(40).optional(),
    hint: z.string().max(300).optional(),
  })
  .refine(({ text, tokens }) => (text === undefined) !== (tokens === undefined), {
    message: 'give the words',
    path: ['text'],
  });
/** The lead is in another segment of the client. */
const SegmentRef = z.object({ kind: z.literal('segment'), id: Id });

const LEAVES = [
  TextRule,
  NumberRule,
  TimeRule,
  CheckRule,
  DuplicateRule,
  ReachedRule,
  EventRule,
  RfmRule,
  WordsRule,
  SegmentRef,
] as const;

export type SegmentLeaf = z.infer<(typeof LEAVES)[number]>;
export interface SegmentGroup {
  kind: 'group';
  /** `none`: not one of the rules holds. An empty group holds for every lead. */
  match: 'all' | 'any' | 'none';
  rules: SegmentRule[];
}
export type SegmentRule = SegmentLeaf | SegmentGroup;

/** How deep groups stand in groups, the outermost included. */
export const SEGMENT_DEPTH = 4;
const match = z.enum(['all', 'any', 'none']);

/** Groups are written out to their depth, so that no request can nest deeper than anybody reads. */
function groupOf(depth: number): z.ZodType<SegmentGroup> {
  const rule: z.ZodType<SegmentRule> =
    depth === 1
      ? z.discriminatedUnion('kind', LEAVES)
      : z.discriminatedUnion('kind', [...LEAVES, groupShape(depth - 1)]);
  return z.object({ kind: z.literal('group'), match, rules: z.array(rule).max(50) });
}
const groupShape = (depth: number) =>
  groupOf(depth) as z.ZodObject<{ kind: z.ZodLiteral<'group'> }> & z.ZodType<SegmentGroup>;

export const SegmentGroup = groupOf(SEGMENT_DEPTH).meta({ id: 'SegmentGroup' }) as z.ZodType<SegmentGroup>;
