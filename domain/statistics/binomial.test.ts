import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binomialTail, logChoose } from './binomial.ts';

const near = (actual: number, expected: number, relative = 1e-11) =>
  assert.ok(Math.abs(actual - expected) <= relative * expected, `${actual} is not ${expected}`);

/** Every term written out, for small n. */
function byDefinition(hits: number, n: number, p: number): number {
  let sum = 0;
  for (let k = hits; k <= n; k++) {
    let ways = 1;
    for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
    sum += ways * p ** k * (1 - p) ** (n - k);
  }
  return sum;
}

test('exact tails: ten heads of ten, the fair coin, ten of twelve', () => {
  near(binomialTail(10, 10, 0.5), 1 / 1024);
  near(binomialTail(5, 10, 0.5), 638 / 1024);
  near(binomialTail(10, 12, 0.5), 79 / 4096);
  near(binomialTail(2, 3, 0.1), 0.028);
});

test('every tail of up to 40 tries is the sum of its terms', () => {
  for (const n of [1, 7, 40]) {
    for (const p of [0.003, 0.2, 0.5, 0.97]) {
      for (let hits = 0; hits <= n; hits++) near(binomialTail(hits, n, p), byDefinition(hits, n, p), 1e-9);
    }
  }
});

test('the ends: no hit is sure, more hits than tries are impossible', () => {
  assert.deepEqual(
    [binomialTail(0, 5, 0.1), binomialTail(6, 5, 0.1), binomialTail(1, 5, 0), binomialTail(5, 5, 1)],
    [1, 0, 0, 1],
  );
});

test('ways to choose', () => {
  near(Math.exp(logChoose(52, 5)), 2_598_960, 1e-9);
  near(Math.exp(logChoose(7, 3)), 35, 1e-9);
});
