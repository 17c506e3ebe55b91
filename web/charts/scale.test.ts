import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../shell/period.ts';
import { buckets, labelStep, meanBy, sumBy, ticks } from './scale.ts';

test('ticks are round and cover the data', () => {
  assert.deepEqual(ticks(0, 1981, 4), [0, 500, 1000, 1500, 2000]);
  assert.deepEqual(ticks(41, 80, 3), [40, 60, 80]);
  assert.deepEqual(ticks(0, 0, 4), [0, 0.25]);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      (low, span) => {
        const list = ticks(low, low + span, 4);
        assert.ok(list[0]! <= low + 1e-6 && list.at(-1)! >= low + span - 1e-3, `${list}`);
        assert.ok(list.length <= 7, `${list}`);
      },
    ),
  );
});

test('days become weeks that begin on Monday, then months, and nothing is lost or counted twice', () => {
  const year = Array.from({ length: 365 }, (_, i) => addDays('2026-01-01', i));
  const weeks = buckets(year);
  assert.deepEqual(weeks[0], { from: '2026-01-01', to: '2026-01-04', first: 0, last: 3 });
  assert.equal(weeks[1]?.from, '2026-01-05');
  const years = buckets(Array.from({ length: 1000 }, (_, i) => addDays('2024-01-01', i)));
  assert.deepEqual([years[1]?.from, years[1]?.to], ['2024-02-01', '2024-02-29']);
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 900 }), (daily) => {
      const days = daily.map((_, i) => addDays('2024-02-20', i));
      const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
      assert.equal(total(sumBy(buckets(days), daily)), total(daily));
      assert.ok(buckets(days).length <= 130);
    }),
  );
});

test('the mean of a bucket is that of its leads, and days without any do not count', () => {
  const week = [{ from: '2026-01-05', to: '2026-01-07', first: 0, last: 2 }];
  assert.deepEqual(meanBy(week, [60, null, 90], [1, 0, 2]), [80]);
  assert.deepEqual(meanBy(week, [60, null, 90]), [75]);
  assert.deepEqual(meanBy(week, [null, null, null]), [null]);
});

test('labels thin out with the room', () => {
  assert.equal(labelStep(30, 600, 60), 3);
  assert.equal(labelStep(5, 600, 60), 1);
});
