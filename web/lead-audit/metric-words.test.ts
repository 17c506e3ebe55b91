import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change, intervalText, metricText } from './metric-words.ts';

test('a change is written in the unit of its metric, and only where there is something to compare', () => {
  assert.deepEqual(change('rate', 0.836, 0.861)?.text, '2.5 pt');
  assert.deepEqual(change('count', 48_213, 43_156)?.text, '11.7%');
  assert.deepEqual(change('score', 63.7, 65.2)?.text, '1.5');
  assert.equal(change('count', 5, 0), null);
  assert.equal(change('rate', 0.5, null), null);
});

test('a missing value is a dash and an interval names its n', () => {
  assert.equal(metricText('money', null, 'USD'), '–');
  assert.equal(metricText('money', 3140, 'USD'), '$31.40');
  assert.equal(
    intervalText('rate', { value: 0.836, low: 0.833, high: 0.839, n: 48_213 }, 'USD'),
    '95% interval 83.3% to 83.9%, n 48,213',
  );
  assert.equal(intervalText('rate', { value: 0.8 }, 'USD'), '');
});
