/** Tails of the binomial distribution. */
import { logGamma } from './log-gamma.ts';

/** Terms below this part of the sum are left out. */
const NEGLIGIBLE = 1e-17;

/** The probability of at least `hits` hits in `n` tries that hit with probability `p` each; `hits` and `n` whole, 0 <= p <= 1. */
export function binomialTail(hits: number, n: number, p: number): number {
  if (hits <= 0) return 1;
  if (hits > n || p <= 0) return 0;
  if (p >= 1) return 1;
  // Below the mean the other side is the shorter sum, and nothing is lost where the answer is near 1.
  if (hits <= n * p) return 1 - binomialTail(n - hits + 1, n, 1 - p);
  const odds = p / (1 - p);
  let term = Math.exp(logChoose(n, hits) + hits * Math.log(p) + (n - hits) * Math.log1p(-p));
  let sum = 0;
  for (let k = hits; k <= n && term > sum * NEGLIGIBLE; k++) {
    sum += term;
    term *= ((n - k) / (k + 1)) * odds;
  }
  return Math.min(1, sum);
}

/** The natural logarithm of the number of ways to choose `k` of `n`. */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
