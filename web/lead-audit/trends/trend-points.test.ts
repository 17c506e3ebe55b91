import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trends } from '#contract/trends.ts';
import { addDays } from '../../shell/period.ts';
import { trendPoints, trendTable } from './trend-points.ts';

const trends = (count: number): Trends => ({
  client_id: '01900000-0000-7000-8000-000000000001',
  from: '2026-01-01',
  to: addDays('2026-01-01', count - 1),
  time_zone: 'UTC',
  currency: 'EUR',
  metric: 'leads',
  days: Array.from({ length: count }, (_, i) => ({
    day: addDays('2026-01-01', i),
    value: 10,
    previous: null,
    expected: 9,
    low: 5,
    high: 13,
    trend: 10,
    anomaly: i === 3 ? 0.001 : null,
  })),
  sources: [],
  season: null,
  level_changes: [],
  forecast: {
    days: [{ day: addDays('2026-01-01', count - 1), mean: 10, low: 6, high: 14 }],
    total: 10,
    level: 0.9,
    method: '',
    back_test: { origins: 1, days: 1, coverage: 1, mase: 1, smape: 1 },
  },
  forecast_missing: null,
  annotations: [
    { id: 'a', day: '2026-01-04', source: '', note: 'Spot', created_by: '', created_at: '', updated_at: '' },
  ],
  data_through: '',
});

test('days are columns, the forecast takes over where it begins', () => {
  const points = trendPoints(trends(10));
  assert.equal(points.length, 10);
  assert.deepEqual([points[8]?.ahead, points[9]?.ahead], [false, true]);
  assert.deepEqual([points[9]?.value, points[9]?.mean], [null, 10]);
  assert.deepEqual([points[3]?.anomalies, points[3]?.notes], [['2026-01-04'], ['Spot']]);
});

test('a year gathers into weeks that add up, without intervals that would not', () => {
  const points = trendPoints(trends(365));
  assert.ok(points.length < 60);
  assert.equal(
    points.reduce((sum, { value }) => sum + (value ?? 0), 0),
    3640,
  );
  assert.ok(points.every(({ low, ahead }) => low === null && !ahead));
});

test('the file holds every day once, with its note, and the forecast after it', () => {
  const { columns, rows } = trendTable(trends(10));
  assert.equal(rows.length, 10);
  assert.ok(rows.every((row) => row.length === columns.length));
  assert.deepEqual(rows[3]?.slice(-2), ['yes', 'Spot']);
  assert.deepEqual(rows[9]?.slice(0, 4), ['2026-01-10', 'forecast', null, 10]);
});
