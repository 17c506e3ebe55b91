/** What is known of the leads at the instant they are scored, column by column. Rows stand in order of time. */

export type Feature = NumericFeature | CategoricalFeature;

interface FeatureBase {
  name: string;
  /** True where the value comes into being only after a lead is scored, whatever the rows say. */
  setLater?: boolean;
  /**
   * True where the value is recorded as the lead comes, by what brings it: such a feature may be much better than all
   * others and still be honest, as a source is whose leads nearly all convert.
   */
  recorded?: boolean;
  /** Per row, the instant at which the value was set, ms since 1970; NaN where it is not known. */
  setAt?: Float64Array;
}

export interface NumericFeature extends FeatureBase {
  kind: 'numeric';
  /** NaN is missing. */
  values: Float64Array;
}

export interface CategoricalFeature extends FeatureBase {
  kind: 'categorical';
  /** Per row, the place in `levels`. An empty text is a level like any other. */
  codes: Int32Array;
  levels: readonly string[];
}

export interface FeatureTable {
  rows: number;
  features: readonly Feature[];
}

/** Rows from (inclusive) to (exclusive). */
export interface Span {
  from: number;
  to: number;
}

/** A column of texts as a feature. */
export function categorical(name: string, texts: readonly string[]): CategoricalFeature {
  const places = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  });
  return { kind: 'categorical', name, codes, levels: [...places.keys()] };
}

/** The rows of a span, without copying what they hold. */
export function rowsOf({ features }: FeatureTable, { from, to }: Span): FeatureTable {
  return {
    rows: to - from,
    features: features.map((feature) => ({
      ...feature,
      ...(feature.setAt === undefined ? {} : { setAt: feature.setAt.subarray(from, to) }),
      ...(feature.kind === 'numeric'
        ? { values: feature.values.subarray(from, to) }
        : { codes: feature.codes.subarray(from, to) }),
    })) as Feature[],
  };
}

/** The table without the named features. */
export function without(table: FeatureTable, names: ReadonlySet<string>): FeatureTable {
  return { ...table, features: table.features.filter(({ name }) => !names.has(name)) };
}

/** The named features, in that order. Throws when one is not there: a model must not be fed with something else. */
export function pick(table: FeatureTable, names: readonly string[]): Feature[] {
  return names.map((name) => {
    const found = table.features.find((feature) => feature.name === name);
    if (found === undefined) throw new Error(`The feature “${name}” is not there.`);
    return found;
  });
}
