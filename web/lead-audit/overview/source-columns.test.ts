import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SourceRow, sortSources, standsOut } from './source-columns.ts';

const row = (source: string, cost: number | null): SourceRow => ({
  source,
  kind: 'partner',
  daily: [],
  metrics: { cost_per_lead_minor: { value: cost } },
});

test('sources without a price come last whichever way the table is sorted', () => {
  const rows = [row('free', null), row('dear', 900), row('cheap', 100)];
  const order = (desc: boolean) => sortSources(rows, 'cost_per_lead_minor', desc).map((one) => one.source);
  assert.deepEqual(order(true), ['dear', 'cheap', 'free']);
  assert.deepEqual(order(false), ['cheap', 'dear', 'free']);
});

test('a rate stands out only when its whole interval is well past that of all sources', () => {
  assert.equal(standsOut('fraud_rate', { value: 0.22, low: 0.2, high: 0.24 }, 0.042), true);
  assert.equal(standsOut('fraud_rate', { value: 0.22, low: 0.05, high: 0.6 }, 0.042), false);
  assert.equal(standsOut('valid_rate', { value: 0.587, low: 0.57, high: 0.6 }, 0.836), true);
  assert.equal(standsOut('valid_rate', { value: 0.8, low: 0.79, high: 0.81 }, 0.836), false);
  assert.equal(standsOut('leads', { value: 1 }, 0.5), false);
});
