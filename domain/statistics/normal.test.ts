import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benjaminiHochberg, normalTail } from './normal.ts';

test('the tail of the normal distribution equals published values', () => {
  // R: pnorm(z, lower.tail = FALSE).
  const published: [z: number, tail: number][] = [
    [0, 0.5],
    [1, 0.158655253931457],
    [1.959963984540054, 0.025],
    [2.99, 0.00139488723549225],
    [3, 0.00134989803163009],
    [6, 9.8658764503769e-10],
    [10, 7.61985302416052e-24],
    [-1.5, 0.933192798731142],
  ];
  for (const [z, tail] of published) {
    assert.ok(Math.abs(normalTail(z) - tail) <= 1e-11 * tail, `${z}: ${normalTail(z)} is not ${tail}`);
  }
});

test('adjusted p-values equal those of R (p.adjust with BH)', () => {
  const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
  const bh = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714285714286, 0.216, 0.216, 0.216];
  for (const [i, value] of benjaminiHochberg(p).entries()) assert.ok(Math.abs(value - (bh[i] ?? 0)) < 1e-12);
  assert.deepEqual(benjaminiHochberg(p.toReversed()), benjaminiHochberg(p).toReversed());
});
