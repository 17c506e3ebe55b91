import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TOUCHPOINT_KINDS } from '#contract/touchpoint.ts';
import { DEFAULT_ENGAGEMENT, engagementScore, scoringInstant, type Touch, touchPoints } from './score.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20);
const rules = {
  ...DEFAULT_ENGAGEMENT,
  kinds: {
    ...DEFAULT_ENGAGEMENT.kinds,
    visit: { points: 8, half_life_days: 7 },
    call: { points: 20, half_life_days: 30 },
  },
};
const touches = fc.array(
  fc.record<Touch>({ kind: fc.constantFrom(...TOUCHPOINT_KINDS), at: fc.integer({ min: NOW - 900 * DAY, max: NOW }) }),
  { maxLength: 30 },
);

test('points are whole today, half after a half-life, a quarter after two', () => {
  const visit = (days: number) => touchPoints(rules, { kind: 'visit', at: NOW - days * DAY }, NOW);
  assert.deepEqual([visit(0), visit(7), visit(14), visit(21)], [8, 4, 2, 1]);
  assert.equal(touchPoints(rules, { kind: 'call', at: NOW - 30 * DAY }, NOW), 10);
});

test('a score adds up what was done: 8 + 4 + 10 = 22', () => {
  const done: Touch[] = [
    { kind: 'visit', at: NOW },
    { kind: 'visit', at: NOW - 7 * DAY },
    { kind: 'call', at: NOW - 30 * DAY },
  ];
  assert.equal(engagementScore(rules, done, NOW), 22);
  assert.equal(engagementScore(rules, [], NOW), 0);
});

test('what happens after the instant counts in full and no more', () => {
  assert.equal(touchPoints(rules, { kind: 'visit', at: NOW + 3 * DAY }, NOW), 8);
});

test('a score stays between 0 and the cap, whatever the order, and more never lowers it', () => {
  fc.assert(
    fc.property(touches, touches, (some, more) => {
      const score = engagementScore(rules, some, NOW);
      assert.ok(score >= 0 && score <= rules.cap);
      assert.equal(engagementScore(rules, some.toReversed(), NOW), score);
      assert.ok(engagementScore(rules, [...some, ...more], NOW) >= score);
    }),
  );
});

test('without anything new a score only falls', () => {
  fc.assert(
    fc.property(touches, fc.integer({ min: 1, max: 400 }), (done, days) => {
      assert.ok(engagementScore(rules, done, NOW + days * DAY) <= engagementScore(rules, done, NOW));
    }),
  );
});

test('scores hold as of the beginning of the day in UTC', () => {
  assert.equal(scoringInstant(NOW + 17 * 3_600_000), NOW);
  assert.equal(scoringInstant(NOW), NOW);
});
