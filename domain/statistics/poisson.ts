/** Counts of independent events: how unlikely a count is, and what rate groups of them come from. */
import { logGamma } from './log-gamma.ts';

/** P(X >= count) for X Poisson with mean > 0; a count of 0 or less is certain. */
export function poissonTail(count: number, mean: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  // Below the mean the other side is the shorter sum.
  if (count <= mean) return Math.max(0, 1 - sumDown(count - 1, mean));
  let term = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
  let sum = 0;
  for (let x = count; term > sum * 1e-16; x++) {
    sum += term;
    term *= mean / (x + 1);
  }
  return Math.min(1, sum);
}

/** P(X <= count). */
function sumDown(count: number, mean: number): number {
  let term = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
  let sum = 0;
  for (let x = count; x >= 0 && term > sum * 1e-16; x--) {
    sum += term;
    term *= x / mean;
  }
  return sum;
}

/** P(X >= count) among groups that have at least one event: a network nobody came from is not seen. */
export function seenPoissonTail(count: number, mean: number): number {
  if (count <= 1) return 1;
  return Math.min(1, poissonTail(count, mean) / -Math.expm1(-mean));
}

/** The fewest events, at least `floor`, that a seen group has with a probability of `alpha` or less. */
export function leastUnlikely(mean: number, alpha: number, floor: number): number {
  let count = Math.max(2, floor);
  while (seenPoissonTail(count, mean) > alpha) count += Math.max(1, Math.floor(mean / 50));
  return count;
}

/**
 * The mean of a Poisson count from how many groups had one event and how many had two: 2 f2 / f1. Groups with many
 * events do not enter, so a flood of fraud does not raise the rate that it is measured by (Zelterman 1988, Journal of
 * Statistical Planning and Inference 18, 225-237). Shrunk towards `prior` as if `weight` further groups had been seen.
 */
export function zeltermanRate(ones: number, twos: number, prior: number, weight: number): number {
  return (2 * twos + prior * weight) / (ones + weight);
}
