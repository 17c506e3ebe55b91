import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { d04ConversionState } from './d04-conversion-state.ts';

test('converted with date and revenue, and lost with neither, pass', () => {
  const converted = { conversion_status: 'converted', conversion_date: '2026-03-10T09:00:00Z', revenue: 1200 } as const;
  assert.equal(verdictOf(d04ConversionState, converted), 'passed');
  assert.equal(verdictOf(d04ConversionState, { conversion_status: 'lost' }), 'passed');
  assert.equal(verdictOf(d04ConversionState, { conversion_status: 'lost', revenue: 0 }), 'passed');
});

test('says what a converted lead lacks', () => {
  assert.equal(
    failureOf(verdictOf(d04ConversionState, { conversion_status: 'converted' })).message,
    'The lead is converted but has no conversion date and no revenue.',
  );
  assert.equal(
    failureOf(verdictOf(d04ConversionState, { conversion_status: 'converted', revenue: 5 })).message,
    'The lead is converted but has no conversion date.',
  );
});

test('a lost or new lead cannot have converted', () => {
  assert.equal(
    failureOf(verdictOf(d04ConversionState, { conversion_status: 'lost', conversion_date: '2026-03-10T09:00:00Z' }))
      .message,
    'The lead is lost but carries a conversion date.',
  );
  assert.equal(outcomeOf(verdictOf(d04ConversionState, { revenue: 90 })), 'failed');
});

test('nothing about conversion, nothing to judge', () => {
  assert.equal(outcomeOf(verdictOf(d04ConversionState)), 'not_run');
});
