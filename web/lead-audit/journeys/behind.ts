/** The parts of a question over journeys that decide which leads stand behind its numbers. */
import type { JourneyDimension, JourneyGoal } from '#contract/journeys.ts';
import type { Behind } from './journey-words.ts';

export interface SequenceQuery {
  from: string;
  to: string;
  goal: JourneyGoal;
  dimension: JourneyDimension;
  look_back_days: string;
  transform: string;
}

/** A number of the question as `leadsBehind` takes it. */
export const behindOf = (
  about: Behind['about'],
  { from, to, goal, dimension, look_back_days, transform }: SequenceQuery,
  key?: string | readonly string[],
): Behind => ({ about, from, to, goal, dimension, look_back_days, transform, key });
