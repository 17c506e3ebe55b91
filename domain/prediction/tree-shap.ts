/**
 * Exact Shapley values of a tree's features, the value of an unknown feature being averaged over the training rows.
 * Source: Lundberg, Erion and Lee, Consistent Individualized Feature Attribution for Tree Ensembles (2018),
 * algorithm 2.
 */
import type { Tree, TreeEnsemble } from './boosted-trees.ts';

export interface Explanation {
  /** Log-odds of an average training row. */
  base: number;
  /** Per feature, what it adds to the log-odds; with the base they sum to the row's log-odds. */
  contributions: Float64Array;
}

/** Explains one row by its bins, one per feature. */
export function explainTrees({ base, trees }: TreeEnsemble, bins: ArrayLike<number>): Explanation {
  const contributions = new Float64Array(bins.length);
  let expected = base;
  for (const tree of trees) {
    expected += expectation(tree, 0);
    walk(tree, bins, contributions, 0, [], { zero: 1, one: 1, feature: -1 });
  }
  return { base: expected, contributions };
}

function expectation(tree: Tree, node: number): number {
  if (tree.feature[node] === -1) return tree.value[node]!;
  const [left, right] = [tree.left[node]!, tree.right[node]!];
  return (
    (tree.cover[left]! * expectation(tree, left) + tree.cover[right]! * expectation(tree, right)) / tree.cover[node]!
  );
}

/** One feature on the way to a node. */
interface Step {
  feature: number;
  /** Share of the rows that go this way when the feature is unknown. */
  zero: number;
  /** 1 when the row goes this way, else 0. */
  one: number;
  /** Weight of the subsets of so many features as its place says. */
  weight: number;
}

function walk(
  tree: Tree,
  bins: ArrayLike<number>,
  contributions: Float64Array,
  node: number,
  before: readonly Step[],
  { zero, one, feature }: Omit<Step, 'weight'>,
): void {
  const path = extend(before, zero, one, feature);
  const split = tree.feature[node]!;
  if (split === -1) {
    for (let place = 1; place < path.length; place++) {
      const step = path[place]!;
      const weight = unwind(path, place).reduce((sum, each) => sum + each.weight, 0);
      contributions[step.feature]! += weight * (step.one - step.zero) * tree.value[node]!;
    }
    return;
  }
  const goesLeft = bins[split]! <= tree.bin[node]!;
  const [hot, cold] = goesLeft ? [tree.left[node]!, tree.right[node]!] : [tree.right[node]!, tree.left[node]!];
  let [oldZero, oldOne] = [1, 1];
  let rest: readonly Step[] = path;
  const known = path.findIndex((step) => step.feature === split);
  if (known >= 0) {
    oldZero = path[known]!.zero;
    oldOne = path[known]!.one;
    rest = unwind(path, known);
  }
  const share = (child: number) => (oldZero * tree.cover[child]!) / tree.cover[node]!;
  walk(tree, bins, contributions, hot, rest, { zero: share(hot), one: oldOne, feature: split });
  walk(tree, bins, contributions, cold, rest, { zero: share(cold), one: 0, feature: split });
}

function extend(before: readonly Step[], zero: number, one: number, feature: number): Step[] {
  const length = before.length;
  const path = before.map((step) => ({ ...step }));
  path.push({ feature, zero, one, weight: length === 0 ? 1 : 0 });
  for (let place = length - 1; place >= 0; place--) {
    path[place + 1]!.weight += (one * path[place]!.weight * (place + 1)) / (length + 1);
    path[place]!.weight *= (zero * (length - place)) / (length + 1);
  }
  return path;
}

/** The path as if the step at `place` had never been taken. */
function unwind(path: readonly Step[], place: number): Step[] {
  const length = path.length - 1;
  const { zero, one } = path[place]!;
  const rest = path.map((step) => ({ ...step }));
  let next = path[length]!.weight;
  for (let at = length - 1; at >= 0; at--) {
    if (one !== 0) {
      const weight = (next * (length + 1)) / ((at + 1) * one);
      next = path[at]!.weight - (weight * zero * (length - at)) / (length + 1);
      rest[at]!.weight = weight;
    } else {
      rest[at]!.weight = (path[at]!.weight * (length + 1)) / (zero * (length - at));
    }
  }
  for (let at = place; at < length; at++) {
    const following = path[at + 1]!;
    rest[at] = { ...rest[at]!, feature: following.feature, zero: following.zero, one: following.one };
  }
  rest.pop();
  return rest;
}
