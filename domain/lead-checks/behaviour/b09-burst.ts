/** B09: the lead came in an hour in which its source delivered far more than it does at that hour. */
import type { LeadCheck } from '../check.ts';
import { chanceText, NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

/** Days of history below which a source has no profile of its hours. */
export const PROFILE_DAYS_MIN = 14;

export const b09Burst: LeadCheck = {
  id: 'B09_BURST',
  family: 'behaviour',
  severity: 'warn',
  mode: 'history',
  title: 'No burst of the source',
  standing: true,
  run(_, facts) {
    const signals = signalsOf(facts, 'B09_BURST');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [burst] = signals;
    if (burst === undefined) {
      return (facts.history?.standing?.days ?? 0) < PROFILE_DAYS_MIN
        ? notRun(`The source has delivered for less than ${PROFILE_DAYS_MIN} days.`)
        : 'passed';
    }
    return failed(
      `The source gave ${burst.leads} leads in these hours; ${burst.expected.toFixed(1)} were to be expected.`,
      [
        { label: 'Leads seen', value: String(burst.leads) },
        { label: 'Expected from its own hours', value: burst.expected.toFixed(1) },
        { label: 'Chance', value: chanceText(burst.p) },
      ],
    );
  },
};
