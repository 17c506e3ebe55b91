import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapIntervals, replicateWeights } from './bootstrap.ts';

test('weights are the same each time, keep their sum and vary as Poisson counts do', () => {
  const weights = Array.from({ length: 400 }, (_, replicate) => replicateWeights(64, replicate));
  assert.deepEqual(weights[7], replicateWeights(64, 7));
  for (const one of weights) assert.ok(Math.abs(one.reduce((all, weight) => all + weight, 0) - 64) < 1e-9);
  const all = weights.flatMap((one) => [...one]);
  const variance = all.reduce((sum, weight) => sum + (weight - 1) ** 2, 0) / all.length;
  assert.ok(Math.abs(variance - 1) < 0.05, `variance ${variance}`);
});

test('95 % of intervals hold the truth, near enough', () => {
  // 300 worlds of 64 groups, each group the sum of 50 journeys that convert with 10 %.
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  let held = 0;
  for (let world = 0; world < 300; world++) {
    const groups = Array.from({ length: 64 }, () => {
      let conversions = 0;
      for (let journey = 0; journey < 50; journey++) if (random() < 0.1) conversions++;
      return conversions;
    });
    const [interval] = bootstrapIntervals((weights) => [
      groups.reduce((sum, conversions, group) => sum + conversions * (weights[group] ?? 0), 0),
    ]);
    if (interval && interval.low <= 320 && interval.high >= 320) held++;
  }
  assert.ok(held / 300 > 0.9 && held / 300 < 0.985, `${held} of 300`);
});
