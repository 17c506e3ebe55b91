import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureLabel, oddsText, valueText } from './feature-words.ts';

test('values read as people write them', () => {
  assert.equal(valueText('weekday', '7'), 'Sunday');
  assert.equal(valueText('hour', '9'), '09:00');
  assert.equal(valueText('hour', 'rare or new'), 'rare or new');
  assert.equal(valueText('completeness', 0.856), '86%');
  assert.equal(valueText('seconds_on_form', null), 'not given');
  assert.equal(valueText('source', 'Google'), 'Google');
});

test('log-odds read as how many times the odds', () => {
  assert.equal(oddsText(Math.log(2)), 'odds × 2.0');
  assert.equal(oddsText(-Math.log(3)), 'odds ÷ 3.0');
  assert.equal(oddsText(0.01), 'no difference');
});

test('a feature without words keeps a readable name', () => {
  assert.equal(featureLabel('email_kind'), 'Kind of e-mail address');
  assert.equal(featureLabel('shoe_size'), 'shoe size');
});
