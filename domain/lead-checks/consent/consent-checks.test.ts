import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, outcomeOf, SOUND_LEAD, verdictOf } from '../sound-lead.ts';
import { c01NoConsent } from './c01-no-consent.ts';
import { c02ConsentConflict } from './c02-consent-conflict.ts';

const consent = (changes: NonNullable<typeof SOUND_LEAD.consent>) => ({
  consent: { ...SOUND_LEAD.consent, ...changes },
});

test('consent counts for the channels that need it, and for no others', () => {
  assert.equal(verdictOf(c01NoConsent), 'passed');
  assert.equal(verdictOf(c01NoConsent, {}, { client: { consent_required: ['email', 'phone'] } }), 'passed');
  assert.equal(outcomeOf(verdictOf(c01NoConsent, {}, { client: { consent_required: ['sms'] } })), 'failed');
  assert.equal(
    outcomeOf(verdictOf(c01NoConsent, { consent: undefined }, { client: { consent_required: [] } })),
    'not_run',
  );
});

test('names what the record lacks', () => {
  assert.equal(failureOf(verdictOf(c01NoConsent, { consent: undefined })).message, 'There is no record of consent.');
  assert.equal(
    failureOf(verdictOf(c01NoConsent, consent({ text_version: ' ', channels: ['phone'] }))).message,
    'The record of consent lacks the version of the text and the channel email.',
  );
});

test('consent before the lead, on its form, not withdrawn, holds', () => {
  assert.equal(verdictOf(c02ConsentConflict), 'passed');
  assert.equal(outcomeOf(verdictOf(c02ConsentConflict, { consent: { channels: ['email'] } })), 'not_run');
});

test('each conflict is named', () => {
  const message = (changes: Parameters<typeof consent>[0]) =>
    failureOf(verdictOf(c02ConsentConflict, consent(changes))).message;
  assert.equal(
    message({ given_at: '2026-03-09T20:00:00Z' }),
    'The consent does not hold: it was given 2 hours after the lead.',
  );
  assert.equal(
    message({ withdrawn_at: '2026-03-10T11:00:00Z' }),
    'The consent does not hold: it was withdrawn 1 hour ago.',
  );
  assert.equal(message({ form_id: 'contest' }), 'The consent does not hold: it was given on another form.');
});

test('consent given anew after a withdrawal holds; one that will be withdrawn still does', () => {
  assert.equal(verdictOf(c02ConsentConflict, consent({ withdrawn_at: '2026-03-01T00:00:00Z' })), 'passed');
  assert.equal(verdictOf(c02ConsentConflict, consent({ withdrawn_at: '2026-03-20T00:00:00Z' })), 'passed');
});
