/** What a person wants to see of a series of days: what was expected, what departs, its trend, its week, its steps. */
import { type Anomaly, anomalies, dayByDay, type ExpectedDay } from './anomalies.ts';
import { type LevelChange, levelChanges } from './changepoints.ts';
import { stl } from './stl.ts';

const WEEK = 7;
/** A day is marked when it lies this far off; the same share of all marks may be false. */
const RULE = { q: 0.05, countMin: 5, shareMin: 0.25 };
/** A step smaller than this is none that anybody must know of. */
const STEP_MIN = 0.15;

export interface History {
  expected: ExpectedDay[];
  anomalies: Anomaly[];
  trend: (number | null)[];
  /** Factors of the weekdays, from that of the first day on; undefined without two weeks of anything. */
  week: number[] | undefined;
  steps: LevelChange[];
}

/** Looks at a series of counts, oldest first; anomalies are told from the index `start` on. */
export function historyOf(counts: readonly number[], start: number): History {
  const split = counts.length > 3 * WEEK ? stl(counts, { period: WEEK, robust: true }) : undefined;
  const mean = counts.reduce((a, b) => a + b, 0) / Math.max(1, counts.length);
  const adjusted = split === undefined ? counts : counts.map((value, i) => value - (split.seasonal[i] ?? 0));
  return {
    expected: dayByDay(counts),
    anomalies: anomalies([counts], start, RULE)[0] ?? [],
    trend: counts.map((_, i) => (split === undefined ? null : Math.max(0, split.trend[i] ?? 0))),
    week: split && mean > 0 ? split.seasonal.slice(0, WEEK).map((value) => Math.max(0, 1 + value / mean)) : undefined,
    steps: levelChanges(adjusted).filter(
      ({ before, after }) => Math.abs(after - before) >= STEP_MIN * Math.max(before, after),
    ),
  };
}
