import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { b11ClickToLead } from './b11-click-to-lead.ts';

const CREATED = Date.parse('2026-03-09T18:00:00Z');
const early = {
  check: 'B11_CLICK_TO_LEAD',
  below_seconds: 30,
  share_below: 0.02,
  peers_share_below: 0.0005,
  median_seconds: 90,
  peers_median_seconds: 95,
  impossible: 14,
  distance: 0.02,
  p: 1e-9,
} as const;

/** A lead so many seconds after its click, whose form was open for so many, at a source whose early leads stand out. */
const verdict = (seconds: number, onForm: number | undefined) =>
  verdictOf(
    b11ClickToLead,
    {
      clicked_at: new Date(CREATED - seconds * 1000).toISOString(),
      form: onForm === undefined ? {} : { seconds_on_form: onForm },
    },
    { history: { signals: [early] } },
  );

test('a click that came when the form was open, or too late to fill one, was put in', () => {
  assert.equal(failureOf(verdict(20, 40)).message, 'The click came when the form was already open.');
  assert.ok(failureOf(verdict(2, undefined)));
});

test('where nothing says how long the form was open, a lead is early as its source has too many of', () => {
  const { evidence } = failureOf(verdict(20, undefined));
  assert.ok(evidence.some(({ label, value }) => label.includes('too late') && value === '14'));
  assert.equal(outcomeOf(verdict(31, undefined)), 'not_run');
});

test('a click before the form was opened is the lead’s own, however quick it was', () => {
  assert.equal(verdict(20, 18), 'passed');
});
