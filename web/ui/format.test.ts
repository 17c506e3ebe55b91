import assert from 'node:assert/strict';
import { test } from 'node:test';
import { age, compact, duration, money, moneyCompact, plural, weekday } from './format.ts';

test('money reads minor units with the digits of each currency', () => {
  assert.equal(money(1_047_200, 'USD'), '$10,472.00');
  assert.equal(money(1_047_200, 'USD', 0), '$10,472');
  assert.equal(money(980, 'JPY'), '¥980');
  assert.equal(money(1500, 'KWD'), 'KWD\u00a01.500');
  assert.equal(moneyCompact(520_000_000, 'USD'), '$5.2M');
});

test('a calendar date keeps its day whatever the zone of the browser', () => {
  assert.equal(weekday('2026-03-01'), 'Sun, Mar 1');
});

test('age and duration choose the unit a reader would', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  assert.equal(age('2026-11-20T11:59:50Z', now, 'UTC'), '1 min');
  assert.equal(age('2026-11-20T09:00:00Z', now, 'UTC'), '3 h');
  assert.equal(age('2026-11-10T12:00:00Z', now, 'UTC'), '10 d');
  assert.equal(age('2026-01-10T12:00:00Z', now, 'UTC'), 'Jan 2026');
  assert.deepEqual([4, 1080, 164_160].map(duration), ['4 s', '18 min', '1.9 d']);
});

test('counts take the plural', () => {
  assert.equal(plural(1, 'lead'), '1 lead');
  assert.equal(plural(48_213, 'lead'), '48,213 leads');
  assert.equal(compact(48_213), '48.2k');
});
