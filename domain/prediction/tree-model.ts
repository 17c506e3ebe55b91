/** Trees over features: numbers cut at quantiles, categories by the rate of their levels, both learnt in training. */
import { BINS, type BinnedRows, fitTrees, type TreeEnsemble, treeOdds } from './boosted-trees.ts';
import { type Feature, type FeatureTable, pick, rowsOf } from './features.ts';
import { knotBelow, quantileKnots } from './quantiles.ts';
import { fitRates, type RateEncoding, ratesOf, ratesOutOfFold } from './rate-encoding.ts';

/** How a feature is cut into bins: a value's bin is the number of cuts not above it, plus one; missing is 0. */
export interface Binning {
  name: string;
  cuts: number[];
  /** Of a category. */
  rates?: RateEncoding;
}

export interface TreeModel {
  binning: Binning[];
  ensemble: TreeEnsemble;
}

const TREES_MAX = 200;
const PATIENCE = 15;
/** Share of the newest training rows by which the number of trees is chosen. */
const WATCHED = 0.15;

/** Grows trees on the rows, which stand in order of time: the newest tell when to stop, then all are used. */
export function fitTreeModel(table: FeatureTable, label: Uint8Array): TreeModel {
  const cut = Math.round(table.rows * (1 - WATCHED));
  const early = binTraining(rowsOf(table, { from: 0, to: cut }), label.subarray(0, cut));
  const late = rowsOf(table, { from: cut, to: table.rows });
  const watch = { data: binRows(early.binning, late), label: label.subarray(cut), patience: PATIENCE };
  const { trees } = fitTrees(early.data, label.subarray(0, cut), { trees: TREES_MAX, watch });
  const { binning, data } = binTraining(table, label);
  return { binning, ensemble: fitTrees(data, label, { trees: Math.max(1, trees.length) }) };
}

/** Log-odds of every row. */
export function treeModelOdds({ binning, ensemble }: TreeModel, table: FeatureTable): Float64Array {
  return treeOdds(ensemble, binRows(binning, table));
}

/** The rows as the trees read them. Throws when a feature is missing or of another kind. */
export function binRows(binning: readonly Binning[], table: FeatureTable): BinnedRows {
  const features = pick(
    table,
    binning.map(({ name }) => name),
  );
  return {
    rows: table.rows,
    bins: binning.map((each, place) => cutInto(each.cuts, numbersOf(each, features[place]!))),
  };
}

function numbersOf({ name, rates }: Binning, feature: Feature): Float64Array {
  if (feature.kind === 'numeric' && rates === undefined) return feature.values;
  if (feature.kind === 'categorical' && rates !== undefined) return ratesOf(rates, feature);
  throw new Error(`The feature “${name}” was of another kind when the model was made.`);
}

/** Categories of training rows are encoded out of fold; the model keeps the rates of all of them for later rows. */
function binTraining(table: FeatureTable, label: Uint8Array): { binning: Binning[]; data: BinnedRows } {
  const binning: Binning[] = [];
  const bins = table.features.map((feature) => {
    const numbers = feature.kind === 'numeric' ? feature.values : ratesOutOfFold(feature, label);
    const cuts = quantileKnots(numbers, BINS - 2);
    binning.push({
      name: feature.name,
      cuts,
      ...(feature.kind === 'categorical' ? { rates: fitRates(feature, label) } : {}),
    });
    return cutInto(cuts, numbers);
  });
  return { binning, data: { rows: table.rows, bins } };
}

function cutInto(cuts: readonly number[], numbers: Float64Array): Uint8Array {
  const sorted = Float64Array.from(cuts);
  // Below the first cut is still a known number, so its bin is 1.
  return Uint8Array.from(numbers, (value) => (Number.isFinite(value) ? Math.max(1, knotBelow(sorted, value) + 1) : 0));
}
