import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMonths,
  dayIn,
  dayStart,
  daysBetween,
  eachDay,
  isTimeZone,
  monthStart,
  weekStart,
} from './days.ts';

test('days are added and counted over the ends of months, years and leap days', () => {
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(addDays('2026-01-01', -1), '2025-12-31');
  assert.equal(daysBetween('2025-12-31', '2026-12-31'), 365);
  assert.deepEqual(eachDay('2026-03-28', '2026-03-30'), ['2026-03-28', '2026-03-29', '2026-03-30']);
  assert.deepEqual(eachDay('2026-03-30', '2026-03-28'), []);
});

test('months keep the day where the month has it', () => {
  assert.equal(addMonths('2024-01-31', 1), '2024-02-29');
  assert.equal(addMonths('2024-02-29', -12), '2023-02-28');
  assert.equal(addMonths('2026-01-15', -1), '2025-12-15');
  assert.equal(monthStart('2026-11-20'), '2026-11-01');
});

test('weeks begin on Monday', () => {
  assert.equal(weekStart('2026-11-20'), '2026-11-16');
  assert.equal(weekStart('2026-11-16'), '2026-11-16');
  assert.equal(weekStart('2026-11-15'), '2026-11-09');
});

test('a day begins where the zone has it, and is 23 or 25 hours long where clocks change', () => {
  assert.equal(new Date(dayStart('2026-03-29', 'Europe/Berlin')).toISOString(), '2026-03-28T23:00:00.000Z');
  assert.equal(dayStart('2026-03-30', 'Europe/Berlin') - dayStart('2026-03-29', 'Europe/Berlin'), 23 * 3_600_000);
  assert.equal(dayStart('2026-11-02', 'America/Chicago') - dayStart('2026-11-01', 'America/Chicago'), 25 * 3_600_000);
  assert.equal(new Date(dayStart('2026-01-01', 'Asia/Kolkata')).toISOString(), '2025-12-31T18:30:00.000Z');
  // Beirut's clocks skip midnight on 29 March 2026: the day begins at 1.
  assert.equal(new Date(dayStart('2026-03-29', 'Asia/Beirut')).toISOString(), '2026-03-28T22:00:00.000Z');
  assert.equal(dayIn('America/Chicago', Date.parse('2026-11-20T05:59:59Z')), '2026-11-19');
  assert.ok(isTimeZone('UTC') && !isTimeZone('Mars/Olympus'));
});
