import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answer, logPosterior, matchProbability, recalibrate, UNCALIBRATED, weightAt } from './recalibrate.ts';

test('a weight of n bits stands for odds of 2^n to 1 while nobody answered', () => {
  assert.equal(matchProbability(0), 0.5);
  assert.ok(Math.abs(matchProbability(3) - 8 / 9) < 1e-12);
  assert.ok(Math.abs(weightAt(8 / 9) - 3) < 1e-12);
  assert.deepEqual(recalibrate([]), UNCALIBRATED);
});

test('answers that agree with the weights leave the curve where it is', () => {
  // Of 2^w + 1 pairs at weight w, 2^w are the same person.
  const answers = [-2, -1, 0, 1, 2, 3].flatMap((weight) =>
    Array.from({ length: 90 }, (_, at): Answer => ({ weight, same: at < Math.round(90 * matchProbability(weight)) })),
  );
  const { shift, slope } = recalibrate(answers);
  assert.ok(Math.abs(shift) < 0.05 && Math.abs(slope - 1) < 0.05, `${shift} ${slope}`);
});

test('an overconfident model is told: where half of 10 bits are refused, 10 bits mean even odds', () => {
  const truth = { shift: -10, slope: 1, answers: 0 };
  const answers = [6, 8, 9, 10, 11, 12, 14].flatMap((weight) =>
    Array.from({ length: 100 }, (_, at): Answer => ({ weight, same: at < 100 * matchProbability(weight, truth) })),
  );
  const calibration = recalibrate(answers);
  assert.ok(Math.abs(weightAt(0.5, calibration) - 10) < 0.5, JSON.stringify(calibration));
  assert.ok(weightAt(0.99, calibration) > weightAt(0.99));
});

const answers = fc.array(fc.record({ weight: fc.double({ min: -30, max: 40, noNaN: true }), same: fc.boolean() }), {
  maxLength: 60,
});

test('the fit is an optimum: no small step from it is more likely', () => {
  fc.assert(
    fc.property(answers, (drawn) => {
      const fit = recalibrate(drawn);
      assert.ok(fit.slope > 0 && Number.isFinite(fit.shift));
      const best = logPosterior(drawn, fit);
      for (const by of [-0.01, 0.01]) {
        assert.ok(logPosterior(drawn, { ...fit, shift: fit.shift + by }) <= best + 1e-9);
        if (fit.slope > 0.06) assert.ok(logPosterior(drawn, { ...fit, slope: fit.slope + by }) <= best + 1e-9);
      }
    }),
    { numRuns: 300 },
  );
});

test('the order of answers has no say, and one more “same” never raises the weight that is asked for', () => {
  fc.assert(
    fc.property(answers, (drawn) => {
      const [fit, reversed] = [recalibrate(drawn), recalibrate([...drawn].reverse())];
      assert.ok(Math.abs(fit.shift - reversed.shift) < 1e-5);
      const middle = weightAt(0.5, fit);
      const more = recalibrate([...drawn, { weight: middle, same: true }]);
      assert.ok(weightAt(0.5, more) <= middle + 1e-6);
    }),
    { numRuns: 200 },
  );
});
