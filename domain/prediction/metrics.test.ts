import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { auc, brierScore, calibrationError, liftTable, logLoss, reliability } from './metrics.ts';

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.nat(1)), { minLength: 2, maxLength: 80 })
  .filter((rows) => rows.some(([, y]) => y === 1) && rows.some(([, y]) => y === 0));

test('the area under the curve of the worked example in the manual of scikit-learn is 0.75', () => {
  near(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]), 0.75);
});

test('the area equals the share of pairs in the right order, ties counting half', () => {
  fc.assert(
    fc.property(scored, (rows) => {
      let pairs = 0;
      let wins = 0;
      for (const [high, yes] of rows) {
        for (const [low, no] of rows) {
          if (yes !== 1 || no !== 0) continue;
          pairs++;
          wins += high > low ? 1 : high === low ? 0.5 : 0;
        }
      }
      near(
        auc(
          rows.map(([score]) => score),
          rows.map(([, y]) => y),
        ),
        wins / pairs,
      );
    }),
  );
});

test('one outcome alone has no area', () => {
  assert.ok(Number.isNaN(auc([1, 2], [0, 0])));
});

test('Brier score and log loss of the worked examples in the manual of scikit-learn', () => {
  near(brierScore([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]), 0.0375);
  assert.ok(Math.abs(logLoss([0.1, 0.9, 0.8, 0.35], [0, 1, 1, 0]) - 0.21616187468057912) < 1e-12);
});

test('the calibration error weighs each bin by its rows', () => {
  near(
    calibrationError([
      { rows: 30, predicted: 0.1, conversions: 6 },
      { rows: 10, predicted: 0.5, conversions: 5 },
    ]),
    0.075,
  );
});

test('bins hold every row once, in order, and never part equal probabilities', () => {
  fc.assert(
    fc.property(scored, (rows) => {
      const label = rows.map(([, y]) => y);
      const bins = reliability(
        rows.map(([score]) => score / 12),
        label,
        5,
      );
      assert.equal(
        bins.reduce((sum, bin) => sum + bin.rows, 0),
        rows.length,
      );
      assert.equal(
        bins.reduce((sum, bin) => sum + bin.conversions, 0),
        label.reduce((sum, y) => sum + y, 0),
      );
      for (let bin = 1; bin < bins.length; bin++) assert.ok(bins[bin]!.predicted > bins[bin - 1]!.predicted);
    }),
  );
});

test('the best tenth that holds half of the conversions has a lift of five; all rows have a lift of one', () => {
  const label = Array.from({ length: 100 }, (_, row) => (row < 5 || row >= 95 ? 1 : 0));
  const scores = label.map((_, row) => 100 - row);
  const table = liftTable(scores, label, [0.1, 1]);
  assert.deepEqual(table, [
    { share: 0.1, rows: 10, conversions: 5, captured: 0.5, lift: 5 },
    { share: 1, rows: 100, conversions: 10, captured: 1, lift: 1 },
  ]);
});
