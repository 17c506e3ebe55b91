/** How engagement is counted: data a person edits, versioned like the scoring rules. */
import * as z from 'zod';
import { Count, Id } from './common.ts';
import { TOUCHPOINT_KINDS } from './touchpoint.ts';
import { Job } from './workspace.ts';

export const EngagementKind = z.object({
  points: z.number().min(0).max(100),
  /** After so many days the points are half. */
  half_life_days: z.number().min(0.25).max(3650),
});

export const EngagementRules = z
  .object({
    /** The score is never more. */
    cap: z.number().min(1).max(1000),
    kinds: z.record(z.enum(TOUCHPOINT_KINDS), EngagementKind),
  })
  .meta({ id: 'EngagementRules' });
export type EngagementRules = z.infer<typeof EngagementRules>;

export const Engagement = z.object({
  client_id: Id,
  /** 0 while the client has no rules of its own. */
  version: Count,
  rules: EngagementRules,
  default_rules: EngagementRules,
});
export type Engagement = z.infer<typeof Engagement>;

/** `version` is the one that was edited: when another was saved meanwhile, nothing is overwritten. */
export const EngagementChange = z.object({ rules: EngagementRules, version: Count.optional() });
export type EngagementChange = z.infer<typeof EngagementChange>;
export const EngagementSaved = z.object({ job: Job, version: Count });
export type EngagementSaved = z.infer<typeof EngagementSaved>;
