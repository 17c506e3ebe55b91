/**
 * Local regression over an evenly spaced series, as the STL procedure defines it.
 * Cleveland, Cleveland, McRae and Terpenning 1990, "STL: a seasonal-trend decomposition procedure based on loess",
 * Journal of Official Statistics 6, 3-73; the steps are those of the authors' published program, so that results agree.
 */

export interface LoessOptions {
  /** Points in the neighbourhood of each value. */
  window: number;
  degree: 0 | 1;
  /** Values are fitted at every so many points and drawn straight between them. */
  jump: number;
  /** Trust in each point, 0 to 1; all 1 where it is absent. */
  weights?: readonly number[] | undefined;
}

/** The smoothed series; as long as the given one. */
export function loess(y: readonly number[], options: LoessOptions): number[] {
  const n = y.length;
  if (n < 2) return [...y];
  const { window } = options;
  const step = Math.min(options.jump, n - 1);
  const half = (window + 1) >> 1;
  const smooth = new Array<number>(n).fill(0);
  let [left, right] = [1, Math.min(n, window)];
  for (let at = 1; at <= n; at += step) {
    if (window < n) {
      if (at < half) [left, right] = [1, window];
      else if (at >= n - half + 1) [left, right] = [n - window + 1, n];
      else [left, right] = [at - half + 1, window + at - half];
    }
    smooth[at - 1] = loessAt(y, options, at, left, right) ?? valueAt(y, at);
  }
  if (step === 1) return smooth;
  for (let at = 1; at <= n - step; at += step) straight(smooth, at, at + step);
  const last = Math.floor((n - 1) / step) * step + 1;
  if (last !== n) {
    smooth[n - 1] = loessAt(y, options, n, left, right) ?? valueAt(y, n);
    straight(smooth, last, n);
  }
  return smooth;
}

/**
 * The fit at one place, counted from 1, which may lie outside the series; `left` and `right` are the ends of its
 * neighbourhood. Undefined when no point near it is trusted.
 */
export function loessAt(
  y: readonly number[],
  { window, degree, weights }: LoessOptions,
  at: number,
  left: number,
  right: number,
): number | undefined {
  const n = y.length;
  let reach = Math.max(at - left, right - at);
  if (window > n) reach += Math.trunc((window - n) / 2);
  const kernel: number[] = [];
  let total = 0;
  for (let place = left; place <= right; place++) {
    const distance = Math.abs(place - at);
    let weight = 0;
    if (distance <= 0.999 * reach) {
      weight = distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3;
      if (weights !== undefined) weight *= valueAt(weights, place);
    }
    kernel.push(weight);
    total += weight;
  }
  if (total <= 0) return undefined;
  for (const index of kernel.keys()) kernel[index] = valueAt(kernel, index + 1) / total;
  if (reach > 0 && degree > 0) tilt(kernel, at, left, n);
  return kernel.reduce((sum, weight, index) => sum + weight * valueAt(y, left + index), 0);
}

/** Turns the weights of a local mean into those of a local line. */
function tilt(kernel: number[], at: number, left: number, n: number): void {
  const centre = kernel.reduce((sum, weight, index) => sum + weight * (left + index), 0);
  const spread = kernel.reduce((sum, weight, index) => sum + weight * (left + index - centre) ** 2, 0);
  if (Math.sqrt(spread) <= 0.001 * (n - 1)) return;
  const slope = (at - centre) / spread;
  for (const index of kernel.keys()) kernel[index] = valueAt(kernel, index + 1) * (slope * (left + index - centre) + 1);
}

function straight(values: number[], from: number, to: number): void {
  const [first, last] = [valueAt(values, from), valueAt(values, to)];
  for (let at = from + 1; at < to; at++) values[at - 1] = first + ((last - first) * (at - from)) / (to - from);
}

const valueAt = (values: readonly number[], place: number): number => values[place - 1] ?? 0;
