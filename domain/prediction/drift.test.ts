import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countInto, populationStability, spreadOf } from './drift.ts';
import { categorical } from './features.ts';

const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 5, maxLength: 5 });

test('the stability index of the textbook formula, worked by hand', () => {
  // (0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5)
  assert.ok(Math.abs(populationStability([50, 50], [20, 80]) - 0.415_888_308) < 1e-9);
});

test('it is nil for equal shares, never negative, and the same both ways', () => {
  fc.assert(
    fc.property(counts, counts, (before, now) => {
      assert.ok(
        Math.abs(
          populationStability(
            before,
            before.map((count) => count * 3),
          ),
        ) < 1e-12,
      );
      const there = populationStability(before, now);
      assert.ok(there >= 0 && Math.abs(there - populationStability(now, before)) < 1e-9);
    }),
  );
});

test('an empty bin stays finite', () => {
  assert.ok(Number.isFinite(populationStability([10, 0], [0, 10])));
});

test('every row is counted once: in its bin, or with what is missing, rare or new', () => {
  const numbers = { kind: 'numeric', name: 'n', values: Float64Array.of(1, 2, 3, Number.NaN) } as const;
  assert.deepEqual(spreadOf(numbers).counts, [1, 1, 1, 1]);
  assert.deepEqual(countInto(spreadOf(numbers), { ...numbers, values: Float64Array.of(0, 2.5, 9) }), [1, 1, 1, 0]);
  const sources = spreadOf(categorical('source', ['a', 'b', 'b']));
  assert.deepEqual(sources.counts, [2, 1, 0]);
  assert.deepEqual(countInto(sources, categorical('source', ['new', 'a'])), [0, 1, 1]);
});
