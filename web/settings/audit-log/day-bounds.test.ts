import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayBounds, startOfDay } from './day-bounds.ts';

test('days begin and end in the zone, also where clocks change', () => {
  assert.equal(startOfDay('2026-07-01', 'Europe/Berlin'), '2026-06-30T22:00:00.000Z');
  assert.equal(startOfDay('2026-01-01', 'America/Chicago'), '2026-01-01T06:00:00.000Z');
  // Clocks go forward at 02:00 and back at 03:00 in Berlin.
  assert.deepEqual(dayBounds('2026-03-29', '2026-03-29', 'Europe/Berlin'), {
    from: '2026-03-28T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
  assert.deepEqual(dayBounds('2026-10-25', '2026-10-25', 'Europe/Berlin'), {
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  });
});

test('an absent or broken day bounds nothing', () => {
  assert.deepEqual(dayBounds(undefined, undefined, 'UTC'), { from: undefined, to: undefined });
  assert.equal(startOfDay('yesterday', 'UTC'), undefined);
});
