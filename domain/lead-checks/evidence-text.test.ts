import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanText, timeText } from './evidence-text.ts';

test('spans name their two largest units and skip none between', () => {
  assert.equal(spanText(0), 'less than a second');
  assert.equal(spanText(1000), '1 second');
  assert.equal(spanText(-61_000), '1 minute 1 second');
  assert.equal(spanText(86_400_000 + 5 * 60_000), '1 day');
  assert.equal(spanText(50 * 3_600_000), '2 days 2 hours');
});

test('times are UTC and say so', () => {
  assert.equal(timeText(Date.parse('2026-03-01T15:05:09+01:00')), '2026-03-01 14:05:09 UTC');
});
