/** Whether what comes now still looks like what a model was trained on. */
import type { Feature } from './features.ts';
import { knotBelow, quantileKnots } from './quantiles.ts';

/**
 * Population stability index of two counts over the same bins: 0 for equal shares. Below 0.1 little has changed, above
 * 0.25 much (Siddiqi, Credit Risk Scorecards (2006), 8). An empty bin counts as half a row, so that it stays finite.
 */
export function populationStability(before: ArrayLike<number>, now: ArrayLike<number>): number {
  const shares = (counts: ArrayLike<number>) => {
    const filled = Array.from(counts, (count) => Math.max(count, 0.5));
    const all = filled.reduce((sum, count) => sum + count, 0);
    return filled.map((count) => count / all);
  };
  const [expected, actual] = [shares(before), shares(now)];
  return expected.reduce((sum, share, bin) => sum + (actual[bin]! - share) * Math.log(actual[bin]! / share), 0);
}

/** How the training rows of a feature were spread, kept with the model. */
export type Spread =
  | { kind: 'numeric'; name: string; knots: number[]; counts: number[] }
  | { kind: 'categorical'; name: string; levels: string[]; counts: number[] };

const NUMERIC_BINS = 10;
const LEVELS_MAX = 20;

/** Learns the bins of a feature and counts its rows. The last count is of what fell outside: missing, rare or new. */
export function spreadOf(feature: Feature): Spread {
  const { name } = feature;
  if (feature.kind === 'numeric') {
    const knots = quantileKnots(feature.values, NUMERIC_BINS);
    const spread: Spread = { kind: 'numeric', name, knots, counts: [] };
    return { ...spread, counts: countInto(spread, feature) };
  }
  const counts = new Map<string, number>();
  for (const code of feature.codes) counts.set(feature.levels[code]!, (counts.get(feature.levels[code]!) ?? 0) + 1);
  const levels = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, LEVELS_MAX)
    .map(([level]) => level);
  const spread: Spread = { kind: 'categorical', name, levels, counts: [] };
  return { ...spread, counts: countInto(spread, feature) };
}

/** Counts the rows of a feature in the bins that were learnt. */
export function countInto(spread: Spread, feature: Feature): number[] {
  if (spread.kind === 'numeric' && feature.kind === 'numeric') {
    const counts = new Array<number>(spread.knots.length + 1).fill(0);
    for (const value of feature.values) {
      counts[Number.isFinite(value) ? Math.max(0, knotBelow(spread.knots, value)) : spread.knots.length]!++;
    }
    return counts;
  }
  if (spread.kind === 'categorical' && feature.kind === 'categorical') {
    const places = new Map(spread.levels.map((level, place) => [level, place]));
    const placeOfCode = feature.levels.map((level) => places.get(level) ?? spread.levels.length);
    const counts = new Array<number>(spread.levels.length + 1).fill(0);
    for (const code of feature.codes) counts[placeOfCode[code]!]!++;
    return counts;
  }
  throw new Error(`The feature “${spread.name}” was a ${spread.kind} one when the model was made.`);
}
