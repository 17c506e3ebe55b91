/** Days whose count lies outside what the days before let expect, with the number of looks allowed for. */
import { benjaminiHochberg, normalTail } from '../statistics/normal.ts';
import { spreadOf } from './forecast.ts';

export interface ExpectedDay {
  /** Undefined while there is too little before it. */
  mean: number | undefined;
  low: number | undefined;
  high: number | undefined;
  /** Chance of a day as far off, before the number of looks is allowed for. */
  p: number;
}

export interface Anomaly {
  /** Index of the day in its series. */
  at: number;
  actual: number;
  expected: number;
  /** p-value adjusted for all days looked at. */
  q: number;
}

/** Values of one week before a day can be judged, as weeks. */
const WEEKS_MIN = 4;
const LEVEL_WEIGHT = 0.15;
const SEASON_WEIGHT = 0.12;
/** A day further out than this many spreads moves the level no further. */
const OUTLIER = 3;
const Z90 = 1.6448536269514722;

/**
 * For each day what the days before it let expect: exponential smoothing of level and weekday on the root of the counts,
 * where counts of any size vary alike (Anscombe 1948, Biometrika 35, 246-254). Values far out are taken as the edge of
 * what was expected (Gelper, Fried and Croux 2010, Journal of Forecasting 29, 285-300), so that one wild day does not
 * spoil the next.
 */
export function dayByDay(counts: readonly number[], period = 7): ExpectedDay[] {
  const x = counts.map((count) => 2 * Math.sqrt(count + 0.375));
  const warm = Math.min(x.length, WEEKS_MIN * period);
  const first = x.slice(0, warm);
  let level = first.reduce((a, b) => a + b, 0) / Math.max(1, warm);
  const season = Array.from({ length: period }, (_, phase) => {
    const own = first.filter((_, i) => i % period === phase);
    return own.reduce((a, b) => a + b, 0) / Math.max(1, own.length) - level;
  });
  const errors: number[] = first.map((value, i) => value - level - (season[i % period] ?? 0));
  let spread = 1;
  return x.map((value, at) => {
    if (at < warm) return { mean: undefined, low: undefined, high: undefined, p: 1 };
    const phase = at % period;
    // Roots of counts never vary less than a standard deviation of one. Measured anew every week.
    if (phase === warm % period) spread = Math.max(1, spreadOf(errors.slice(-20 * period)));
    const mean = level + (season[phase] ?? 0);
    const error = value - mean;
    errors.push(error);
    const kept = Math.max(-OUTLIER * spread, Math.min(OUTLIER * spread, error));
    level += LEVEL_WEIGHT * kept;
    season[phase] = (season[phase] ?? 0) + SEASON_WEIGHT * kept;
    const z = error / spread;
    return {
      mean: countOf(mean),
      low: countOf(mean - Z90 * spread),
      high: countOf(mean + Z90 * spread),
      p: 2 * normalTail(Math.abs(z)),
    };
  });
}

function countOf(root: number): number {
  return root <= 0 ? 0 : Math.max(0, (root / 2) ** 2 - 0.375);
}

export interface AnomalyRule {
  /** Share of false alarms among all that are named. */
  q: number;
  /** Distance from what was expected that is worth a line: at least so many, and at least this share of it. */
  countMin: number;
  shareMin: number;
}

/** Days of several series, from the index `start` on, that lie too far from what was expected; per series. */
export function anomalies(series: readonly (readonly number[])[], start: number, rule: AnomalyRule): Anomaly[][] {
  const judged = series.map((counts) => dayByDay(counts));
  const looks = judged.flatMap((days) => days.slice(start).map(({ p }) => p));
  const adjusted = benjaminiHochberg(looks);
  let look = 0;
  return series.map((counts, index) =>
    (judged[index] ?? []).slice(start).flatMap(({ mean }, i) => {
      const q = adjusted[look++] ?? 1;
      const at = start + i;
      const actual = counts[at] ?? 0;
      if (mean === undefined || q > rule.q) return [];
      const off = Math.abs(actual - mean);
      return off < rule.countMin || off < rule.shareMin * mean ? [] : [{ at, actual, expected: mean, q }];
    }),
  );
}
