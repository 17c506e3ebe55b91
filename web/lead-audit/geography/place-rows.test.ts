import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Analytics } from '#contract/analytics.ts';
import { geoRows, placeRows, placeTable } from './place-rows.ts';

const answer = (rows: [country: string, region: string, leads: number][]): Analytics => ({
  from: '2026-01-01',
  to: '2026-01-31',
  time_zone: 'UTC',
  currency: 'EUR',
  rows: rows.map(([country, region, leads]) => ({
    dimensions: { country, region },
    metrics: { leads: { value: leads }, valid_rate: { value: 0.5, low: 0.4, high: 0.6, n: leads } },
  })),
  totals: {},
  data_through: '2026-01-31T00:00:00Z',
  warnings: [],
});

test('places come with most leads first, their own names and the filter of their leads', () => {
  const [first, second] = placeRows(
    answer([
      ['US', 'TX', 5],
      ['US', '(none)', 9],
    ]),
    'region',
    'US',
  );
  assert.deepEqual([first?.name, first?.search], ['Not given', { country: 'US', region: '(none)' }]);
  assert.deepEqual([second?.name, second?.search], ['Texas', { country: 'US', region: 'TX' }]);
  const [country] = placeRows(answer([['DE', '', 3]]), 'country', '');
  assert.deepEqual([country?.name, country?.search, country?.validLow], ['Germany', { country: 'DE' }, 0.4]);
});

test('a place that nobody named is the empty one on the map', () => {
  assert.deepEqual(
    geoRows(answer([['(none)', '(none)', 2]])).map(({ country, region }) => [country, region]),
    [['', '']],
  );
});

test('the file has a cell for every column', () => {
  const { columns, rows } = placeTable(placeRows(answer([['DE', '', 3]]), 'country', ''), 'country');
  assert.equal(rows[0]?.length, columns.length);
  assert.deepEqual(rows[0]?.slice(0, 3), ['DE', 'Germany', 3]);
});
