import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leastUnlikely, poissonTail, seenPoissonTail, zeltermanRate } from './poisson.ts';

test('the tail has the values of the printed tables', () => {
  // P(X <= x) of common tables of the cumulative Poisson distribution, to four decimals.
  const printed: [x: number, mean: number, below: string][] = [
    [3, 2, '0.8571'],
    [4, 1, '0.9963'],
    [10, 10, '0.5830'],
    [0, 0.5, '0.6065'],
    [20, 15, '0.9170'],
    [2, 6, '0.0620'],
  ];
  for (const [x, mean, below] of printed) assert.equal((1 - poissonTail(x + 1, mean)).toFixed(4), below);
});

test('far in the tail it is still exact: the first term rules', () => {
  const first = (Math.exp(-0.01) * 0.01 ** 5) / 120;
  const tail = poissonTail(5, 0.01);
  assert.ok(tail > first && tail < first * 1.01);
});

test('the tail falls with the count, rises with the mean, and stays between 0 and 1', () => {
  const any = fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0.001, max: 1500, noNaN: true }));
  fc.assert(
    fc.property(any, ([count, mean]) => {
      const tail = poissonTail(count, mean);
      assert.ok(tail >= 0 && tail <= 1);
      assert.ok(poissonTail(count + 1, mean) <= tail + 1e-12);
      assert.ok(poissonTail(count, mean * 1.1) >= tail - 1e-12);
    }),
  );
});

test('among groups that were seen, one event is certain', () => {
  assert.equal(seenPoissonTail(1, 0.2), 1);
  assert.ok(seenPoissonTail(2, 0.2) > poissonTail(2, 0.2));
});

test('the least unlikely count is unlikely, and one less is not', () => {
  for (const mean of [0.01, 0.3, 2, 9]) {
    const count = leastUnlikely(mean, 1e-6, 2);
    assert.ok(seenPoissonTail(count, mean) <= 1e-6);
    assert.ok(count === 2 || seenPoissonTail(count - 1, mean) > 1e-6);
  }
  assert.equal(leastUnlikely(0.0001, 1e-6, 4), 4);
});

test('the rate comes back from groups of one and two, and a flood of large groups changes nothing', () => {
  // Of a Poisson with mean 0.3, e^-0.3 0.3 groups have one event and e^-0.3 0.045 have two.
  const [ones, twos] = [0.3, 0.045].map((share) => Math.round(1e6 * Math.exp(-0.3) * share));
  assert.ok(Math.abs(zeltermanRate(ones ?? 0, twos ?? 0, 0, 0.001) - 0.3) < 1e-4);
  assert.equal(zeltermanRate(0, 0, 0.05, 20), 0.05);
});
