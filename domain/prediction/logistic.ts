/** Logistic regression, plain or with a ridge, by iteratively reweighted least squares. */
import { cholesky, inverseDiagonal, solveCholesky } from './cholesky.ts';

/**
 * Rows that all have the same number of entries: `columns[row * entries + k]` names the column of the k-th entry and
 * `values` its value; every other column of the row is 0. A row names a column twice only with a value of 0. Column 0
 * is the intercept by custom.
 */
export interface Design {
  rows: number;
  entries: number;
  width: number;
  columns: Uint16Array;
  values: Float64Array;
}

export interface LogisticOptions {
  /** Half the penalty's curvature per column; 0 leaves the column free. Absent: no penalty at all. */
  ridge?: Float64Array;
  /** Half the gain in log-likelihood per row below which the search ends; absent: as near as numbers allow. */
  tolerance?: number;
}

export interface LogisticFit {
  coefficients: Float64Array;
  /** Without the penalty. */
  logLikelihood: number;
  iterations: number;
}

/** The curvature is taken from every n-th row so that it costs no more than this many; the slope always from all. */
const CURVATURE_ROWS = 20_000;
const ITERATIONS_MAX = 100;
/** Newton's decrement per row, half the gain in log-likelihood that is expected, below which nothing is left to gain. */
const TOLERANCE = 1e-16;
/** Of a likelihood summed over many rows, the share that rounding may hide. */
const ROUNDING = 1e-12;
const HALVINGS_MAX = 30;
/** A likelihood this near to certainty is one that only ever larger coefficients would still raise. */
const CERTAIN = 1e-6;

/**
 * Maximises the (penalised) likelihood: Newton steps solved by Cholesky, halved while they would lose. With more than
 * 20,000 rows the curvature comes from a share of them, which changes the way but not the end: the slope of all rows
 * decides when it is reached.
 * Throws when the columns are collinear and no ridge parts them, or when the outcomes are perfectly separated.
 * Source: McCullagh and Nelder, Generalized Linear Models (1989), 2.5.
 */
export function fitLogistic(design: Design, label: Uint8Array, options: LogisticOptions = {}): LogisticFit {
  const { width, rows } = design;
  const ridge = options.ridge ?? new Float64Array(width);
  const stride = Math.max(1, Math.floor(rows / CURVATURE_ROWS));
  let coefficients = new Float64Array(width);
  let here = slopeAt(design, label, coefficients, ridge);
  for (let iteration = 1; iteration <= ITERATIONS_MAX; iteration++) {
    const lower = factorAt(design, coefficients, ridge, stride);
    const step = solveCholesky(lower, width, here.slope);
    const least = Math.max((options.tolerance ?? TOLERANCE) * rows, ROUNDING * Math.abs(here.gain));
    if (dot(step, here.slope) / 2 <= least) {
      // Rounding may hide what the last step gains, so it is taken unseen.
      coefficients = moved(coefficients, step, 1);
      const { logLikelihood } = slopeAt(design, label, coefficients, ridge);
      if (logLikelihood > -CERTAIN) throw new Error('The outcomes are separated.');
      return { coefficients, logLikelihood, iterations: iteration };
    }
    let scale = 1;
    let next = slopeAt(design, label, moved(coefficients, step, scale), ridge);
    for (let halving = 0; !(next.gain >= here.gain) && halving < HALVINGS_MAX; halving++) {
      scale /= 2;
      next = slopeAt(design, label, moved(coefficients, step, scale), ridge);
    }
    if (!(next.gain >= here.gain)) throw new Error('The regression does not settle: the outcomes are separated.');
    coefficients = moved(coefficients, step, scale);
    here = next;
  }
  throw new Error('The regression does not settle: the outcomes are separated.');
}

/** Standard errors of coefficients, from the curvature at the optimum; with a ridge, the spread of the posterior. */
export function standardErrors(design: Design, coefficients: Float64Array, ridge?: Float64Array): Float64Array {
  const lower = factorAt(design, coefficients, ridge ?? new Float64Array(design.width), 1);
  return inverseDiagonal(lower, design.width).map(Math.sqrt);
}

/** Log-odds of every row. */
export function logOdds({ rows, entries, columns, values }: Design, coefficients: Float64Array): Float64Array {
  const odds = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let k = 0; k < entries; k++, at++) sum += coefficients[columns[at]!]! * values[at]!;
    odds[row] = sum;
  }
  return odds;
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

interface Slope {
  /** Of the penalised log-likelihood. */
  slope: Float64Array;
  gain: number;
  logLikelihood: number;
}

function slopeAt(design: Design, label: Uint8Array, coefficients: Float64Array, ridge: Float64Array): Slope {
  const { rows, entries, columns, values, width } = design;
  const slope = new Float64Array(width);
  let logLikelihood = 0;
  for (let row = 0, start = 0; row < rows; row++, start += entries) {
    let odds = 0;
    for (let at = start; at < start + entries; at++) odds += coefficients[columns[at]!]! * values[at]!;
    const small = Math.exp(-Math.abs(odds));
    const positive = label[row] === 1;
    logLikelihood -= Math.log1p(small) + (positive === odds < 0 ? Math.abs(odds) : 0);
    const rest = (positive ? 1 : 0) - (odds >= 0 ? 1 / (1 + small) : small / (1 + small));
    for (let at = start; at < start + entries; at++) slope[columns[at]!]! += rest * values[at]!;
  }
  let penalty = 0;
  for (let column = 0; column < width; column++) {
    penalty += (ridge[column]! * coefficients[column]! ** 2) / 2;
    slope[column]! -= ridge[column]! * coefficients[column]!;
  }
  return { slope, gain: logLikelihood - penalty, logLikelihood };
}

/** The factored curvature of the penalised likelihood. */
function factorAt(design: Design, coefficients: Float64Array, ridge: Float64Array, stride: number): Float64Array {
  const { rows, entries, columns, values, width } = design;
  const curvature = new Float64Array(width * width);
  let counted = 0;
  for (let row = 0; row < rows; row += stride) {
    counted++;
    const start = row * entries;
    const end = start + entries;
    let odds = 0;
    for (let at = start; at < end; at++) odds += coefficients[columns[at]!]! * values[at]!;
    const small = Math.exp(-Math.abs(odds));
    const weight = small / (1 + small) ** 2;
    for (let first = start; first < end; first++) {
      const scaled = weight * values[first]!;
      if (scaled === 0) continue;
      const line = columns[first]! * width;
      for (let second = start; second <= first; second++)
        curvature[line + columns[second]!]! += scaled * values[second]!;
    }
  }
  const share = rows / Math.max(1, counted);
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < row; column++) {
      // Each pair was counted once, on whichever side of the diagonal its entries stood.
      const both = (curvature[row * width + column]! + curvature[column * width + row]!) * share;
      curvature[row * width + column] = curvature[column * width + row] = both;
    }
    curvature[row * width + row] = curvature[row * width + row]! * share + ridge[row]!;
  }
  const lower = cholesky(curvature, width);
  if (lower === undefined) throw new Error('The columns are collinear, or the outcomes are separated.');
  return lower;
}

function moved(from: Float64Array, step: Float64Array, scale: number): Float64Array<ArrayBuffer> {
  return from.map((value, place) => value + scale * step[place]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < a.length; place++) sum += a[place]! * b[place]!;
  return sum;
}
