import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceDetails } from '#contract/lead.ts';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { s01SourceUnknown } from './s01-source-unknown.ts';
import { s02UtmReferrer } from './s02-utm-referrer.ts';
import { s04LeadAge } from './s04-lead-age.ts';

test('a registered source passes whatever its case, blanks and dashes', () => {
  for (const source of ['Google Ads', 'google-ads', ' GOOGLE_ADS ']) {
    assert.equal(verdictOf(s01SourceUnknown, { source }), 'passed', source);
  }
});

test('an unknown source comes with the nearest one, offered when it is a slip', () => {
  const slip = failureOf(verdictOf(s01SourceUnknown, { source: 'Acme Partnesr' }));
  assert.equal(slip.suggestion, 'Acme Partners');
  assert.deepEqual(slip.evidence.at(-1), { label: 'Edits between them', value: '1' });
  const other = failureOf(verdictOf(s01SourceUnknown, { source: 'Trade fair Hanover' }));
  assert.equal(other.suggestion, undefined);
  assert.equal(other.evidence.length, 3);
});

test('without a registry nothing is unknown', () => {
  assert.equal(outcomeOf(verdictOf(s01SourceUnknown, {}, { sources: undefined })), 'not_run');
  assert.equal(outcomeOf(verdictOf(s01SourceUnknown, {}, { sources: [] })), 'not_run');
});

const trail = (source: string, source_details: SourceDetails) =>
  outcomeOf(verdictOf(s02UtmReferrer, { source, source_details }));

test('a trail of the platform claimed passes, families included', () => {
  assert.equal(trail('Google Ads', { gclid: 'abc', utm_source: 'google' }), 'passed');
  assert.equal(trail('Facebook', { fbclid: 'abc', utm_source: 'ig', referrer: 'https://l.instagram.com/' }), 'passed');
  assert.equal(trail('Twitter', { twclid: 'abc', referrer: 'https://t.co/xyz' }), 'passed');
  assert.equal(trail('google', { referrer: 'android-app://com.google.android.gm/' }), 'passed');
  assert.equal(trail('google', { referrer: 'https://www.google.co.uk/' }), 'passed');
});

test('a click id of another platform fails, with what speaks for the claim beside it', () => {
  const source_details = { fbclid: 'IwAR0abc', utm_source: 'google' };
  const { message, evidence } = failureOf(verdictOf(s02UtmReferrer, { source: 'Google Ads', source_details }));
  assert.equal(message, 'The lead claims Google Ads, but fbclid is of Meta.');
  assert.deepEqual(evidence.at(-1), { label: 'For: utm_source (Google)', value: 'google' });
});

test('click ids count where they stand: inside the landing page too', () => {
  assert.equal(
    trail('LinkedIn', { landing_page: 'https://example.com/?utm_source=tiktok&ttclid=E.C.P#top' }),
    'failed',
  );
  assert.equal(trail('TikTok', { landing_page: 'https://example.com/?utm_source=tiktok&ttclid=E.C.P#top' }), 'passed');
});

test('signs of equal or greater strength for the claim leave it open', () => {
  assert.equal(trail('Google Ads', { gclid: 'abc', fbclid: 'def' }), 'unknown');
  assert.equal(trail('Google Ads', { utm_source: 'google', referrer: 'https://www.facebook.com/' }), 'unknown');
});

test('free traffic with the click id of an advertisement fails', () => {
  assert.equal(trail('Google organic', { gclid: 'abc' }), 'failed');
  assert.equal(trail('direct', { utm_medium: 'cpc' }), 'failed');
  assert.equal(trail('organic', { referrer: 'https://www.google.com/' }), 'passed');
  assert.equal(trail('organic social', { fbclid: 'abc' }), 'passed');
});

test('a partner may buy its traffic anywhere, and hosts only resemble platforms', () => {
  assert.equal(trail('Acme Partners', { fbclid: 'abc' }), 'not_run');
  assert.equal(trail('Partner X', { fbclid: 'abc' }), 'not_run');
  assert.equal(trail('Google Ads', { referrer: 'https://facebook.example.com/' }), 'not_run');
  assert.equal(trail('Google Ads', { utm_source: 'newsletter' }), 'not_run');
});

test('the age at delivery is compared with what the source agreed to', () => {
  assert.equal(verdictOf(s04LeadAge), 'passed');
  assert.equal(verdictOf(s04LeadAge, { delivered_at: '2026-03-09T18:05:00Z' }), 'passed');
  const late = failureOf(verdictOf(s04LeadAge, { delivered_at: '2026-03-10T00:00:00Z' }));
  assert.equal(late.message, 'The lead was 6 hours old when it was delivered; 5 minutes are agreed.');
  assert.equal(late.evidence[2]?.value, '21600 s');
});

test('the age needs both times and an agreement', () => {
  assert.equal(outcomeOf(verdictOf(s04LeadAge, { delivered_at: undefined })), 'not_run');
  assert.equal(outcomeOf(verdictOf(s04LeadAge, { created_at: undefined })), 'not_run');
  assert.equal(outcomeOf(verdictOf(s04LeadAge, { source: 'Acme Partners' })), 'not_run');
  assert.equal(outcomeOf(verdictOf(s04LeadAge, { delivered_at: '2026-03-09T17:00:00Z' })), 'unknown');
});
