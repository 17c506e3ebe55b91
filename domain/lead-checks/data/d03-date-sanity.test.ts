import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { d03DateSanity } from './d03-date-sanity.ts';

test('click, form, delivery in order pass', () => {
  assert.equal(verdictOf(d03DateSanity), 'passed');
});

test('a click after the form is shown with the time between', () => {
  const { message } = failureOf(verdictOf(d03DateSanity, { clicked_at: '2026-03-09T21:00:00+01:00' }));
  assert.equal(message, 'The dates cannot be right: the form lies 2 hours before the click.');
});

test('clocks may differ by a quarter of an hour', () => {
  assert.equal(verdictOf(d03DateSanity, { clicked_at: '2026-03-09T18:15:00Z' }), 'passed');
  assert.equal(outcomeOf(verdictOf(d03DateSanity, { clicked_at: '2026-03-09T18:15:01Z' })), 'failed');
});

test('a date without a time stands for its whole day', () => {
  assert.equal(verdictOf(d03DateSanity, { conversion_date: '2026-03-09T00:00:00Z' }), 'passed');
  assert.equal(outcomeOf(verdictOf(d03DateSanity, { conversion_date: '2026-03-09T00:00:01Z' })), 'failed');
  assert.equal(outcomeOf(verdictOf(d03DateSanity, { conversion_date: '2026-03-08T00:00:00Z' })), 'failed');
});

test('dates in the future and zeros of calendars cannot be', () => {
  assert.match(
    failureOf(verdictOf(d03DateSanity, { conversion_date: '2027-01-01T09:00:00Z' })).message,
    /in the future/,
  );
  assert.match(
    failureOf(verdictOf(d03DateSanity, { created_at: '1970-01-01T00:00:00Z' })).message,
    /before there were web forms/,
  );
});

test('a lead without dates is not judged', () => {
  const none = { clicked_at: undefined, created_at: undefined, delivered_at: undefined };
  assert.equal(outcomeOf(verdictOf(d03DateSanity, none)), 'not_run');
});
