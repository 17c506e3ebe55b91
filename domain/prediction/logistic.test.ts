import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Design, fitLogistic, logOdds, sigmoid, standardErrors } from './logistic.ts';

/** Rows of numbers with an intercept before them. */
function dense(rows: readonly (readonly number[])[]): Design {
  const width = (rows[0]?.length ?? 0) + 1;
  return {
    rows: rows.length,
    entries: width,
    width,
    columns: Uint16Array.from(rows.flatMap((row) => [0, ...row].map((_, column) => column))),
    values: Float64Array.from(rows.flatMap((row) => [1, ...row])),
  };
}

function near(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void {
  assert.equal(actual.length, expected.length);
  for (const [place, value] of expected.entries()) {
    assert.ok(
      Math.abs(actual[place]! - value) <= tolerance * Math.max(1, Math.abs(value)),
      `${actual[place]} is not ${value}`,
    );
  }
}

/** Spector and Mazzeo (1980), as in Greene, Econometric Analysis: whether the grade improved, by GPA, TUCE and PSI. */
const SPECTOR = {
  gpa: [
    2.66, 2.89, 3.28, 2.92, 4, 2.86, 2.76, 2.87, 3.03, 3.92, 2.63, 3.32, 3.57, 3.26, 3.53, 2.74, 2.75, 2.83, 3.12, 3.16,
    2.06, 3.62, 2.89, 3.51, 3.54, 2.83, 3.39, 2.67, 3.65, 4, 3.1, 2.39,
  ],
  tuce: [
    20, 22, 24, 12, 21, 17, 17, 21, 25, 29, 20, 23, 23, 25, 26, 19, 25, 19, 23, 25, 22, 28, 14, 26, 24, 27, 17, 24, 21,
    23, 21, 19,
  ],
  psi: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  improved: [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1],
};

/** R's `mtcars`: weight (1000 lb), horsepower, and whether the gearbox is manual. */
const MTCARS = {
  wt: [
    2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2,
    1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
  ],
  hp: [
    110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150, 245,
    175, 66, 91, 113, 264, 175, 335, 109,
  ],
  am: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1],
};

test('without a ridge the coefficients, their errors and the likelihood of Spector equal those of statsmodels', () => {
  const { gpa, tuce, psi, improved } = SPECTOR;
  const design = dense(gpa.map((value, row) => [value, tuce[row]!, psi[row]!]));
  const fit = fitLogistic(design, Uint8Array.from(improved));
  near(fit.coefficients, [-13.021346858115697, 2.8261125948893224, 0.09515766131790943, 2.378687655093354]);
  near(
    standardErrors(design, fit.coefficients),
    [4.931324213602857, 1.2629410756291097, 0.14155420567369442, 1.0645642544971377],
    1e-8,
  );
  near([fit.logLikelihood], [-12.889634222131413]);
});

test('the coefficients and the deviance of R glm(am ~ wt + hp) are met', () => {
  const { wt, hp, am } = MTCARS;
  const fit = fitLogistic(dense(wt.map((value, row) => [value, hp[row]!])), Uint8Array.from(am));
  near(fit.coefficients, [18.866298717204124, -8.083475182444634, 0.0362555960822165]);
  near([-2 * fit.logLikelihood], [10.059110472267]);
});

test('columns that say the same need a ridge; with one they share the weight', () => {
  const rows = SPECTOR.gpa.map((value) => [value, value]);
  const label = Uint8Array.from(SPECTOR.improved);
  assert.throws(() => fitLogistic(dense(rows), label), /collinear/);
  const { coefficients } = fitLogistic(dense(rows), label, { ridge: Float64Array.of(0, 1, 1) });
  near([coefficients[1]!], [coefficients[2]!], 1e-6);
});

test('outcomes that a line parts perfectly are refused, not answered with endless numbers', () => {
  assert.throws(() => fitLogistic(dense([[1], [2], [3], [4]]), Uint8Array.of(0, 0, 1, 1)), /separated|collinear/);
});

const sample = fc.array(
  fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }), fc.nat(1)),
  {
    minLength: 10,
    maxLength: 60,
  },
);

test('at the optimum the penalised slope is nil, and the order of the rows does not matter', () => {
  fc.assert(
    fc.property(sample, (rows) => {
      const design = dense(rows.map(([a, b]) => [a, b]));
      const label = Uint8Array.from(rows, ([, , outcome]) => outcome);
      const ridge = Float64Array.of(0.01, 0.5, 2);
      const { coefficients } = fitLogistic(design, label, { ridge });
      const rest = logOdds(design, coefficients).map((odds, row) => label[row]! - sigmoid(odds));
      for (let column = 0; column < 3; column++) {
        const slope = rest.reduce((sum, value, row) => sum + value * design.values[row * 3 + column]!, 0);
        assert.ok(Math.abs(slope - ridge[column]! * coefficients[column]!) < 1e-6);
      }
      const turned = dense(rows.map(([a, b]) => [a, b]).reverse());
      near(fitLogistic(turned, label.slice().reverse(), { ridge }).coefficients, [...coefficients], 1e-7);
    }),
    { numRuns: 100 },
  );
});

test('of more rows than the curvature is taken from, the optimum is that of all rows', () => {
  const rows = Array.from({ length: 120_000 }, (_, row) => [Math.sin(row), Math.cos(row * 1.7)]);
  const label = Uint8Array.from(rows, ([a, b], row) => (sigmoid(a! - 0.5 * b!) > (row * 0.618034) % 1 ? 1 : 0));
  const design = dense(rows);
  const { coefficients } = fitLogistic(design, label);
  const rest = logOdds(design, coefficients).map((odds, row) => label[row]! - sigmoid(odds));
  for (let column = 0; column < 3; column++) {
    const slope = rest.reduce((sum, value, row) => sum + value * design.values[row * 3 + column]!, 0);
    assert.ok(Math.abs(slope) < 1e-3, `slope ${slope}`);
  }
});
