import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitTrees, type Tree, treeOdds } from './boosted-trees.ts';
import { sigmoid } from './logistic.ts';
import { auc } from './metrics.ts';

/** Numbers that look like chance but are always the same. */
const draw = (row: number, salt: number) => (Math.sin(row * 12.9898 + salt * 78.233) * 43758.5453) % 1;
const ROWS = 6000;
const bins = [1, 2, 3].map((salt) =>
  Uint8Array.from({ length: ROWS }, (_, row) => 1 + Math.floor(Math.abs(draw(row, salt)) * 50)),
);
/** Converts where exactly one of two features is high: no straight line tells that. */
const label = Uint8Array.from({ length: ROWS }, (_, row) => {
  const odd = bins[0]![row]! > 25 !== bins[1]![row]! > 25;
  return Math.abs(draw(row, 9)) < (odd ? 0.8 : 0.1) ? 1 : 0;
});
const data = { rows: ROWS, bins };

test('trees find what lies in two features together', () => {
  const odds = treeOdds(fitTrees(data, label, { trees: 40 }), data);
  assert.ok(auc(odds, label) > 0.83);
  const mean = odds.reduce((sum, each) => sum + sigmoid(each), 0) / ROWS;
  assert.ok(Math.abs(mean - label.reduce((sum, y) => sum + y, 0) / ROWS) < 0.01);
});

test('the first split and its leaves are those that a search over all cuts finds', () => {
  const { base, trees } = fitTrees(data, label, { trees: 1, depth: 1, learningRate: 1, ridge: 2, leafRows: 10 });
  const slope = Array.from(label, (y) => y - sigmoid(base));
  const curvature = sigmoid(base) * (1 - sigmoid(base));
  let best = { gain: -1, feature: -1, bin: -1, left: 0, right: 0, rows: 0 };
  for (const [feature, column] of bins.entries()) {
    for (let bin = 1; bin < 51; bin++) {
      const sums = { left: 0, right: 0, rows: 0 };
      for (let row = 0; row < ROWS; row++) {
        if (column[row]! <= bin) {
          sums.left += slope[row]!;
          sums.rows++;
        } else sums.right += slope[row]!;
      }
      if (sums.rows < 10 || ROWS - sums.rows < 10) continue;
      const side = (sum: number, rows: number) => sum ** 2 / (rows * curvature + 2);
      const gain = side(sums.left, sums.rows) + side(sums.right, ROWS - sums.rows);
      if (gain > best.gain + 1e-9) best = { gain, feature, bin, ...sums };
    }
  }
  const tree = trees[0] as Tree;
  assert.deepEqual([tree.feature[0], tree.bin[0]], [best.feature, best.bin]);
  assert.deepEqual(tree.cover, [ROWS, best.rows, ROWS - best.rows]);
  assert.ok(Math.abs(tree.value[1]! - best.left / (best.rows * curvature + 2)) < 1e-9);
  assert.ok(Math.abs(tree.value[2]! - best.right / ((ROWS - best.rows) * curvature + 2)) < 1e-9);
});

test('a node covers what its children cover, and no leaf holds fewer rows than asked', () => {
  for (const { feature, left, right, cover } of fitTrees(data, label, { trees: 5, leafRows: 60 }).trees) {
    for (const [node, split] of feature.entries()) {
      if (split === -1) assert.ok(cover[node]! >= 60);
      else assert.equal(cover[node], cover[left[node]!]! + cover[right[node]!]!);
    }
  }
});

test('where nothing is to be learnt, watching stops the growth early', () => {
  const noise = Uint8Array.from({ length: ROWS }, (_, row) => (Math.abs(draw(row, 33)) < 0.3 ? 1 : 0));
  const half = (from: number, to: number) => ({ rows: to - from, bins: bins.map((each) => each.subarray(from, to)) });
  const watch = { data: half(3000, ROWS), label: noise.subarray(3000), patience: 10 };
  const { trees } = fitTrees(half(0, 3000), noise.subarray(0, 3000), { trees: 200, watch });
  assert.ok(trees.length < 15, `${trees.length} trees`);
});
