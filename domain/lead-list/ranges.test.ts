import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayRange, numberRange, SCORE_BANDS } from './ranges.ts';

test('numbers: both ends, one end, one number; a decimal end is meant exactly', () => {
  assert.deepEqual(numberRange('40-59'), { min: 40, max: 60, open: true });
  assert.deepEqual(numberRange('40-'), { min: 40, max: undefined, open: false });
  assert.deepEqual(numberRange('-59'), { min: undefined, max: 60, open: true });
  assert.deepEqual(numberRange('40'), { min: 40, max: 41, open: true });
  assert.deepEqual(numberRange('0.5-1.5'), { min: 0.5, max: 1.5, open: false });
  for (const text of ['', '-', '5-4', 'a', '1-2-3', '1e3', '--1', '1..2', '∞'])
    assert.equal(numberRange(text), undefined, text);
});

test('every score lies in exactly one band', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      const score = hundredths / 100;
      const holding = SCORE_BANDS.filter((band) => {
        const { min = 0, max = 0 } = numberRange(band) ?? {};
        return score >= min && score < max;
      });
      assert.equal(holding.length, 1);
    }),
  );
});

test('days: both ends, one end, one day', () => {
  assert.deepEqual(dayRange('2026-01-01..2026-01-31'), { from: '2026-01-01', to: '2026-01-31' });
  assert.deepEqual(dayRange('2026-01-01..'), { from: '2026-01-01', to: undefined });
  assert.deepEqual(dayRange('..2026-01-31'), { from: undefined, to: '2026-01-31' });
  assert.deepEqual(dayRange('2024-02-29'), { from: '2024-02-29', to: '2024-02-29' });
  for (const text of [
    '',
    '..',
    '2026-02-29',
    '2026-02-01..2026-01-01',
    '2026-1-1',
    '2026-01-01..2026-01-02..',
    '0001-01-01',
  ]) {
    assert.equal(dayRange(text), undefined, text);
  }
});
