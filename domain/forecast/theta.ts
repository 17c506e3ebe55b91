/**
 * The Theta method, the most accurate of the M3 competition. Assimakopoulos and Nikolopoulos 2000, International Journal
 * of Forecasting 16, 521-530; as exponential smoothing with drift after Hyndman and Billah 2003, the same 19, 287-290.
 */
import { minimumBetween } from './minimum.ts';

export interface Season {
  /** Factors (or addends) of one season, the first for the first value of the series. */
  factors: number[];
  multiplied: boolean;
}

/** Means of the next `horizon` values of a series with `period` values per season (1 for none). */
export function theta(y: readonly number[], period: number, horizon: number): number[] {
  const season = seasonOf(y, period);
  const adjusted = season === undefined ? [...y] : y.map((value, i) => without(value, season, i));
  const n = adjusted.length;
  const { alpha, level } = smoothing(adjusted);
  const drift = slopeOf(adjusted) / 2;
  return Array.from({ length: horizon }, (_, h) => {
    const mean = level + drift * (h + (1 - (1 - alpha) ** n) / alpha);
    return season === undefined ? mean : withSeason(mean, season, n + h);
  });
}

/**
 * The season of a series where the autocorrelation at its length stands out (one-sided 5 %); undefined where there is
 * none. Classical decomposition: multiplied where every value allows it, else added.
 */
export function seasonOf(y: readonly number[], period: number): Season | undefined {
  const n = y.length;
  if (period < 2 || n <= 2 * period) return undefined;
  const r = autocorrelations(y, period);
  const limit =
    1.6448536269514722 * Math.sqrt((1 + 2 * r.slice(0, -1).reduce((sum, value) => sum + value * value, 0)) / n);
  if (!(Math.abs(r[period - 1] ?? 0) > limit)) return undefined;
  const multiplied = classical(y, period, true);
  return multiplied.every((factor) => factor > 0.02 && Number.isFinite(factor))
    ? { factors: multiplied, multiplied: true }
    : { factors: classical(y, period, false), multiplied: false };
}

function classical(y: readonly number[], period: number, multiplied: boolean): number[] {
  const half = period >> 1;
  const sums = new Array<number>(period).fill(0);
  const counts = new Array<number>(period).fill(0);
  for (let at = half; at < y.length - half; at++) {
    // An even season has its centre between two values, so the outermost count half.
    let trend = 0;
    for (let i = -half; i <= half; i++)
      trend += (y[at + i] ?? 0) * (period % 2 === 0 && Math.abs(i) === half ? 0.5 : 1);
    trend /= period;
    const phase = at % period;
    sums[phase] = (sums[phase] ?? 0) + (multiplied ? (y[at] ?? 0) / trend : (y[at] ?? 0) - trend);
    counts[phase] = (counts[phase] ?? 0) + 1;
  }
  const raw = sums.map((sum, phase) => sum / (counts[phase] || 1));
  const mean = raw.reduce((a, b) => a + b, 0) / period;
  return raw.map((value) => (multiplied ? value / mean : value - mean));
}

function autocorrelations(y: readonly number[], lags: number): number[] {
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  const off = y.map((value) => value - mean);
  const all = off.reduce((sum, value) => sum + value * value, 0);
  return Array.from({ length: lags }, (_, lag) =>
    all === 0 ? 0 : off.reduce((sum, value, i) => sum + value * (off[i + lag + 1] ?? 0), 0) / all,
  );
}

/**
 * Simple exponential smoothing with the weight and the first level of the least squared error. The error is quadratic in
 * the first level, so for each weight that is solved exactly.
 */
function smoothing(y: readonly number[]): { alpha: number; level: number } {
  const fit = (alpha: number) => {
    // The level is `a + b x first level`.
    let [a, b, ab, bb] = [0, 1, 0, 0];
    for (const value of y) {
      ab += (value - a) * b;
      bb += b * b;
      a += alpha * (value - a);
      b *= 1 - alpha;
    }
    const first = ab / bb;
    let level = first;
    let errors = 0;
    for (const value of y) {
      errors += (value - level) ** 2;
      level += alpha * (value - level);
    }
    return { errors, level };
  };
  // More than one valley is possible, so the best of a grid is where the search begins.
  const grid = Array.from({ length: 40 }, (_, i) => 1e-4 + (i * 0.9998) / 39);
  const errors = grid.map((alpha) => fit(alpha).errors);
  const best = errors.indexOf(Math.min(...errors));
  const alpha = minimumBetween(
    grid[Math.max(0, best - 1)] ?? 1e-4,
    grid[Math.min(39, best + 1)] ?? 0.9999,
    (x) => fit(x).errors,
  );
  return { alpha, level: fit(alpha).level };
}

/** Slope of the least-squares line. */
function slopeOf(y: readonly number[]): number {
  const n = y.length;
  const centre = (n - 1) / 2;
  const mean = y.reduce((a, b) => a + b, 0) / n;
  const cross = y.reduce((sum, value, i) => sum + (i - centre) * (value - mean), 0);
  return n < 2 ? 0 : cross / ((n * (n * n - 1)) / 12);
}

function without(value: number, { factors, multiplied }: Season, at: number): number {
  const factor = factors[at % factors.length] ?? 0;
  return multiplied ? value / factor : value - factor;
}

function withSeason(value: number, { factors, multiplied }: Season, at: number): number {
  const factor = factors[at % factors.length] ?? 0;
  return multiplied ? value * factor : value + factor;
}
