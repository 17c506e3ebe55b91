/** The normal distribution and many tests at once. */

/**
 * P(Z >= z) of the standard normal, by the continued fraction and series of the complementary error function
 * (Abramowitz and Stegun 1964, 7.1.5 and 7.1.14); relative error below 1e-12 for |z| < 38.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 38) return 0;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** p-values adjusted so that among those below q at most a share q is expected to be false: Benjamini and Hochberg 1995. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const n = p.length;
  const order = p.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value);
  const adjusted = new Array<number>(n).fill(1);
  let least = 1;
  for (const [rank, { value, index }] of order.entries()) {
    least = Math.min(least, (value * n) / (n - rank));
    adjusted[index] = least;
  }
  return adjusted;
}
