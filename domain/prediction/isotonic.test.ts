import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calibrate, fitCalibration, isotonic } from './isotonic.ts';

test('pools like the examples of R isoreg', () => {
  assert.deepEqual([...isotonic([1, 0, 4, 3, 3, 5, 4, 2, 0])], [0.5, 0.5, 3, 3, 3, 3, 3, 3, 3]);
  assert.deepEqual([...isotonic([5, 9, 1, 2, 5, 8, 3, 8])], [4.25, 4.25, 4.25, 4.25, 5, 5.5, 5.5, 8]);
});

test('equals the max-min formula of means, with weights', () => {
  const weighted = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(weighted, (pairs) => {
      const mean = (from: number, to: number) => {
        const part = pairs.slice(from, to + 1);
        return part.reduce((sum, [v, w]) => sum + v * w, 0) / part.reduce((sum, [, w]) => sum + w, 0);
      };
      const fitted = isotonic(
        pairs.map(([value]) => value),
        pairs.map(([, weight]) => weight),
      );
      for (const [place] of pairs.entries()) {
        let best = Number.NEGATIVE_INFINITY;
        for (let from = 0; from <= place; from++) {
          let least = Number.POSITIVE_INFINITY;
          for (let to = place; to < pairs.length; to++) least = Math.min(least, mean(from, to));
          best = Math.max(best, least);
        }
        assert.ok(Math.abs(fitted[place]! - best) < 1e-12);
      }
    }),
  );
});

const scored = fc.array(fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.nat(1)), {
  minLength: 1,
  maxLength: 300,
});

test('a calibration never falls, stays between 0 and 1, and does not depend on the order of the rows', () => {
  fc.assert(
    fc.property(scored, fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { maxLength: 30 }), (rows, asked) => {
      const fit = (some: typeof rows) =>
        fitCalibration(
          some.map(([score]) => score),
          some.map(([, outcome]) => outcome),
        );
      const calibration = fit(rows);
      let former = 0;
      for (const score of asked.sort((a, b) => a - b)) {
        const rate = calibrate(calibration, score);
        assert.ok(rate > 0 && rate < 1 && rate >= former - 1e-12);
        former = rate;
      }
      const turned = fit([...rows].reverse());
      for (const [place, rate] of turned.rates.entries()) assert.ok(Math.abs(rate - calibration.rates[place]!) < 1e-9);
    }),
  );
});

test('scores that are off by a factor come out at the rate that was seen', () => {
  const scores = Array.from({ length: 20_000 }, (_, row) => (row % 100) / 100);
  const label = scores.map((score, row) => ((row * 0.618034) % 1 < score / 4 ? 1 : 0));
  const calibration = fitCalibration(scores, label);
  for (const score of [0.1, 0.3, 0.5, 0.7, 0.9]) assert.ok(Math.abs(calibrate(calibration, score) - score / 4) < 0.02);
});
