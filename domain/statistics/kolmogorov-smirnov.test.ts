import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kolmogorovTail, ksOfBins, ksOfValues } from './kolmogorov-smirnov.ts';

test("the limiting distribution has the values of Smirnov's table (1948), to six decimals", () => {
  const table: [x: number, below: string][] = [
    [0.5, '0.036055'],
    [1, '0.730000'],
    [1.5, '0.977782'],
    [2, '0.999329'],
  ];
  for (const [x, below] of table) assert.equal((1 - kolmogorovTail(x)).toFixed(6), below);
});

test('the usual critical values: 1.3581 at 5 %, 1.6276 at 1 %', () => {
  assert.ok(Math.abs(kolmogorovTail(1.3581) - 0.05) < 1e-5);
  assert.ok(Math.abs(kolmogorovTail(1.6276) - 0.01) < 1e-5);
});

test('the distance of two samples is the one worked out by hand, with its sign and place', () => {
  // At 3: three of four against one of four.
  const found = ksOfValues([2, 3, 3, 9], [3, 5, 7, 8]);
  assert.deepEqual([found?.distance, found?.first, found?.second, found?.at], [0.5, 0.75, 0.25, 1]);
  assert.equal(ksOfValues([3, 5, 7, 8], [2, 3, 3, 9])?.distance, -0.5);
  assert.equal(ksOfValues([], [1]), undefined);
});

test('equal samples have no distance; apart ones the whole', () => {
  const some = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(some, some, (first, second) => {
      assert.equal(ksOfValues(first, first)?.distance, 0);
      assert.equal(
        ksOfValues(
          first,
          second.map((value) => value + 100),
        )?.distance,
        1,
      );
      const found = ksOfValues(first, second);
      const turned = ksOfValues(second, first);
      assert.ok(found && turned && found.p >= 0 && found.p <= 1);
      assert.ok(Math.abs(Math.abs(found.distance) - Math.abs(turned.distance)) < 1e-12);
    }),
  );
});

test('joining bins never lengthens the distance', () => {
  const bins = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 20 });
  const joined = (counts: readonly number[]) =>
    counts.reduce<number[]>((halves, count, index) => {
      halves[index >> 1] = (halves[index >> 1] ?? 0) + count;
      return halves;
    }, []);
  fc.assert(
    fc.property(bins, bins, (first, second) => {
      const [fine, coarse] = [ksOfBins(first, second), ksOfBins(joined(first), joined(second))];
      if (fine && coarse) assert.ok(Math.abs(coarse.distance) <= Math.abs(fine.distance) + 1e-12);
    }),
  );
});
