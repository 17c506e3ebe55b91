/**
 * A damped trend on the seasonally adjusted series: Gardner and McKenzie 1985, Management Science 31, 1237-1246, with the
 * season taken out and put back by STL, as Hyndman and Athanasopoulos, "Forecasting: principles and practice", 6.8.
 */
import { minimumNear } from './minimum.ts';
import { stl } from './stl.ts';

const PHI = { min: 0.8, max: 0.98 };

/** Means of the next `horizon` values. In logarithms where all values are positive, so that season and trend multiply. */
export function dampedTrend(y: readonly number[], period: number, horizon: number): number[] {
  const logs = y.every((value) => value > 0);
  const values = logs ? y.map(Math.log) : y;
  const split = period > 1 && y.length > 2 * period ? stl(values, { period }) : undefined;
  const adjusted = split === undefined ? values : values.map((value, i) => value - (split.seasonal[i] ?? 0));
  const means = holt(adjusted, horizon);
  return means.map((mean, h) => {
    const season = split === undefined ? 0 : (split.seasonal[(y.length + h) % period] ?? 0);
    return logs ? Math.exp(mean + season) : mean + season;
  });
}

/** Level, damped slope: additive, by the least squared one-step error. */
function holt(y: readonly number[], horizon: number): number[] {
  const first = y.slice(0, Math.min(10, y.length));
  const slope0 = first.length > 1 ? ((first.at(-1) ?? 0) - (first[0] ?? 0)) / (first.length - 1) : 0;
  const start = { level: (first[0] ?? 0) - slope0, slope: slope0 };
  const run = (alpha: number, beta: number, phi: number) => {
    let { level, slope } = start;
    let errors = 0;
    for (const value of y) {
      const error = value - level - phi * slope;
      errors += error * error;
      level += phi * slope + alpha * error;
      slope = phi * slope + beta * error;
    }
    return { errors, level, slope };
  };
  // Weights are searched on a scale without ends; the slope's is at most the level's.
  const weights = (x: readonly number[]) => {
    const alpha = 1e-4 + 0.9998 * logistic(x[0] ?? 0);
    return [alpha, alpha * logistic(x[1] ?? 0), PHI.min + (PHI.max - PHI.min) * logistic(x[2] ?? 0)] as const;
  };
  const best = weights(minimumNear([-0.5, -2, 1], (x) => run(...weights(x)).errors));
  const { level, slope } = run(...best);
  let ahead = 0;
  let power = 1;
  return Array.from({ length: horizon }, () => {
    power *= best[2];
    ahead += power;
    return level + ahead * slope;
  });
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
