/** Editing the scoring rules of a client: the set in force, its versions, and what a change would do. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';
import { RuleSet } from './scoring.ts';
import { Job } from './workspace.ts';

/** Version 0 is the default set that every client starts with. */
export const ScoringVersion = z.object({ version: Count, created_at: Time.nullable(), created_by_name: z.string() });
export type ScoringVersion = z.infer<typeof ScoringVersion>;

export const ScoringState = z.object({
  version: Count,
  rules: RuleSet,
  /** Newest first. */
  versions: z.array(ScoringVersion),
});
export type ScoringState = z.infer<typeof ScoringState>;

/** A change names the version it was made from, so that two people do not overwrite each other. */
export const ScoringChange = z.object({ based_on: Count, rules: RuleSet });
export type ScoringChange = z.infer<typeof ScoringChange>;
/** The new version, and the job that scores the leads again by it. */
export const ScoringSaved = z.object({ version: Count, job: Job });
export type ScoringSaved = z.infer<typeof ScoringSaved>;

const Score = z.number().min(0).max(100);
export const ScoringPreviewRequest = z.object({ rules: RuleSet });
/** What the rules would do to leads already audited; over a sample when there are many. */
export const ScoringPreview = z.object({
  leads: Count,
  moved_up: Count,
  moved_down: Count,
  unchanged: Count,
  mean_before: Score.nullable(),
  mean_after: Score.nullable(),
  bands: z.array(z.object({ from: Score, to: Score, before: Count, after: Count })),
  examples: z.array(z.object({ lead_id: Id, before: Score, after: Score })),
});
export type ScoringPreview = z.infer<typeof ScoringPreview>;
