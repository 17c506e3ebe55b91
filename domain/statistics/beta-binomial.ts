/** Counts of hits among n where the share itself varies from group to group. */
import { logGamma } from './log-gamma.ts';

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/** P(X >= hits) for X beta-binomial with n trials and parameters a, b > 0. */
export function betaBinomialTail(hits: number, n: number, a: number, b: number): number {
  if (hits <= 0) return 1;
  if (hits > n) return 0;
  const logChoose = logGamma(n + 1) - logGamma(hits + 1) - logGamma(n - hits + 1);
  let term = Math.exp(logChoose + logBeta(hits + a, n - hits + b) - logBeta(a, b));
  let sum = 0;
  for (let x = hits; x <= n; x++) {
    sum += term;
    if (x === n) break;
    const next = term * (((n - x) / (x + 1)) * ((x + a) / (n - x - 1 + b)));
    // Far in the tail the terms only shrink, and what is left no longer counts.
    if (next < term && next < sum * 1e-15) break;
    term = next;
  }
  return Math.min(1, sum);
}

export interface Group {
  hits: number;
  n: number;
}

/**
 * Spread between groups that is taken for granted, as no two sources of leads are alike; of a rare sign no more than its
 * share, at which groups differ by as much as they have (a = 1): more would let a dozen hits beside none pass for chance.
 */
const CORRELATION_MIN = 0.002;
/** The same where there are too few groups to measure it. */
const CORRELATION_UNKNOWN = 0.01;
const CORRELATION_MAX = 0.3;

/**
 * Parameters a, b of the beta distribution that groups' shares come from, by moments: the pooled share, and the
 * correlation within groups from Pearson's X² (Williams 1982, Applied Statistics 31, 144-148). Undefined without trials.
 */
export function fitBeta(groups: readonly Group[]): { a: number; b: number; share: number } | undefined {
  const filled = groups.filter(({ n }) => n > 0);
  const n = filled.reduce((sum, group) => sum + group.n, 0);
  if (n === 0) return undefined;
  const hits = filled.reduce((sum, group) => sum + group.hits, 0);
  // Half a hit keeps a share of nothing away from zero (Jeffreys' prior).
  const share = (hits + 0.5) / (n + 1);
  const pearson = filled.reduce(
    (sum, group) => sum + (group.hits - group.n * share) ** 2 / (group.n * share * (1 - share)),
    0,
  );
  const scale = filled.reduce((sum, group) => sum + (group.n - 1) * (1 - group.n / n), 0);
  const measured = scale > 0 ? (pearson - (filled.length - 1)) / scale : 0;
  const least = filled.length < 3 ? CORRELATION_UNKNOWN : Math.min(CORRELATION_MIN, share);
  const correlation = Math.min(CORRELATION_MAX, Math.max(least, measured));
  const weight = (1 - correlation) / correlation;
  return { a: share * weight, b: (1 - share) * weight, share };
}
