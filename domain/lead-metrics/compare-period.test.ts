import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, daysBetween } from '../calendar/days.ts';
import { comparePeriod } from './compare-period.ts';

test('the previous period has as many days on the same weekdays and ends before', () => {
  assert.deepEqual(comparePeriod({ from: '2026-10-22', to: '2026-11-20' }, 'previous'), {
    from: '2026-09-17',
    to: '2026-10-16',
  });
  assert.deepEqual(comparePeriod({ from: '2026-11-14', to: '2026-11-20' }, 'previous'), {
    from: '2026-11-07',
    to: '2026-11-13',
  });
  const periods = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 800 }));
  fc.assert(
    fc.property(periods, fc.constantFrom('previous' as const, 'year' as const), ([start, length], comparison) => {
      const period = { from: addDays('1990-01-01', start), to: addDays('1990-01-01', start + length) };
      const before = comparePeriod(period, comparison);
      assert.ok(before);
      assert.equal(daysBetween(before.from, before.to), length);
      assert.equal(daysBetween(before.from, period.from) % 7, 0);
      if (comparison === 'previous') assert.ok(before.to < period.from && daysBetween(before.to, period.from) <= 7);
    }),
  );
});

test('whole months in buckets of months are compared with whole months', () => {
  const quarter = { from: '2026-01-01', to: '2026-03-31' };
  assert.deepEqual(comparePeriod(quarter, 'previous', 'month'), { from: '2025-10-01', to: '2025-12-31' });
  assert.deepEqual(comparePeriod(quarter, 'year', 'month'), { from: '2025-01-01', to: '2025-03-31' });
  assert.deepEqual(comparePeriod({ from: '2024-02-01', to: '2024-02-29' }, 'year', 'month'), {
    from: '2023-02-01',
    to: '2023-02-28',
  });
  assert.deepEqual(comparePeriod(quarter, 'previous', 'day'), { from: '2025-10-02', to: '2025-12-30' });
  assert.equal(comparePeriod(quarter, 'none'), undefined);
});
