/**
 * The shifted beta-geometric model (Fader and Hardie 2007, "How to project customer retention"): each member of a cohort
 * takes a step for good with a chance of its own per period, and these chances are beta distributed. Fitted to those who
 * have left, it projects who is still there; fitted to leads that converted, it projects how many more will.
 */
import { minimise } from './minimise.ts';

export interface ShiftedBetaGeometric {
  alpha: number;
  beta: number;
  logLikelihood: number;
}

/** What is known of a cohort: of its members, how many took the step in period 1, 2, …; the rest had not by the end. */
export interface Cohort {
  members: number;
  steps: readonly number[];
}

/** Share that has not taken the step by the end of period 0, 1, … `periods`. */
export function survivorCurve({ alpha, beta }: { alpha: number; beta: number }, periods: number): number[] {
  const curve = [1];
  for (let period = 1; period <= periods; period++) {
    curve.push(((curve.at(-1) ?? 0) * (beta + period - 1)) / (alpha + beta + period - 1));
  }
  return curve;
}

/** Maximum-likelihood fit over cohorts, each followed for its own time. Undefined when nobody or everybody took the step at once. */
export function fitShiftedBetaGeometric(cohorts: readonly Cohort[]): ShiftedBetaGeometric | undefined {
  const followed = cohorts.filter(({ members, steps }) => members > 0 && steps.length > 0);
  const taken = followed.reduce((sum, { steps }) => sum + steps.reduce((all, one) => all + one, 0), 0);
  const first = followed.reduce((sum, { steps }) => sum + (steps[0] ?? 0), 0);
  const members = followed.reduce((sum, cohort) => sum + cohort.members, 0);
  if (taken === 0 || first === members) return undefined;
  const longest = Math.max(...followed.map(({ steps }) => steps.length));
  const surprise = ([logAlpha = 0, logBeta = 0]: readonly number[]) => {
    const survivors = survivorCurve({ alpha: Math.exp(logAlpha), beta: Math.exp(logBeta) }, longest);
    let sum = 0;
    for (const cohort of followed) {
      let left = cohort.members;
      cohort.steps.forEach((step, index) => {
        if (step > 0) sum -= step * Math.log((survivors[index] ?? 0) - (survivors[index + 1] ?? 0));
        left -= step;
      });
      if (left > 0) sum -= left * Math.log(survivors[cohort.steps.length] ?? 0);
    }
    return Number.isFinite(sum) ? sum : Number.MAX_VALUE;
  };
  const { at, value } = minimise(surprise, [0, Math.log(Math.max(1, members / taken))]);
  return { alpha: Math.exp(at[0] ?? 0), beta: Math.exp(at[1] ?? 0), logLikelihood: -value };
}
