import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { x01ExactDup } from './x01-exact-dup.ts';

const CREATED = Date.parse('2026-03-09T18:00:00Z');
const HOUR = 3_600_000;
const earlier = (hoursBefore: number, source = 'Acme Partners') => ({
  lead_id: '0195f3a0-0000-7000-8000-0000000000aa',
  createdAt: CREATED - hoursBefore * HOUR,
  source,
});

test('names the key that matched, the time between and the source', () => {
  const { message, evidence } = failureOf(verdictOf(x01ExactDup, {}, { duplicates: { phone: earlier(76) } }));
  assert.equal(message, 'The same phone number came 3 days 4 hours before, from Acme Partners.');
  assert.equal(evidence[0]?.value, '+14158362291');
});

test('names both keys, and the nearest of two earlier leads', () => {
  const duplicates = { email: earlier(200, 'Webinar'), phone: earlier(2) };
  assert.match(
    failureOf(verdictOf(x01ExactDup, {}, { duplicates })).message,
    /^The same e-mail address and the same phone number came 2 hours before, from Acme Partners\.$/,
  );
});

test('the window counts to the millisecond; a later lead is no earlier one', () => {
  const client = { duplicate_window_days: 2 };
  assert.equal(outcomeOf(verdictOf(x01ExactDup, {}, { client, duplicates: { email: earlier(48) } })), 'failed');
  assert.equal(verdictOf(x01ExactDup, {}, { client, duplicates: { email: earlier(48 + 1 / HOUR) } }), 'passed');
  assert.equal(verdictOf(x01ExactDup, {}, { duplicates: { email: earlier(-1) } }), 'passed');
});

test('not looked up is not the same as not found', () => {
  assert.equal(outcomeOf(verdictOf(x01ExactDup, {}, { duplicates: undefined })), 'not_run');
  assert.equal(verdictOf(x01ExactDup, {}, { duplicates: {} }), 'passed');
});
