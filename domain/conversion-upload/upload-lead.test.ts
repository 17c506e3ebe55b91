import assert from 'node:assert/strict';
import { test } from 'node:test';
import { googleAdsFormat } from './google-ads.ts';
import { hashedEmail, hashedPhone, META_FORMAT } from './meta.ts';
import { leftOut, type UploadLead } from './upload-lead.ts';

const NOW = Date.parse('2026-11-20T18:00:00Z');
const LEAD: UploadLead = {
  id: 'c0ffee',
  convertedAt: Date.parse('2026-07-01T12:00:05Z'),
  clickedAt: Date.parse('2026-06-01T08:00:00Z'),
  createdAt: Date.parse('2026-06-02T08:00:00Z'),
  clickId: 'Cj0KCQiA_fake-click',
  value: 199.5,
  currency: 'EUR',
  email: ' John_Smith@gmail.com ',
  phone: '+16505551212',
  validationStatus: 'valid',
  duplicate: false,
  excluded: false,
  flags: [],
  consent: { given_at: '2026-06-02T08:00:00Z' },
};
const google = googleAdsFormat('Europe/Berlin');
const why = (change: Partial<UploadLead>, format = google, name = 'Lead') =>
  leftOut({ ...LEAD, ...change }, format, name, NOW);

test('addresses and numbers are digested as Meta’s documentation shows', () => {
  assert.equal(hashedEmail(LEAD.email), '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f');
  assert.equal(hashedPhone('+1 (650) 555-1212'), 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176');
  assert.deepEqual([hashedEmail(undefined), hashedEmail(' '), hashedPhone(undefined)], ['', '', '']);
});

test('Google Ads is told the time of the client’s zone with its offset, in summer and in winter', () => {
  const timeIn = (zone: string, instant: string) =>
    googleAdsFormat(zone).cells({ ...LEAD, convertedAt: Date.parse(instant) }, 'Sale')[2];
  assert.deepEqual(google.cells(LEAD, 'Sale'), [LEAD.clickId, 'Sale', '2026-07-01 14:00:05+0200', 199.5, 'EUR']);
  assert.equal(timeIn('Europe/Berlin', '2026-12-31T23:30:00Z'), '2027-01-01 00:30:00+0100');
  assert.equal(timeIn('America/Chicago', '2026-11-20T20:05:00Z'), '2026-11-20 14:05:00-0600');
  assert.equal(timeIn('Asia/Kolkata', '2026-11-20T00:00:00Z'), '2026-11-20 05:30:00+0530');
  assert.equal(timeIn('UTC', '2026-11-20T00:00:00Z'), '2026-11-20 00:00:00+0000');
  assert.deepEqual(google.cells({ ...LEAD, value: undefined }, 'Sale').slice(3), ['', '']);
});

test('Meta is told seconds, the click as its cookie holds it, and no address in clear', () => {
  const cells = META_FORMAT.cells({ ...LEAD, clickId: 'IwAR2F4-dbP0l7Mn1' }, 'Lead');
  assert.deepEqual(cells.slice(0, 5), [
    'Lead',
    1782907205,
    'c0ffee',
    'system_generated',
    'fb.1.1780300800000.IwAR2F4-dbP0l7Mn1',
  ]);
  assert.ok(!/smith|650/i.test(cells.join()));
  const cookie = 'fb.1.1554763741205.AbCdEfGhIjKlMnOp';
  assert.equal(META_FORMAT.cells({ ...LEAD, clickId: cookie }, 'Lead')[4], cookie);
});

test('each reason to leave a lead out is told, the first that holds', () => {
  assert.equal(why({}), undefined);
  assert.equal(why({ validationStatus: 'pending', value: undefined }), undefined);
  assert.equal(why({ clickId: undefined, excluded: true }), 'without_click_id');
  assert.equal(why({ excluded: true, validationStatus: 'fraudulent' }), 'excluded');
  assert.equal(why({ validationStatus: 'fraudulent', duplicate: true }), 'fraudulent');
  assert.equal(why({ validationStatus: 'invalid' }), 'invalid');
  assert.equal(why({ duplicate: true, consent: undefined }), 'duplicate');
  assert.equal(why({ convertedAt: undefined }), 'without_time');
  for (const clickId of ['short', '=HYPERLINK("https://x")', '-Cj0KCQiA_fake-click', '@Cj0KCQiA_fake-click']) {
    assert.equal(why({ clickId }), 'malformed_click_id');
  }
  // Meta refuses a purchase without a value, and takes other events without one.
  const meta = { clickId: 'IwAR2F4-dbP0l7Mn1', value: undefined };
  assert.equal(why(meta, META_FORMAT, 'Purchase'), 'without_value');
  assert.equal(why(meta, META_FORMAT, 'Lead'), undefined);
});

test('consent must be on record, must hold, and must not have been withdrawn', () => {
  const given_at = '2026-06-02T08:00:00Z';
  assert.equal(why({ consent: undefined }), 'without_consent');
  assert.equal(why({ consent: { channels: ['email'] } }), 'without_consent');
  assert.equal(why({ flags: ['C01_NO_CONSENT'] }), 'without_consent');
  assert.equal(why({ flags: ['C02_CONSENT_CONFLICT'] }), 'without_consent');
  assert.equal(why({ consent: { given_at, withdrawn_at: '2026-08-01T00:00:00Z' } }), 'without_consent');
  assert.equal(why({ consent: { given_at, withdrawn_at: '2026-05-01T00:00:00Z' } }), undefined);
  assert.equal(why({ consent: { given_at, withdrawn_at: '2026-12-01T00:00:00Z' } }), undefined);
});
