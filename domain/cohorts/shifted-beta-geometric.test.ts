import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitShiftedBetaGeometric, survivorCurve } from './shifted-beta-geometric.ts';

/** Survivors by year and fits of Fader and Hardie 2007, as statsmodels finds them. */
const COHORTS = [
  {
    survivors: [1000, 869, 743, 653, 593, 551, 517, 491],
    alpha: 0.6680883732050947,
    beta: 3.8060953844784335,
    logLikelihood: -1611.1581473911558,
  },
  {
    survivors: [1000, 631, 468, 382, 326, 289, 262, 241],
    alpha: 0.7040773340189852,
    beta: 1.1820431111502465,
    logLikelihood: -1680.2651884632864,
  },
];
const cohortOf = (survivors: number[]) => ({
  members: survivors[0] ?? 0,
  steps: survivors.slice(1).map((left, year) => (survivors[year] ?? 0) - left),
});

test('fits equal the published ones', () => {
  for (const { survivors, ...expected } of COHORTS) {
    const fit = fitShiftedBetaGeometric([cohortOf(survivors)]);
    assert.ok(fit);
    for (const name of ['alpha', 'beta', 'logLikelihood'] as const) {
      assert.ok(Math.abs(fit[name] - expected[name]) < 1e-3, `${name}: ${fit[name]}, expected ${expected[name]}`);
    }
  }
});

test('the curve starts at one, falls, and gives the survivors back', () => {
  const [first] = COHORTS;
  const curve = survivorCurve(first ?? { alpha: 1, beta: 1 }, 7);
  assert.equal(curve[0], 1);
  assert.ok(curve.every((share, period) => period === 0 || share < (curve[period - 1] ?? 0)));
  curve.forEach((share, year) => {
    assert.ok(Math.abs(share * 1000 - (first?.survivors[year] ?? 0)) < 25);
  });
});

test('cohorts followed for different times are fitted together, and nothing is fitted to nothing', () => {
  const young = { members: 1000, steps: [131, 126] };
  const fit = fitShiftedBetaGeometric([cohortOf(COHORTS[0]?.survivors ?? []), young]);
  assert.ok(fit && Math.abs(fit.alpha - 0.668) < 0.1);
  assert.equal(fitShiftedBetaGeometric([{ members: 100, steps: [0, 0] }]), undefined);
  assert.equal(fitShiftedBetaGeometric([{ members: 100, steps: [100] }]), undefined);
  assert.equal(fitShiftedBetaGeometric([]), undefined);
});
