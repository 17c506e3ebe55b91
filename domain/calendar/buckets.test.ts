import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketsOf } from './buckets.ts';

const labels = (...[from, to, grain, zone]: Parameters<typeof bucketsOf>) =>
  bucketsOf(from, to, grain, zone).map(({ label }) => label);

test('weeks and months are there when the period touches them', () => {
  assert.deepEqual(labels('2026-11-18', '2026-11-23', 'week', 'UTC'), ['2026-11-16', '2026-11-23']);
  assert.deepEqual(labels('2025-12-31', '2026-02-01', 'month', 'UTC'), ['2025-12-01', '2026-01-01', '2026-02-01']);
  assert.deepEqual(labels('2024-02-28', '2024-03-01', 'day', 'UTC'), ['2024-02-28', '2024-02-29', '2024-03-01']);
});

test('hours carry their offset, so that one that comes twice is told apart', () => {
  const hours = bucketsOf('2026-11-01', '2026-11-01', 'hour', 'America/Chicago');
  assert.equal(hours.length, 25);
  assert.deepEqual(hours.slice(1, 3), [
    { key: String(Date.parse('2026-11-01T06:00:00Z') / 1000), label: '2026-11-01T01:00:00-05:00' },
    { key: String(Date.parse('2026-11-01T07:00:00Z') / 1000), label: '2026-11-01T01:00:00-06:00' },
  ]);
  assert.equal(labels('2026-03-29', '2026-03-29', 'hour', 'Europe/Berlin').length, 23);
  assert.equal(labels('2026-01-01', '2026-01-01', 'hour', 'Asia/Kolkata')[0], '2026-01-01T00:00:00+05:30');
  assert.equal(labels('2026-01-01', '2026-01-01', 'hour', 'UTC')[23], '2026-01-01T23:00:00+00:00');
});
