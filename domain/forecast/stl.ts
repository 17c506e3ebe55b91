/** Seasonal-trend decomposition by loess; see `loess.ts` for the source. */
import { loess, loessAt } from './loess.ts';
import { median } from './median.ts';

export interface Decomposition {
  seasonal: number[];
  trend: number[];
  remainder: number[];
}

export interface StlOptions {
  /** Values per season, at least 2. */
  period: number;
  /** Seasons over which the shape may change; without one the shape is the same throughout. */
  seasonalWindow?: number;
  /** Values that stand far out lose their weight. */
  robust?: boolean;
}

const ROBUST_ROUNDS = 15;

/** Splits a series of at least two seasons into season, trend and remainder, which add up to it. Throws RangeError for a shorter one. */
export function stl(y: readonly number[], { period, seasonalWindow, robust = false }: StlOptions): Decomposition {
  const n = y.length;
  if (period < 2 || n <= 2 * period) throw new RangeError('A decomposition needs more than two seasons.');
  const seasonal = seasonalWindow ?? 10 * n + 1;
  const windows = {
    period,
    seasonal,
    trend: nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / seasonal))),
    low: nextOdd(period),
  };
  let parts = { seasonal: zeros(n), trend: zeros(n) };
  let weights: number[] | undefined;
  const [outer, inner] = robust ? [ROBUST_ROUNDS, 1] : [0, 2];
  for (let round = 0; round <= outer; round++) {
    for (let pass = 0; pass < inner; pass++) parts = innerLoop(y, parts.trend, windows, weights);
    if (round < outer) weights = trustOf(y.map((value, i) => value - (parts.seasonal[i] ?? 0) - (parts.trend[i] ?? 0)));
  }
  if (seasonalWindow === undefined) parts.seasonal = cycleMeans(parts.seasonal, period);
  const remainder = y.map((value, i) => value - (parts.seasonal[i] ?? 0) - (parts.trend[i] ?? 0));
  return { ...parts, remainder };
}

interface Windows {
  period: number;
  seasonal: number;
  trend: number;
  low: number;
}

function innerLoop(
  y: readonly number[],
  trend: readonly number[],
  windows: Windows,
  weights: readonly number[] | undefined,
): { seasonal: number[]; trend: number[] } {
  const { period } = windows;
  const cycles = cycleSmooth(
    y.map((value, i) => value - (trend[i] ?? 0)),
    windows,
    weights,
  );
  const passed = movingMean(movingMean(movingMean(cycles, period), period), 3);
  const low = loess(passed, { window: windows.low, degree: 1, jump: jumpOf(windows.low) });
  const seasonal = low.map((value, i) => (cycles[period + i] ?? 0) - value);
  const adjusted = y.map((value, i) => value - (seasonal[i] ?? 0));
  return {
    seasonal,
    trend: loess(adjusted, { window: windows.trend, degree: 1, jump: jumpOf(windows.trend), weights }),
  };
}

/** Each weekday (or month…) smoothed by itself, one season longer at both ends. */
function cycleSmooth(
  y: readonly number[],
  { period, seasonal }: Windows,
  weights: readonly number[] | undefined,
): number[] {
  const smooth = zeros(y.length + 2 * period);
  for (let phase = 0; phase < period; phase++) {
    const own = y.filter((_, i) => i % period === phase);
    const options = {
      window: seasonal,
      degree: 0,
      jump: jumpOf(seasonal),
      weights: weights?.filter((_, i) => i % period === phase),
    } as const;
    const k = own.length;
    const inside = loess(own, options);
    const before = loessAt(own, options, 0, 1, Math.min(seasonal, k)) ?? inside[0] ?? 0;
    const after = loessAt(own, options, k + 1, Math.max(1, k - seasonal + 1), k) ?? inside[k - 1] ?? 0;
    for (const [m, value] of [before, ...inside, after].entries()) smooth[m * period + phase] = value;
  }
  return smooth;
}

function movingMean(values: readonly number[], window: number): number[] {
  let sum = values.slice(0, window).reduce((a, b) => a + b, 0);
  const means = [sum / window];
  for (let i = window; i < values.length; i++) {
    sum += (values[i] ?? 0) - (values[i - window] ?? 0);
    means.push(sum / window);
  }
  return means;
}

/** Bisquare weights of remainders: what lies six medians out is not trusted at all. */
function trustOf(remainder: readonly number[]): number[] {
  const sizes = remainder.map(Math.abs);
  const reach = 6 * median(sizes);
  return sizes.map((size) => {
    if (size <= 0.001 * reach) return 1;
    return size <= 0.999 * reach ? (1 - (size / reach) ** 2) ** 2 : 0;
  });
}

function cycleMeans(values: readonly number[], period: number): number[] {
  const means = Array.from({ length: period }, (_, phase) => {
    const own = values.filter((_, i) => i % period === phase);
    return own.reduce((a, b) => a + b, 0) / own.length;
  });
  return values.map((_, i) => means[i % period] ?? 0);
}

const zeros = (n: number) => new Array<number>(n).fill(0);
const jumpOf = (window: number) => Math.ceil(window / 10);

function nextOdd(number: number): number {
  return number % 2 === 0 ? number + 1 : number;
}
