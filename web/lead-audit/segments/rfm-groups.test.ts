import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, QUINTILES, RFM_GROUPS, sumOf } from './rfm-groups.ts';

test('every cell of the grid is in exactly one group, and sums count each cell once', () => {
  for (const r of QUINTILES) {
    for (const f of QUINTILES) assert.equal(RFM_GROUPS.filter(({ holds }) => holds(r, f)).length, 1, `r${r}f${f}`);
  }
  const cells = RFM_GROUPS.flatMap((group) => cellsOf(group).split(','));
  assert.equal(new Set(cells).size, 25);
  const cell = { monetary: 1, converted: 1, value_minor: 10, days: 3 };
  const rows = QUINTILES.flatMap((recency) =>
    QUINTILES.map((frequency) => ({ ...cell, recency, frequency, people: 2 })),
  );
  assert.deepEqual(
    RFM_GROUPS.reduce((sum, { holds }) => sum + sumOf(rows, holds).people, 0),
    50,
  );
});
