/** Features as columns of a regression. Everything is learnt from the training rows alone. */
import { type CategoricalFeature, type Feature, type FeatureTable, pick } from './features.ts';
import type { Design } from './logistic.ts';
import { knotBelow, quantileKnots } from './quantiles.ts';

/**
 * A number becomes a line that bends at its knots (two neighbouring columns share each row: a linear spline), level
 * beyond the outer knots, with a column of its own for missing. A category becomes one column per level, and one for
 * all that are rare or new.
 */
export type FeatureEncoding =
  | { kind: 'numeric'; name: string; first: number; knots: number[] }
  | { kind: 'categorical'; name: string; first: number; levels: string[] };

export interface Encoding {
  /** Columns, the intercept among them as column 0. */
  width: number;
  features: FeatureEncoding[];
}

export interface EncodingOptions {
  knots?: number;
  /** A level with fewer training rows is rare. */
  rareRows?: number;
  /** Of a category, levels that get a column of their own. */
  levelsMax?: number;
}

/** Learns knots and levels. */
export function fitEncoding({ features }: FeatureTable, options: EncodingOptions = {}): Encoding {
  const { knots = 8, rareRows = 25, levelsMax = 40 } = options;
  const encoding: Encoding = { width: 1, features: [] };
  for (const feature of features) {
    const { name } = feature;
    const first = encoding.width;
    if (feature.kind === 'numeric') {
      const found = quantileKnots(feature.values, knots);
      encoding.features.push({ kind: 'numeric', name, first, knots: found });
      encoding.width += found.length + 1;
    } else {
      const levels = frequentLevels(feature, rareRows, levelsMax);
      encoding.features.push({ kind: 'categorical', name, first, levels });
      encoding.width += levels.length + 1;
    }
  }
  return encoding;
}

/** The most frequent levels first; equally frequent ones by name, so that the order of the rows does not show. */
function frequentLevels({ codes, levels }: CategoricalFeature, rareRows: number, max: number): string[] {
  const counts = new Float64Array(levels.length);
  for (const code of codes) counts[code]!++;
  return levels
    .map((level, code) => ({ level, rows: counts[code]! }))
    .filter(({ rows }) => rows >= rareRows)
    .sort((a, b) => b.rows - a.rows || (a.level < b.level ? -1 : 1))
    .slice(0, max)
    .map(({ level }) => level);
}

/** Entries of a row: the intercept, and two per feature, of which a category uses one. */
const entriesOf = (encoding: Encoding) => 1 + 2 * encoding.features.length;

/** The rows as a regression reads them. Throws when a feature of the encoding is not in the table. */
export function encode(encoding: Encoding, table: FeatureTable): Design {
  const entries = entriesOf(encoding);
  const columns = new Uint16Array(table.rows * entries);
  const values = new Float64Array(table.rows * entries);
  for (let at = 0; at < values.length; at += entries) values[at] = 1;
  const features = pick(
    table,
    encoding.features.map(({ name }) => name),
  );
  for (const [place, feature] of features.entries()) {
    const first = encoding.features[place]!;
    const fill = filler(first, feature);
    for (let row = 0, at = 1 + 2 * place; row < table.rows; row++, at += entries) fill(row, at, columns, values);
  }
  return { rows: table.rows, entries, width: encoding.width, columns, values };
}

/** How far a value is on the way from one knot to the next, 0 to 1. */
function shareBetween(low: number, high: number, value: number): number {
  // The distance of two numbers can be more than a number can hold; that of their halves cannot.
  const scale = Number.isFinite(high - low) ? 1 : 0.5;
  return (value * scale - low * scale) / (high * scale - low * scale);
}

type Fill = (row: number, at: number, columns: Uint16Array, values: Float64Array) => void;

function filler(encoding: FeatureEncoding, feature: Feature): Fill {
  const { first } = encoding;
  if (encoding.kind === 'numeric' && feature.kind === 'numeric') {
    const { knots } = encoding;
    const last = knots.length - 1;
    return (row, at, columns, values) => {
      const value = feature.values[row]!;
      columns[at] = columns[at + 1] = first;
      if (!Number.isFinite(value)) {
        columns[at] = first + knots.length;
        values[at] = 1;
        return;
      }
      const below = knotBelow(knots, value);
      if (below < 0 || below >= last) {
        // Without knots the number was never seen, and tells nothing.
        columns[at] = first + Math.max(0, below < 0 ? 0 : last);
        values[at] = last < 0 ? 0 : 1;
        return;
      }
      const share = shareBetween(knots[below]!, knots[below + 1]!, value);
      columns[at] = first + below;
      values[at] = 1 - share;
      columns[at + 1] = first + below + 1;
      values[at + 1] = share;
    };
  }
  if (encoding.kind === 'categorical' && feature.kind === 'categorical') {
    const places = new Map(encoding.levels.map((level, place) => [level, place]));
    const column = feature.levels.map((level) => first + (places.get(level) ?? encoding.levels.length));
    return (row, at, columns, values) => {
      columns[at] = column[feature.codes[row]!]!;
      values[at] = 1;
      columns[at + 1] = first;
    };
  }
  throw new Error(`The feature “${encoding.name}” was a ${encoding.kind} one when the model was made.`);
}
