/** Whether two samples come from one distribution, by the largest distance of their cumulative shares. */

export interface Distance {
  /** Largest difference of the cumulative shares, 0 to 1; positive where the first sample lies lower. */
  distance: number;
  /** Where it is: share of either sample at or below the place. */
  first: number;
  second: number;
  /** Index of the place: of the bin, or of the sorted values of both samples together. */
  at: number;
  /** Probability of a distance this large, of either sign, when both come from one distribution. */
  p: number;
}

/** P(K > x) of Kolmogorov's limiting distribution (Smirnov 1948, Annals of Mathematical Statistics 19, 279-281). */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    // Far left the other series converges: sqrt(2 pi) / x sum exp(-(2k-1)^2 pi^2 / 8x^2).
    let below = 0;
    for (let k = 1; k <= 20; k++) below += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return Math.min(1, Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * below));
  }
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/**
 * The two-sample test on counts per bin, both in the same order of bins. The probability uses the effective size with
 * Stephens' correction for small samples (Press et al., Numerical Recipes, 3rd edition, 14.3.3). Binning can only
 * shorten the distance, so it never finds a difference that the values do not show.
 */
export function ksOfBins(first: readonly number[], second: readonly number[]): Distance | undefined {
  const n = first.reduce((sum, count) => sum + count, 0);
  const m = second.reduce((sum, count) => sum + count, 0);
  if (n === 0 || m === 0) return undefined;
  let [below, other] = [0, 0];
  let found = { distance: 0, first: 0, second: 0, at: 0 };
  for (let bin = 0; bin < Math.max(first.length, second.length); bin++) {
    below += first[bin] ?? 0;
    other += second[bin] ?? 0;
    const distance = below / n - other / m;
    if (Math.abs(distance) > Math.abs(found.distance))
      found = { distance, first: below / n, second: other / m, at: bin };
  }
  const root = Math.sqrt((n * m) / (n + m));
  return { ...found, p: kolmogorovTail((root + 0.12 + 0.11 / root) * Math.abs(found.distance)) };
}

/** The two-sample test on values. */
export function ksOfValues(first: readonly number[], second: readonly number[]): Distance | undefined {
  const places = [...new Set([...first, ...second])].sort((a, b) => a - b);
  const place = new Map(places.map((value, index) => [value, index]));
  const binned = (values: readonly number[]) => {
    const bins = new Array<number>(places.length).fill(0);
    for (const value of values) {
      const at = place.get(value) ?? 0;
      bins[at] = (bins[at] ?? 0) + 1;
    }
    return bins;
  };
  return ksOfBins(binned(first), binned(second));
}
