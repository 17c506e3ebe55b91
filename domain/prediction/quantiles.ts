/** Where numbers are cut. */

/** Cutting points are found in this many rows, taken evenly. */
const SAMPLE_ROWS = 50_000;

/**
 * Up to `count` distinct values that part the known numbers into shares of about equal size, smallest first, the
 * smallest and largest among them. With fewer distinct values than that: all of them.
 */
export function quantileKnots(values: Float64Array, count: number): number[] {
  const stride = Math.max(1, Math.floor(values.length / SAMPLE_ROWS));
  const known: number[] = [];
  for (let row = 0; row < values.length; row += stride) if (Number.isFinite(values[row])) known.push(values[row]!);
  const sorted = Float64Array.from(known).sort();
  if (sorted.length === 0) return [];
  const distinct = new Set<number>();
  for (const value of sorted) {
    distinct.add(value);
    if (distinct.size > count) break;
  }
  if (distinct.size <= count) return [...distinct];
  const knots = new Set<number>();
  for (let cut = 0; cut < count; cut++) knots.add(sorted[Math.round((cut * (sorted.length - 1)) / (count - 1))]!);
  return [...knots];
}

/** The place of the last knot not above a value; -1 below all of them. */
export function knotBelow(knots: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (knots[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
