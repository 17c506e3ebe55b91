import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { x02ProbDup } from './x02-prob-dup.ts';
import { x03Household } from './x03-household.ts';

const HOUR = 3_600_000;
const lead = {
  lead_id: '0195f3a0-0000-7000-8000-0000000000aa',
  createdAt: Date.parse('2026-03-09T18:00:00Z') - 76 * HOUR,
  source: 'Acme Partners',
};
const person = {
  lead,
  weight_bits: 9.25,
  line_bits: 5.6,
  steps: [
    { title: 'Before looking', level: 'Two records taken at random', bits: -16.75 },
    { title: 'Name', level: 'Same name', bits: 26 },
  ],
};

test('a likely repeat names the earlier lead and every step of the weight, which sum to it', () => {
  const { message, evidence } = failureOf(verdictOf(x02ProbDup, {}, { likeness: { person } }));
  assert.equal(message, 'Very likely the person who came 3 days 4 hours before, from Acme Partners.');
  assert.deepEqual(
    evidence.slice(-3).map(({ value }) => value),
    ['Two records taken at random: −16.8 bits', 'Same name: +26.0 bits', '9.3 bits, merged from 5.6'],
  );
});

test('what the exact comparison names is not named again, nor what is older than the window', () => {
  assert.equal(verdictOf(x02ProbDup, {}, { likeness: { person }, duplicates: { phone: lead } }), 'passed');
  const client = { duplicate_window_days: 3 };
  assert.equal(verdictOf(x02ProbDup, {}, { likeness: { person }, client }), 'passed');
});

test('a household is told by what is shared', () => {
  const household = { lead, shared: ['phone number', 'address'] };
  const { message } = failureOf(verdictOf(x03Household, {}, { likeness: { household } }));
  assert.equal(message, 'An earlier lead with another name has the same phone number and address.');
});

test('not compared is not the same as alone', () => {
  for (const check of [x02ProbDup, x03Household]) {
    assert.equal(outcomeOf(verdictOf(check, {}, { likeness: undefined })), 'not_run');
    assert.equal(verdictOf(check, {}, { likeness: {} }), 'passed');
  }
});
