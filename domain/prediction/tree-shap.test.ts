import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Tree } from './boosted-trees.ts';
import { explainTrees } from './tree-shap.ts';

const FEATURES = 4;

/** A tree that splits any feature anywhere, the same one also twice on a way. */
const tree: fc.Arbitrary<Tree> = fc
  .array(
    fc.record({
      leaf: fc.boolean(),
      feature: fc.nat(FEATURES - 1),
      bin: fc.integer({ min: 1, max: 8 }),
      share: fc.integer({ min: 1, max: 9 }),
      value: fc.integer({ min: -50, max: 50 }),
    }),
    { minLength: 31, maxLength: 31 },
  )
  .map((draws) => {
    const made: Tree = { feature: [], bin: [], left: [], right: [], value: [], cover: [] };
    const grow = (place: number, cover: number): number => {
      const { leaf, feature, bin, share, value } = draws[place]!;
      const node = made.feature.length;
      const isLeaf = (leaf && place > 0) || place >= 15;
      made.feature.push(isLeaf ? -1 : feature);
      made.bin.push(bin);
      made.left.push(0);
      made.right.push(0);
      made.value.push(isLeaf ? value / 10 : 0);
      made.cover.push(cover);
      if (!isLeaf) {
        made.left[node] = grow(2 * place + 1, (cover * share) / 10);
        made.right[node] = grow(2 * place + 2, (cover * (10 - share)) / 10);
      }
      return node;
    };
    grow(0, 1000);
    return made;
  });

/** The tree's value when only the features of `known` are. */
function worthOf(made: Tree, bins: readonly number[], known: number, node = 0): number {
  const split = made.feature[node]!;
  if (split === -1) return made.value[node]!;
  const [left, right] = [made.left[node]!, made.right[node]!];
  if (known & (1 << split)) return worthOf(made, bins, known, bins[split]! <= made.bin[node]! ? left : right);
  return (
    (made.cover[left]! * worthOf(made, bins, known, left) + made.cover[right]! * worthOf(made, bins, known, right)) /
    made.cover[node]!
  );
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** Shapley's formula over all subsets of features. */
function bruteForce(made: Tree, bins: readonly number[]): number[] {
  return Array.from({ length: FEATURES }, (_, feature) => {
    let sum = 0;
    for (let known = 0; known < 1 << FEATURES; known++) {
      if (known & (1 << feature)) continue;
      const size = known.toString(2).replace(/0/g, '').length;
      const weight = (factorial(size) * factorial(FEATURES - size - 1)) / factorial(FEATURES);
      sum += weight * (worthOf(made, bins, known | (1 << feature)) - worthOf(made, bins, known));
    }
    return sum;
  });
}

const bins = fc.array(fc.nat(9), { minLength: FEATURES, maxLength: FEATURES });

test('the contributions equal the Shapley values over all subsets, and sum to the log-odds', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), bins, (trees, row) => {
      const { base, contributions } = explainTrees({ base: -1.5, trees }, row);
      const expected = trees.map((each) => bruteForce(each, row));
      for (let feature = 0; feature < FEATURES; feature++) {
        const sum = expected.reduce((all, each) => all + each[feature]!, 0);
        assert.ok(Math.abs(contributions[feature]! - sum) < 1e-9, `${contributions[feature]} is not ${sum}`);
      }
      const odds = trees.reduce((all, each) => all + worthOf(each, row, (1 << FEATURES) - 1), -1.5);
      assert.ok(Math.abs(base + contributions.reduce((all, each) => all + each, 0) - odds) < 1e-9);
    }),
    { numRuns: 300 },
  );
});
