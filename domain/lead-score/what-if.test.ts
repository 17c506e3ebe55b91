import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RuleSet } from '#contract/scoring.ts';
import { leadWith } from '../lead-checks/sound-lead.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import { compareScores, type ScoredLead } from './what-if.ts';

const LEAD = leadWith();

/** Gives every lead its measure `m` as points, times a factor. */
function byMeasure(factor: number): RuleSet {
  return {
    groups: [{ id: 'all', label: 'All', cap: 100 }],
    rules: Array.from({ length: 100 }, (_, n) => ({
      id: `r${n}`,
      group: 'all',
      label: `R${n}`,
      points: 1,
      when: [{ kind: 'measure_at_least', measure: 'm', value: (n + 1) / factor }],
    })),
  };
}

const scored = (id: string, m: number): ScoredLead => ({ id, checks: [], lead: LEAD, measures: { m } });

test('counts who moves, the means and the bands of both rule sets', () => {
  const shift = compareScores(
    [scored('a', 0), scored('b', 20), scored('c', 50), scored('d', 100)],
    byMeasure(1),
    byMeasure(2),
  );
  assert.deepEqual(
    { leads: shift.leads, up: shift.moved_up, down: shift.moved_down, same: shift.unchanged },
    { leads: 4, up: 2, down: 0, same: 2 },
  );
  assert.equal(shift.mean_before, 42.5);
  assert.equal(shift.mean_after, 60);
  assert.deepEqual(
    shift.bands.filter(({ before, after }) => before + after > 0),
    [
      { from: 0, to: 10, before: 1, after: 1 },
      { from: 20, to: 30, before: 1, after: 0 },
      { from: 40, to: 50, before: 0, after: 1 },
      { from: 50, to: 60, before: 1, after: 0 },
      { from: 90, to: 100, before: 1, after: 2 },
    ],
  );
  assert.deepEqual(shift.examples, [
    { id: 'c', before: 50, after: 100 },
    { id: 'b', before: 20, after: 40 },
  ]);
});

test('the same rules move nobody', () => {
  const shift = compareScores([scored('a', 3)], DEFAULT_RULES, structuredClone(DEFAULT_RULES));
  assert.deepEqual([shift.unchanged, shift.examples], [1, []]);
});

test('no leads, no mean', () => {
  const shift = compareScores([], DEFAULT_RULES, DEFAULT_RULES);
  assert.deepEqual([shift.leads, shift.mean_before, shift.mean_after], [0, undefined, undefined]);
});

test('the answer does not depend on the order, and every lead stands in one band on each side', () => {
  const leads = fc
    .uniqueArray(fc.nat(1000), { maxLength: 400 })
    .map((ids) => ids.map((id) => scored(String(id), id % 60)));
  fc.assert(
    fc.property(leads, (some) => {
      const shift = compareScores(some, byMeasure(1), byMeasure(1.5));
      assert.deepEqual(compareScores([...some].reverse(), byMeasure(1), byMeasure(1.5)), shift);
      assert.equal(
        shift.bands.reduce((sum, { before }) => sum + before, 0),
        some.length,
      );
      assert.equal(
        shift.bands.reduce((sum, { after }) => sum + after, 0),
        some.length,
      );
      assert.equal(shift.moved_up + shift.moved_down + shift.unchanged, some.length);
      assert.ok(shift.examples.length <= 10);
    }),
    { numRuns: 20 },
  );
});
