import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Analytics, AnalyticsRow } from '#contract/analytics.ts';
import { filterValue, levelOf, sortOf, sortRows, tableOf } from './breakdown.ts';

const row = (source: string, leads: number, cost: number | null): AnalyticsRow => ({
  dimensions: { source },
  metrics: {
    leads: { value: leads, previous: 1 },
    valid_rate: { value: 0.5, low: 0.4, high: 0.6, n: leads, previous: null },
    cost_per_lead_minor: { value: cost },
  },
});
const rows = [row('Meta', 5, null), row('(none)', 9, 250), row('Google', 5, 100)];

test('rows stand in order of a metric, equal ones by name, and those without a value last either way', () => {
  const names = (metric: 'leads' | 'cost_per_lead_minor', desc: boolean) =>
    sortRows(rows, metric, desc, 'source').map(({ dimensions }) => dimensions.source);
  assert.deepEqual(names('leads', true), ['(none)', 'Google', 'Meta']);
  assert.deepEqual(names('cost_per_lead_minor', false), ['Google', '(none)', 'Meta']);
  assert.deepEqual(names('cost_per_lead_minor', true), ['(none)', 'Google', 'Meta']);
  assert.deepEqual(sortOf('nonsense'), { metric: 'leads', desc: true });
  assert.deepEqual(sortOf('valid_rate'), { metric: 'valid_rate', desc: false });
  assert.equal(levelOf('keyword'), 'keyword');
  assert.equal(filterValue('(none)'), '(none)');
  assert.equal(filterValue('Lead, Inc.'), 'Lead\\, Inc.');
});

test('the exported table has intervals, the comparison and money in units', () => {
  const analytics = { currency: 'USD', from: '2026-11-01', to: '2026-11-20', compare_from: '2026-10-12' } as Analytics;
  const table = tableOf(analytics, rows, 'source');
  const at = (name: string) => table.columns.findIndex((column) => column.name === name);
  assert.equal(table.title, 'sources 2026-11-01 to 2026-11-20');
  assert.equal(table.rows[1]?.[0], '(none)');
  assert.equal(table.rows[1]?.[at('cost_per_lead USD')], 2.5);
  assert.equal(table.rows[0]?.[at('cost_per_lead USD')], null);
  assert.deepEqual(
    ['valid_rate', 'valid_rate low 95', 'valid_rate high 95', 'leads before'].map((name) => table.rows[0]?.[at(name)]),
    [0.5, 0.4, 0.6, 1],
  );
  assert.ok(table.rows.every((cells) => cells.length === table.columns.length));
});
