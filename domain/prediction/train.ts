/** Fits models to leads in order of time, and judges them on leads that came later. */
import { encode, fitEncoding } from './encode.ts';
import { type FeatureTable, rowsOf, type Span } from './features.ts';
import { type Calibration, calibrate, fitCalibration } from './isotonic.ts';
import { fitLogistic } from './logistic.ts';
import { type Learner, type LogisticModel, oddsOf } from './model.ts';
import { fitTreeModel } from './tree-model.ts';

/** Leads whose outcome is known, oldest first. */
export interface TrainingSet {
  table: FeatureTable;
  label: Uint8Array;
  /** When each was scored, or would have been: ms since 1970. */
  at: Float64Array;
  /** How long after that its outcome was certain, ms. */
  horizon: number;
}

/** A way to make a model. */
export interface Recipe {
  kind: Learner['kind'];
  /** Learns from so many of the newest rows only; absent: from all. */
  memory?: number;
}

export interface Calibrated {
  learner: Learner;
  calibration: Calibration;
}

/** As if each column had been seen to add nothing in ten rows or so: leads convert for few reasons that show. */
const RIDGE = 10;
const TOLERANCE = 1e-10;
const CALIBRATION_SHARE = 0.1;
const CALIBRATION_SHARE_MAX = 0.3;
/** Conversions that the calibration would like to see. */
const CALIBRATION_CONVERSIONS = 50;

/** Fits to the older rows of a span and calibrates on the newest. Throws when one outcome is missing. */
export function fitCalibrated(set: TrainingSet, span: Span, { kind, memory }: Recipe): Calibrated {
  const from = memory === undefined ? span.from : Math.max(span.from, span.to - memory);
  const cut = calibrationStart(set.label, { from, to: span.to });
  const learner = fitLearner(kind, rowsOf(set.table, { from, to: cut }), set.label.subarray(from, cut));
  const newest = rowsOf(set.table, { from: cut, to: span.to });
  return { learner, calibration: fitCalibration(oddsOf(learner, newest), set.label.subarray(cut, span.to)) };
}

/** A tenth of the rows, more until enough conversions are among them, never more than three tenths. */
function calibrationStart(label: Uint8Array, { from, to }: Span): number {
  const rows = to - from;
  const least = Math.round(to - rows * CALIBRATION_SHARE_MAX);
  let start = to;
  for (let conversions = 0; start > least; ) {
    start--;
    conversions += label[start]!;
    if (to - start >= rows * CALIBRATION_SHARE && conversions >= CALIBRATION_CONVERSIONS) break;
  }
  return start;
}

export function fitLearner(kind: Learner['kind'], table: FeatureTable, label: Uint8Array): Learner {
  if (kind === 'trees') return { kind, ...fitTreeModel(table, label) };
  return { kind, ...fitLogisticModel(table, label) };
}

function fitLogisticModel(table: FeatureTable, label: Uint8Array): LogisticModel {
  const encoding = fitEncoding(table);
  const design = encode(encoding, table);
  const ridge = new Float64Array(encoding.width).fill(RIDGE);
  ridge[0] = 0;
  const { coefficients } = fitLogistic(design, label, { ridge, tolerance: TOLERANCE });
  const means = new Float64Array(encoding.features.length);
  const { columns, values, entries } = design;
  for (let place = 0; place < means.length; place++) {
    for (let at = 1 + 2 * place; at < values.length; at += entries) {
      means[place]! += coefficients[columns[at]!]! * values[at]! + coefficients[columns[at + 1]!]! * values[at + 1]!;
    }
  }
  return { encoding, coefficients: [...coefficients], means: [...means.map((sum) => sum / table.rows)] };
}

/** What was foretold of rows that no model had seen, window after window. */
export interface OutOfTime {
  /** Rows in the order of time, from the first window's first on. */
  span: Span;
  probabilities: Float64Array;
  label: Uint8Array;
}

/**
 * Walks through the windows, each foretold by a model of the rows whose outcome was known when the window began.
 * Windows follow each other without a gap.
 */
export function foretell(set: TrainingSet, windows: readonly Span[], recipe: Recipe): OutOfTime {
  const span = { from: windows[0]?.from ?? 0, to: windows.at(-1)?.to ?? 0 };
  const probabilities = new Float64Array(span.to - span.from);
  for (const window of windows) {
    const { learner, calibration } = fitCalibrated(set, { from: 0, to: knownBefore(set, window.from) }, recipe);
    const odds = oddsOf(learner, rowsOf(set.table, window));
    for (const [place, value] of odds.entries()) {
      probabilities[window.from - span.from + place] = calibrate(calibration, value);
    }
  }
  return { span, probabilities, label: set.label.subarray(span.from, span.to) };
}

/** How many of the oldest rows had shown their outcome when the given row came. */
export function knownBefore({ at, horizon }: TrainingSet, row: number): number {
  let low = 0;
  let high = row;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! + horizon <= at[row]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Equal windows of rows from `from` to the end. */
export function windowsOf(rows: number, from: number, size: number): Span[] {
  const windows: Span[] = [];
  for (let start = from; start < rows; start += size) windows.push({ from: start, to: Math.min(rows, start + size) });
  return windows;
}
