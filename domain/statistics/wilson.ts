/** Interval of a share by Wilson's score method, without continuity correction. */

/** 97.5 % point of the standard normal distribution: two-sided 95 %. */
export const Z95 = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

/**
 * The interval of the share `hits / n` at `z` standard errors; undefined when n is 0.
 * Wilson (1927), JASA 22, 209-212; method 3 of Newcombe (1998), Statistics in Medicine 17, 857-872.
 */
export function wilson(hits: number, n: number, z = Z95): Interval | undefined {
  if (n <= 0) return undefined;
  const share = hits / n;
  const z2 = z * z;
  const centre = share + z2 / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share) + z2 / (4 * n)) / n);
  const scale = 1 + z2 / n;
  // At the ends the formula gives 0 and 1 but for rounding.
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: hits === n ? 1 : Math.min(1, (centre + spread) / scale),
  };
}
