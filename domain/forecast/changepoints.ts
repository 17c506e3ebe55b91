/** Days on which the level of a series changed for good. */
import { spreadOf } from './forecast.ts';

export interface LevelChange {
  /** Index of the first day of the new level. */
  at: number;
  before: number;
  after: number;
}

/** Days that a level must last, and what one more change must gain: three times the logarithm of the length. */
const SPAN_MIN = 14;
const PENALTY = 3;

/**
 * Changes of the mean by optimal partitioning with pruning (Killick, Fearnhead and Eckley 2012, Journal of the American
 * Statistical Association 107, 1590-1598). The series is seasonally adjusted by the caller. Consecutive values of leads
 * depend on each other, so noise is measured from differences one season apart and the penalty is widened by what
 * neighbours share.
 */
export function levelChanges(y: readonly number[], season = 7): LevelChange[] {
  const n = y.length;
  if (n < 2 * SPAN_MIN) return [];
  const variance = noiseOf(y, season);
  if (variance === 0) return [];
  const penalty = PENALTY * Math.log(n) * variance;
  const [sums, squares] = [[0], [0]];
  for (const [i, value] of y.entries()) {
    sums.push((sums[i] ?? 0) + value);
    squares.push((squares[i] ?? 0) + value * value);
  }
  const part = (of: number[], from: number, to: number) => (of[to] ?? 0) - (of[from] ?? 0);
  const cost = (from: number, to: number) => part(squares, from, to) - part(sums, from, to) ** 2 / (to - from);
  const best = [-penalty];
  const former = [0];
  let candidates = [0];
  for (let to = SPAN_MIN; to <= n; to++) {
    const start = to - SPAN_MIN;
    if (start >= SPAN_MIN) candidates.push(start);
    let least = Number.POSITIVE_INFINITY;
    for (const from of candidates) {
      const total = (best[from] ?? Number.POSITIVE_INFINITY) + cost(from, to) + penalty;
      if (total < least) [least, former[to]] = [total, from];
    }
    best[to] = least;
    candidates = candidates.filter((from) => (best[from] ?? Number.POSITIVE_INFINITY) + cost(from, to) <= least);
  }
  const ends: number[] = [];
  for (let to = n; to > 0; to = former[to] ?? 0) ends.unshift(to);
  return ends.slice(0, -1).map((at, i) => {
    const [from, to] = [ends[i - 1] ?? 0, ends[i + 1] ?? n];
    return { at, before: part(sums, from, at) / (at - from), after: part(sums, at, to) / (to - at) };
  });
}

/** Variance of a value about its level, and what dependence of neighbours adds to that of a mean. */
function noiseOf(y: readonly number[], season: number): number {
  const differences = y.slice(season).map((value, i) => value - (y[i] ?? 0));
  const variance = spreadOf(differences) ** 2 / 2;
  const near = y.slice(1).map((value, i) => value - (y[i] ?? 0));
  const shared = variance === 0 ? 0 : Math.max(0, Math.min(0.8, 1 - spreadOf(near) ** 2 / 2 / variance));
  return (variance * (1 + shared)) / (1 - shared);
}
