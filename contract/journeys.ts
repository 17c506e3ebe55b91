/** Questions over journeys: who gets credit for conversions, which ways people take, how far they come, how cohorts age. */
import * as z from 'zod';
import { Comparison, MetricValue } from './analytics.ts';
import { CalendarDate, Count, CurrencyCode, Id, Time } from './common.ts';
import { LeadFilter } from './lead-list.ts';

export const ATTRIBUTION_MODELS = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'time_decay',
  'position',
  'w_shaped',
  'markov',
  'shapley',
  'shapley_rate',
] as const;
export const AttributionModel = z.enum(ATTRIBUTION_MODELS);
export type AttributionModel = z.infer<typeof AttributionModel>;

/** What a journey has to come to: its first lead, that lead's qualification, or its conversion. */
export const JOURNEY_GOALS = ['lead', 'qualified', 'converted'] as const;
export const JourneyGoal = z.enum(JOURNEY_GOALS);
export type JourneyGoal = z.infer<typeof JourneyGoal>;

export const JOURNEY_DIMENSIONS = ['channel', 'source', 'campaign', 'creative'] as const;
export const JourneyDimension = z.enum(JOURNEY_DIMENSIONS);
export type JourneyDimension = z.infer<typeof JourneyDimension>;

/** Touches that may get credit. */
export const TOUCH_KINDS = ['impression', 'click', 'visit', 'email_open', 'email_click'] as const;
export const DEFAULT_TOUCH_KINDS = 'click,visit,email_click';
export const PATH_TRANSFORMS = ['none', 'collapse', 'unique'] as const;

/** What every question over journeys takes, beside the filters of the leads list. */
export const JourneyQuery = LeadFilter.extend({
  /** May be left out by who sees one client only. */
  client_id: Id.optional(),
  from: CalendarDate,
  to: CalendarDate,
  goal: JourneyGoal.default('lead'),
  dimension: JourneyDimension.default('channel'),
  /** Touches longer before the goal than this had no part. */
  look_back_days: z.coerce.number().int().min(1).max(365).default(90),
  /** Kinds of touches that count, comma separated. */
  touches: z.string().min(1).max(200).default(DEFAULT_TOUCH_KINDS),
  /** collapse: repeats right after each other count once; unique: each counts once. */
  transform: z.enum(PATH_TRANSFORMS).default('none'),
  /** Leaves out direct visits unless there is nothing else. */
  drop_direct: z.enum(['true', 'false']).default('false'),
});
export type JourneyQuery = z.infer<typeof JourneyQuery>;

export const AttributionQuery = JourneyQuery.extend({
  compare: Comparison.default('none'),
  /** Comma separated; see the answer's `models` for what each does. */
  models: z.string().min(1).max(200).default('last_non_direct,markov'),
  half_life_days: z.coerce.number().min(0.1).max(365).default(7),
  /** How many touches back the Markov chain remembers. */
  order: z.coerce.number().int().min(1).max(4).default(1),
});
export type AttributionQuery = z.infer<typeof AttributionQuery>;

const Answer = z.object({
  client_id: Id,
  from: CalendarDate,
  to: CalendarDate,
  compare_from: CalendarDate.optional(),
  compare_to: CalendarDate.optional(),
  time_zone: z.string(),
  currency: CurrencyCode,
  goal: JourneyGoal,
  /** Journeys the answer rests on. */
  n: Count,
  /** How the numbers were found, in words. */
  method: z.string(),
  data_through: Time,
  warnings: z.array(z.string()),
});

export const AttributionCredit = z.object({
  model: AttributionModel,
  conversions: MetricValue,
  revenue_minor: MetricValue,
  /** Null where no cost is known or nothing was credited. */
  cost_per_conversion_minor: z.number().nullable(),
  roas: z.number().nullable(),
});
export type AttributionCredit = z.infer<typeof AttributionCredit>;

export const Attribution = Answer.extend({
  dimension: JourneyDimension,
  models: z.array(z.object({ model: AttributionModel, name: z.string(), method: z.string() })),
  totals: z.object({
    conversions: Count,
    lost: Count,
    conversion_rate: MetricValue,
    revenue_minor: z.number(),
    /** Conversions without a recorded touch: the source of their lead stands in for one. */
    untracked: Count,
  }),
  rows: z.array(
    z.object({
      key: z.string(),
      /** Converted journeys that touched it. */
      touched: Count,
      cost_minor: z.number().nullable(),
      credits: z.array(AttributionCredit),
    }),
  ),
});
export type Attribution = z.infer<typeof Attribution>;

const Quartiles = z.object({ p25: z.number(), median: z.number(), p75: z.number() }).nullable();
const Bins = z.array(z.object({ from: z.number(), to: z.number().nullable(), journeys: Count }));

export const Journeys = Answer.extend({
  dimension: JourneyDimension,
  totals: z.object({ journeys: Count, conversions: Count, untracked: Count, revenue_minor: z.number() }),
  /** Most frequent ways, repeats right after each other written once. */
  paths: z.array(
    z.object({
      path: z.array(z.string()),
      journeys: Count,
      conversions: Count,
      revenue_minor: z.number(),
      median_seconds: z.number().nullable(),
    }),
  ),
  /** Steps of the flow: from a touch at one place of the way to the next, or to the end. */
  nodes: z.array(z.object({ step: z.int().min(1).max(20), key: z.string(), journeys: Count })),
  links: z.array(
    z.object({
      step: z.int().min(1).max(20),
      from: z.string(),
      /** A key, or what the journey came to. */
      to: z.string(),
      end: z.enum(['converted', 'lost', 'further']).nullable(),
      journeys: Count,
    }),
  ),
  touches: z.object({ quartiles: Quartiles, bins: Bins }),
  /** Seconds from the first touch to the goal. */
  seconds: z.object({ quartiles: Quartiles, bins: Bins }),
});
export type Journeys = z.infer<typeof Journeys>;

export const FUNNEL_BREAKDOWNS = [
  'channel',
  'source',
  'campaign',
  'creative',
  'lead_source',
  'lead_campaign_id',
  'ad_group_id',
  'keyword',
  'referrer',
  'country',
  'region',
  'email_domain',
  'phone_type',
  'validation_status',
  'conversion_status',
  'score_band',
] as const;

export const FunnelQuery = LeadFilter.extend({
  client_id: Id.optional(),
  from: CalendarDate,
  to: CalendarDate,
  compare: Comparison.default('none'),
  /** `click|visit(channel:Email),lead<2d,qualified,converted`; see the documentation of the funnel. */
  steps: z.string().min(1).max(4000).default('click|visit,lead,contacted,qualified,converted'),
  /** Days from the first step to the last. */
  window_days: z.coerce.number().min(0.01).max(366).default(30),
  breakdown: z.enum(FUNNEL_BREAKDOWNS).optional(),
});
export type FunnelQuery = z.infer<typeof FunnelQuery>;

export const FunnelStepAnswer = z.object({
  step: z.int().min(1).max(10),
  /** The step as it was asked for. */
  text: z.string(),
  label: z.string(),
  journeys: Count,
  previous: Count.nullable(),
  /** Shares with their 95 % Wilson interval; null where nobody came before. */
  of_step_before: MetricValue.nullable(),
  of_first: MetricValue,
  /** Since the step before, in the attempt that came furthest. */
  seconds: Quartiles,
});
export const FunnelAnswer = Answer.omit({ goal: true }).extend({
  window_days: z.number(),
  steps: z.array(FunnelStepAnswer),
  /** From the first step to the last. */
  seconds: Quartiles,
  breakdown: z.enum(FUNNEL_BREAKDOWNS).nullable(),
  groups: z.array(z.object({ key: z.string(), journeys: z.array(Count) })),
});
export type FunnelAnswer = z.infer<typeof FunnelAnswer>;

export const COHORT_GROUPS = ['week', 'month', 'source', 'campaign'] as const;
export const COHORT_AGES = ['day', 'week', 'month'] as const;
export const CohortQuery = LeadFilter.extend({
  client_id: Id.optional(),
  from: CalendarDate,
  to: CalendarDate,
  /** What leads are grouped by: when they first came, or from where. */
  by: z.enum(COHORT_GROUPS).default('week'),
  age: z.enum(COHORT_AGES).default('week'),
  goal: z.enum(['qualified', 'converted']).default('converted'),
  /** Ages shown, and how far the projection looks. */
  ages: z.coerce.number().int().min(2).max(60).default(12),
});
export type CohortQuery = z.infer<typeof CohortQuery>;

export const CohortCell = z.object({
  age: z.int().min(0).max(60),
  /** Members of the cohort that are old enough to be counted at this age. */
  members: Count,
  /** Up to this age, those at it included. */
  conversions: Count,
  revenue_minor: z.number(),
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Whether every member of the cohort has reached this age. */
  complete: z.boolean(),
  /** Share expected by this age where it is not complete yet. */
  projected: z.number().nullable(),
});
export type CohortCell = z.infer<typeof CohortCell>;
export const Cohorts = Answer.omit({ compare_from: true, compare_to: true }).extend({
  by: z.enum(COHORT_GROUPS),
  age: z.enum(COHORT_AGES),
  cohorts: z.array(
    z.object({ key: z.string(), from: CalendarDate.nullable(), members: Count, cells: z.array(CohortCell) }),
  ),
  all: z.array(CohortCell),
  /** The shifted beta-geometric model that the projection comes from; null where too little has happened. */
  model: z.object({ alpha: z.number(), beta: z.number() }).nullable(),
});
export type Cohorts = z.infer<typeof Cohorts>;

/** How far each model credits each touch of one lead's journey. */
export const LeadCredits = z.object({
  lead_id: Id,
  goal: JourneyGoal,
  /** Whether the journey came to the goal; if not, the parts say what would be credited if it did now. */
  reached: z.boolean(),
  touches: z.array(
    z.object({
      at: Time,
      kind: z.string(),
      channel: z.string(),
      source: z.string(),
      campaign: z.string(),
      creative: z.string(),
      /** Parts by model; they add up to one over the touches. */
      credits: z.partialRecord(AttributionModel, z.number()),
    }),
  ),
  models: z.array(z.object({ model: AttributionModel, name: z.string(), method: z.string() })),
  data_through: Time,
  warnings: z.array(z.string()),
});
export type LeadCredits = z.infer<typeof LeadCredits>;
