/** The scoring rules of a client: data a person edits, never code. */
import * as z from 'zod';
import { Family, Severity } from './audit.ts';
import { Count, Id } from './common.ts';
import { Job } from './workspace.ts';

/** A condition on one fact of the lead. `check` tests an outcome, `field` a presence or a value, `measure` a number. */
export const Condition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('check'),
    check: z.string(),
    outcome: z.enum(['passed', 'failed', 'unknown', 'not_run']),
  }),
  z.object({ kind: z.literal('field_present'), field: z.string() }),
  z.object({ kind: z.literal('field_in'), field: z.string(), values: z.array(z.string().max(200)).min(1).max(200) }),
  z.object({ kind: z.literal('measure_at_least'), measure: z.string(), value: z.number() }),
  z.object({ kind: z.literal('measure_below'), measure: z.string(), value: z.number() }),
]);
export type Condition = z.infer<typeof Condition>;

export const ScoringRule = z.object({
  id: z.string().regex(/^[a-z0-9_]{1,60}$/),
  group: z.string().max(60),
  label: z.string().min(1).max(120),
  /** Points when every condition holds; may be negative. */
  points: z.number().min(-100).max(100),
  when: z.array(Condition).min(1).max(10),
});
export type ScoringRule = z.infer<typeof ScoringRule>;

export const ScoringGroup = z.object({
  id: z.string().regex(/^[a-z0-9_]{1,60}$/),
  label: z.string().min(1).max(120),
  /** The group gives at most this many points and at least 0. */
  cap: z.number().min(0).max(100),
});
export type ScoringGroup = z.infer<typeof ScoringGroup>;

/** Caps add up to 100, so the score is 0 to 100 by construction. */
export const RuleSet = z
  .object({ groups: z.array(ScoringGroup).min(1).max(20), rules: z.array(ScoringRule).min(1).max(300) })
  .refine((set) => Math.abs(set.groups.reduce((sum, group) => sum + group.cap, 0) - 100) < 1e-9, {
    message: 'the caps of the groups must add up to 100',
    path: ['groups'],
  })
  .refine((set) => set.rules.every((rule) => set.groups.some((group) => group.id === rule.group)), {
    message: 'every rule must name a group that exists',
    path: ['rules'],
  })
  .meta({ id: 'RuleSet' });
export type RuleSet = z.infer<typeof RuleSet>;

/** A check that rules may ask about. */
export const ScoringCheck = z.object({ id: z.string(), title: z.string(), family: Family, severity: Severity });

/** Numbers of a lead that rules may ask about; seconds, and completeness from 0 to 1. */
export const SCORING_MEASURES = [
  'completeness',
  'form_seconds',
  'click_to_form_seconds',
  'form_to_delivery_seconds',
] as const;

export const Scoring = z.object({
  client_id: Id,
  /** 0 while the client has no rules of its own. */
  version: Count,
  /** Whether these are the rules every client starts with. */
  default: z.boolean(),
  rules: RuleSet,
  default_rules: RuleSet,
  checks: z.array(ScoringCheck),
  measures: z.array(z.enum(SCORING_MEASURES)),
});
export type Scoring = z.infer<typeof Scoring>;

/** What other rules would do to the newest leads, before they are saved. */
export const ScoringPreview = z.object({
  /** How many leads were looked at. */
  leads: Count,
  moved_up: Count,
  moved_down: Count,
  unchanged: Count,
  mean_before: z.number().nullable(),
  mean_after: z.number().nullable(),
  /** Scores from (included) to (excluded but for 100), with the leads in them under both rule sets. */
  bands: z.array(z.object({ from: z.number(), to: z.number(), before: Count, after: Count })),
  /** Leads that move furthest. */
  examples: z.array(z.object({ id: Id, before: z.number(), after: z.number() })),
});
export type ScoringPreview = z.infer<typeof ScoringPreview>;

/** `version` is the one that was edited: when another was saved meanwhile, nothing is overwritten. */
export const ScoringChange = z.object({ rules: RuleSet, version: Count.optional() });
export type ScoringChange = z.infer<typeof ScoringChange>;
export const ScoringSaved = z.object({ job: Job, version: Count });
export type ScoringSaved = z.infer<typeof ScoringSaved>;
