import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormFacts } from '#contract/lead.ts';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { b03Honeypot } from './b03-honeypot.ts';
import { b04TooFast } from './b04-too-fast.ts';
import { b05NoInputEvents } from './b05-no-input-events.ts';

test('the hidden field: empty passes, filled fails, not sent is not judged', () => {
  assert.equal(verdictOf(b03Honeypot, { form: { honeypot: '' } }), 'passed');
  assert.equal(
    failureOf(verdictOf(b03Honeypot, { form: { honeypot: 'http://x.example' } })).evidence[0]?.value,
    'http://x.example',
  );
  assert.equal(outcomeOf(verdictOf(b03Honeypot, { form: {} })), 'not_run');
});

const pace = (form: FormFacts) => outcomeOf(verdictOf(b04TooFast, { form }));

test('the floor of a typed form grows with its fields: 2.65 s and 0.56 s each', () => {
  const typed = { paste_events: 0, autofill_events: 0 };
  assert.equal(pace({ seconds_on_form: 6.01, field_count: 6, ...typed }), 'passed');
  assert.equal(pace({ seconds_on_form: 6.0, field_count: 6, ...typed }), 'failed');
  assert.equal(pace({ seconds_on_form: 6.01, field_count: 12, ...typed }), 'failed');
});

test('a form the browser filled needs only the sending', () => {
  assert.equal(pace({ seconds_on_form: 2.7, field_count: 12, autofill_events: 12 }), 'passed');
  assert.equal(pace({ seconds_on_form: 2.6, field_count: 12, autofill_events: 12 }), 'failed');
});

test('where filling by the browser was not witnessed, five seconds are enough', () => {
  assert.equal(pace({ seconds_on_form: 5, field_count: 12 }), 'passed');
  assert.equal(pace({ seconds_on_form: 4.9, field_count: 12 }), 'failed');
});

test('cites what the floor rests on', () => {
  const { message, evidence } = failureOf(verdictOf(b04TooFast, { form: { seconds_on_form: 1.2, field_count: 3 } }));
  assert.equal(message, 'The form took 1.2 s; the fastest person needs 4.3 s for 3 fields.');
  assert.match(evidence.at(-1)?.value ?? '', /Card et al\. 1980/);
  assert.equal(pace({ field_count: 3 }), 'not_run');
});

const input = (form: FormFacts) => outcomeOf(verdictOf(b05NoInputEvents, { form }));

test('any kind of input is enough; none of any kind fails; an uncounted kind leaves it open', () => {
  const none = { key_events: 0, paste_events: 0, autofill_events: 0 };
  assert.equal(input({ ...none, key_events: 4 }), 'passed');
  assert.equal(input({ ...none, autofill_events: 1 }), 'passed');
  assert.equal(input({ ...none, field_count: 5 }), 'failed');
  assert.equal(input({ ...none, field_count: 0 }), 'not_run');
  assert.equal(input({ key_events: 0, paste_events: 0 }), 'unknown');
  assert.equal(input({ field_count: 5 }), 'not_run');
});
