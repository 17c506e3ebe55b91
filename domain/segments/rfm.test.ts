import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rfmScores } from './rfm.ts';

/** Fifteen customers of the worked example that RFM tutorials share (CleverTap, “RFM analysis”): days, orders, spent. */
const CUSTOMERS: readonly [days: number, orders: number, spent: number][] = [
  [4, 6, 540],
  [6, 11, 940],
  [46, 1, 35],
  [21, 3, 65],
  [14, 4, 179],
  [32, 2, 56],
  [5, 3, 150],
  [50, 1, 950],
  [33, 15, 2630],
  [10, 5, 191],
  [5, 8, 845],
  [1, 9, 1510],
  [24, 3, 54],
  [17, 2, 44],
  [4, 1, 32],
];
const scored = (people: typeof CUSTOMERS) =>
  rfmScores(people.map(([days, engagements, value]) => ({ days, engagements, value })));

test('the worked example gets its published scores: three customers in each quintile', () => {
  const scores = scored(CUSTOMERS);
  assert.deepEqual(
    scores.map(({ recency }) => recency),
    [5, 4, 1, 2, 3, 2, 4, 1, 1, 3, 4, 5, 2, 3, 5],
  );
  assert.deepEqual(
    scores.map(({ monetary }) => monetary),
    [4, 4, 1, 2, 3, 2, 3, 5, 5, 3, 4, 5, 2, 1, 1],
  );
  // The example parts three customers with three orders between two quintiles; here equal values stay together.
  assert.deepEqual(
    scores.map(({ frequency }) => frequency),
    [4, 5, 1, 2, 3, 2, 2, 1, 5, 4, 4, 5, 2, 2, 1],
  );
});

test('scores run from 1 to 5 with the values, whatever the order of the people', () => {
  const person = fc.record({ days: fc.nat(99), engagements: fc.nat(9), value: fc.constantFrom(0, 0, 0, 100, 250) });
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 60 }), (people) => {
      const scores = rfmScores(people);
      const back = rfmScores([...people].reverse()).reverse();
      assert.deepEqual(back, scores);
      for (const [index, { monetary, recency }] of scores.entries()) {
        for (const [other, theirs] of scores.entries()) {
          const [a, b] = [people[index], people[other]];
          if (a && b && a.value <= b.value) assert.ok(monetary <= theirs.monetary);
          if (a && b && a.days <= b.days) assert.ok(recency >= theirs.recency);
        }
        assert.ok(monetary >= 1 && monetary <= 5 && recency >= 1 && recency <= 5);
      }
    }),
    { numRuns: 200, seed: 5 },
  );
});
