import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Arrivals, cohortTable } from './cohort-table.ts';

const DAY = 86_400;
/** Came by day `day`; so many reached the goal at ages 0, 1, 2. */
const group = (key: string, day: number, members: number, reached: number[]): Arrivals => ({
  key,
  until: day * DAY,
  members,
  reached,
  revenue: reached.map((count) => count * 100),
});

test('only who is old enough counts at an age, and rates add up over ages', () => {
  const { cohorts, all, model } = cohortTable(
    [group('a', 0, 100, [10, 5, 5]), group('a', 2, 50, [5, 9])],
    3 * DAY,
    DAY,
    4,
  );
  const [a] = cohorts;
  assert.equal(a?.members, 150);
  assert.deepEqual(
    a?.cells.map(({ members, conversions, complete }) => [members, conversions, complete]),
    [
      [150, 15, true],
      [100, 15, false],
      [100, 20, false],
      [0, 0, false],
    ],
  );
  assert.equal(a?.cells[1]?.revenue_minor, 1500);
  assert.equal(a?.cells[3]?.rate, null);
  assert.deepEqual(all, a?.cells);
  assert.ok(model);
});

test('the projection goes on from what is known and never falls', () => {
  const arrivals = Array.from({ length: 30 }, (_, day) => group(`w${day >> 3}`, day, 200, [20, 12, 8, 6, 5, 4, 3, 3]));
  const { cohorts, model } = cohortTable(arrivals, 31 * DAY, DAY, 12);
  assert.ok(model);
  for (const { cells } of cohorts) {
    const curve = cells.map(({ projected, rate }) => projected ?? rate ?? 0);
    assert.ok(curve.every((share, age) => age === 0 || share >= (curve[age - 1] ?? 0) - 1e-12));
    assert.ok(cells.every(({ complete, projected }) => complete === (projected === null)));
  }
});

test('nothing is projected from next to nothing', () => {
  const { model, all } = cohortTable([group('a', 0, 100, [3])], 2 * DAY, DAY, 3);
  assert.equal(model, undefined);
  assert.equal(all[2]?.projected, null);
});
