/** Categories as numbers for trees: the smoothed conversion rate of each level. */
import type { CategoricalFeature } from './features.ts';

/** Rates by level; a level that was not there gets the rate of all. */
export interface RateEncoding {
  rates: Record<string, number>;
  overall: number;
}

/** A level counts as if so many rows of the overall rate stood beside its own (Micci-Barreca 2001). */
const SMOOTHING_ROWS = 50;
const FOLDS = 5;

/** Learns the rates of all rows, for rows that are not among them. */
export function fitRates({ codes, levels }: CategoricalFeature, label: Uint8Array): RateEncoding {
  const { rows, hits, overall } = countLevels(codes, levels.length, label, () => true);
  const rates: [string, number][] = [];
  for (const [code, level] of levels.entries()) {
    if (rows[code]! > 0) rates.push([level, smoothed(hits[code]!, rows[code]!, overall)]);
  }
  return { rates: Object.fromEntries(rates), overall };
}

/** The number of each row by rates learnt elsewhere. */
export function ratesOf({ rates, overall }: RateEncoding, { codes, levels }: CategoricalFeature): Float64Array {
  const byCode = Float64Array.from(levels, (level) => (Object.hasOwn(rates, level) ? rates[level]! : overall));
  return Float64Array.from(codes, (code) => byCode[code]!);
}

/**
 * The number of each training row, learnt from the rows of the other folds only: a row's own outcome must not show in
 * its feature. Folds are every fifth row.
 */
export function ratesOutOfFold({ codes, levels }: CategoricalFeature, label: Uint8Array): Float64Array {
  const encoded = new Float64Array(codes.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const { rows, hits, overall } = countLevels(codes, levels.length, label, (row) => row % FOLDS !== fold);
    for (let row = fold; row < codes.length; row += FOLDS) {
      encoded[row] = smoothed(hits[codes[row]!]!, rows[codes[row]!]!, overall);
    }
  }
  return encoded;
}

function smoothed(hits: number, rows: number, overall: number): number {
  return (hits + SMOOTHING_ROWS * overall) / (rows + SMOOTHING_ROWS);
}

function countLevels(codes: Int32Array, levels: number, label: Uint8Array, counts: (row: number) => boolean) {
  const rows = new Float64Array(levels);
  const hits = new Float64Array(levels);
  let allRows = 0;
  let allHits = 0;
  for (let row = 0; row < codes.length; row++) {
    if (!counts(row)) continue;
    rows[codes[row]!]!++;
    hits[codes[row]!]! += label[row]!;
    allRows++;
    allHits += label[row]!;
  }
  return { rows, hits, overall: allRows === 0 ? 0 : allHits / allRows };
}
