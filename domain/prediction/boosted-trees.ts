/**
 * Gradient boosted trees for a yes or no, grown level by level on histograms.
 * Source: Friedman, Annals of Statistics 29 (2001) 1189; gain and leaf by second order as in Chen and Guestrin,
 * XGBoost (KDD 2016), equations 5 to 7.
 */
import { sigmoid } from './logistic.ts';

/** Features cut into bins, one array per feature; bin 0 is missing and lies below all others. */
export interface BinnedRows {
  rows: number;
  bins: readonly Uint8Array[];
}

/** A tree as arrays over its nodes; the root is node 0. */
export interface Tree {
  /** Feature of an inner node; -1 marks a leaf. */
  feature: number[];
  /** Rows whose bin is not above it go left. */
  bin: number[];
  left: number[];
  right: number[];
  /** Log-odds of a leaf, already shrunken. */
  value: number[];
  /** Training rows that came to the node. */
  cover: number[];
}

export interface TreeEnsemble {
  /** Log-odds before the first tree. */
  base: number;
  trees: Tree[];
}

export interface TreeOptions {
  trees?: number;
  depth?: number;
  learningRate?: number;
  /** Added to the curvature of every leaf. */
  ridge?: number;
  /** Rows a leaf must hold at least. */
  leafRows?: number;
  /** Rows set aside to see when more trees no longer help; growing stops after so many that did not. */
  watch?: { data: BinnedRows; label: Uint8Array; patience: number };
}

export const BINS = 64;

/** Every tree is grown from no more than about this many rows, each time from others. */
const ROWS_PER_TREE = 100_000;

/** Grows an ensemble. Nothing is drawn by chance: the same rows give the same trees. */
export function fitTrees(data: BinnedRows, label: Uint8Array, options: TreeOptions = {}): TreeEnsemble {
  const { trees: treesMax = 200, depth = 4, learningRate = 0.1, ridge = 1, leafRows = 40, watch } = options;
  const converted = label.reduce((sum, value) => sum + value, 0);
  const share = (converted + 0.5) / (data.rows + 1);
  const ensemble: TreeEnsemble = { base: Math.log(share / (1 - share)), trees: [] };
  const odds = new Float64Array(data.rows).fill(ensemble.base);
  const watched = watch && new Float64Array(watch.data.rows).fill(ensemble.base);
  const stride = Math.max(1, Math.floor(data.rows / ROWS_PER_TREE));
  let best = { loss: Number.POSITIVE_INFINITY, trees: 0 };
  for (let number = 0; number < treesMax; number++) {
    const rows = Uint32Array.from(
      { length: Math.floor((data.rows - (number % stride) - 1) / stride) + 1 },
      (_, n) => n * stride + (number % stride),
    );
    const tree = growTree(data.bins, rows, gradientsOf(odds, label), { depth, ridge, leafRows, learningRate });
    if (tree.feature[0] === -1) break;
    ensemble.trees.push(tree);
    addTree(tree, data, odds);
    if (watch === undefined || watched === undefined) continue;
    addTree(tree, watch.data, watched);
    const loss = lossOf(watched, watch.label);
    if (loss < best.loss) best = { loss, trees: ensemble.trees.length };
    else if (ensemble.trees.length - best.trees >= watch.patience) break;
  }
  if (watch !== undefined) ensemble.trees.length = best.trees;
  return ensemble;
}

/** Log-odds of every row. */
export function treeOdds({ base, trees }: TreeEnsemble, data: BinnedRows): Float64Array {
  const odds = new Float64Array(data.rows).fill(base);
  for (const tree of trees) addTree(tree, data, odds);
  return odds;
}

function addTree({ feature, bin, left, right, value }: Tree, { rows, bins }: BinnedRows, odds: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    let node = 0;
    for (let split = feature[0]!; split >= 0; split = feature[node]!) {
      node = bins[split]![row]! <= bin[node]! ? left[node]! : right[node]!;
    }
    odds[row]! += value[node]!;
  }
}

function lossOf(odds: Float64Array, label: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < odds.length; row++) {
    const wrong = label[row] === 1 ? -odds[row]! : odds[row]!;
    sum += Math.max(0, wrong) + Math.log1p(Math.exp(-Math.abs(wrong)));
  }
  return sum;
}

interface Gradients {
  slope: Float64Array;
  curvature: Float64Array;
}

function gradientsOf(odds: Float64Array, label: Uint8Array): Gradients {
  const slope = new Float64Array(odds.length);
  const curvature = new Float64Array(odds.length);
  for (let row = 0; row < odds.length; row++) {
    const probability = sigmoid(odds[row]!);
    slope[row] = label[row]! - probability;
    curvature[row] = Math.max(probability * (1 - probability), 1e-9);
  }
  return { slope, curvature };
}

interface Growth {
  depth: number;
  ridge: number;
  leafRows: number;
  learningRate: number;
}

/** Sums per feature and bin, three numbers each: slope, curvature, rows. */
type Histogram = Float64Array;

interface Node {
  /** Its place in the tree, and its rows as a stretch of `order`. */
  place: number;
  from: number;
  to: number;
  histogram: Histogram;
}

function growTree(bins: BinnedRows['bins'], order: Uint32Array, gradients: Gradients, growth: Growth): Tree {
  const tree: Tree = { feature: [], bin: [], left: [], right: [], value: [], cover: [] };
  const root = { from: 0, to: order.length, histogram: histogramOf(bins, order, gradients) };
  let level: Node[] = [{ place: addLeaf(tree, root, growth), ...root }];
  for (let depth = 0; depth < growth.depth; depth++) {
    const next: Node[] = [];
    for (const node of level) {
      const split = bestSplit(node.histogram, bins.length, growth);
      if (split === undefined) continue;
      const middle = part(order, node, bins[split.feature]!, split.bin);
      const [left, right] = childrenOf(bins, order, gradients, node, middle);
      tree.feature[node.place] = split.feature;
      tree.bin[node.place] = split.bin;
      tree.value[node.place] = 0;
      const leftPlace = addLeaf(tree, left, growth);
      const rightPlace = addLeaf(tree, right, growth);
      tree.left[node.place] = leftPlace;
      tree.right[node.place] = rightPlace;
      next.push({ place: leftPlace, ...left }, { place: rightPlace, ...right });
    }
    level = next;
  }
  return tree;
}

/** Adds a leaf with the step that gains most for its rows; returns its place. */
function addLeaf(tree: Tree, { from, to, histogram }: Omit<Node, 'place'>, growth: Growth): number {
  let slope = 0;
  let curvature = growth.ridge;
  // Every row stands in one bin of the first feature.
  for (let bin = 0; bin < BINS; bin++) {
    slope += histogram[bin * 3]!;
    curvature += histogram[bin * 3 + 1]!;
  }
  tree.feature.push(-1);
  tree.bin.push(0);
  tree.left.push(0);
  tree.right.push(0);
  tree.value.push((growth.learningRate * slope) / curvature);
  tree.cover.push(to - from);
  return tree.feature.length - 1;
}

function histogramOf(bins: BinnedRows['bins'], rows: Uint32Array, { slope, curvature }: Gradients): Histogram {
  const histogram = new Float64Array(bins.length * BINS * 3);
  for (let feature = 0; feature < bins.length; feature++) {
    const column = bins[feature]!;
    const start = feature * BINS * 3;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!;
      const at = start + column[row]! * 3;
      histogram[at]! += slope[row]!;
      histogram[at + 1]! += curvature[row]!;
      histogram[at + 2]!++;
    }
  }
  return histogram;
}

/** The smaller child is counted, the larger is what is left of the parent. */
function childrenOf(bins: BinnedRows['bins'], order: Uint32Array, gradients: Gradients, parent: Node, middle: number) {
  const leftSmaller = middle - parent.from <= parent.to - middle;
  const rows = leftSmaller ? order.subarray(parent.from, middle) : order.subarray(middle, parent.to);
  const smaller = histogramOf(bins, rows, gradients);
  const larger = parent.histogram;
  for (let at = 0; at < larger.length; at++) larger[at]! -= smaller[at]!;
  return [
    { from: parent.from, to: middle, histogram: leftSmaller ? smaller : larger },
    { from: middle, to: parent.to, histogram: leftSmaller ? larger : smaller },
  ] as const;
}

/** Puts the rows that go left first and returns where the others begin. */
function part(order: Uint32Array, { from, to }: Node, column: Uint8Array, bin: number): number {
  const right: number[] = [];
  let place = from;
  for (let at = from; at < to; at++) {
    const row = order[at]!;
    if (column[row]! <= bin) order[place++] = row;
    else right.push(row);
  }
  order.set(right, place);
  return place;
}

function bestSplit(histogram: Histogram, features: number, { ridge, leafRows }: Growth) {
  let best: { feature: number; bin: number; gain: number } | undefined;
  for (let feature = 0; feature < features; feature++) {
    const start = feature * BINS * 3;
    const all = [0, 0, 0];
    for (let at = start; at < start + BINS * 3; at++) all[(at - start) % 3]! += histogram[at]!;
    const [slope, curvature, rows] = all as [number, number, number];
    const whole = slope ** 2 / (curvature + ridge);
    let leftSlope = 0;
    let leftCurvature = 0;
    let leftRows = 0;
    for (let bin = 0; bin < BINS - 1; bin++) {
      const at = start + bin * 3;
      if (histogram[at + 2] === 0) continue;
      leftSlope += histogram[at]!;
      leftCurvature += histogram[at + 1]!;
      leftRows += histogram[at + 2]!;
      if (leftRows < leafRows) continue;
      if (rows - leftRows < leafRows) break;
      const gain =
        leftSlope ** 2 / (leftCurvature + ridge) +
        (slope - leftSlope) ** 2 / (curvature - leftCurvature + ridge) -
        whole;
      if (gain > (best?.gain ?? 1e-9)) best = { feature, bin, gain };
    }
  }
  return best;
}
