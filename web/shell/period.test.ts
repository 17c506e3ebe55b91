import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonLabel, daysBetween, isDate, periodOf, presets, todayIn, zoneSentence } from './period.ts';
import { listOf, parseSearch, pickText, shellSearch, stringifySearch, toList } from './search-params.ts';

test('today depends on the zone, not on the browser', () => {
  const now = new Date('2026-11-21T03:30:00Z');
  assert.equal(todayIn('America/Chicago', now), '2026-11-20');
  assert.equal(todayIn('Europe/Berlin', now), '2026-11-21');
  assert.equal(zoneSentence('America/Chicago', now), 'Days start at midnight in Chicago (UTC−6)');
});

test('presets end today and cross months and years', () => {
  const by = Object.fromEntries(presets('2027-01-15').map((p) => [p.label, [p.from, p.to]]));
  assert.deepEqual(by['Last 30 days'], ['2026-12-17', '2027-01-15']);
  assert.deepEqual(by['Last month'], ['2026-12-01', '2026-12-31']);
  assert.deepEqual(by['Quarter to date'], ['2027-01-01', '2027-01-15']);
  assert.equal(daysBetween('2026-12-17', '2027-01-15'), 30);
});

test('a period without dates is the last 30 days, a reversed one is put in order', () => {
  assert.deepEqual(periodOf({}, '2026-11-20'), { from: '2026-10-22', to: '2026-11-20', compare: 'previous' });
  assert.deepEqual(periodOf({ from: '2026-11-20', to: '2026-11-01', compare: 'none' }, '2026-11-20'), {
    from: '2026-11-01',
    to: '2026-11-20',
    compare: 'none',
  });
  assert.equal(comparisonLabel('2026-10-22', '2026-11-20', 'previous'), 'previous 30 d');
});

test('the address keeps comma lists readable and survives the round trip', () => {
  const search = { source: 'Meta Lead Ads,Google', quality_score: '0-39', empty: undefined };
  const text = stringifySearch(search);
  assert.equal(text, '?source=Meta+Lead+Ads,Google&quality_score=0-39');
  assert.deepEqual(parseSearch(text), { source: 'Meta Lead Ads,Google', quality_score: '0-39' });
  assert.deepEqual(listOf('a,,b'), ['a', 'b']);
  assert.deepEqual(listOf(toList(['Lead, Inc.', ''])), ['Lead, Inc.', '']);
  assert.equal(toList([]), undefined);
});

test('what the address may not hold is dropped', () => {
  assert.deepEqual(pickText(['source'])({ source: 'Meta', evil: 'x' }), { source: 'Meta' });
  assert.deepEqual(shellSearch({ from: '2026-13-40', to: '2026-11-20', compare: 'later' }), {
    client: undefined,
    from: undefined,
    segment: undefined,
    to: '2026-11-20',
    compare: undefined,
  });
  assert.equal(isDate('2026-02-30'), false);
});
