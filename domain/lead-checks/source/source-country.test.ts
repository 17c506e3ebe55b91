import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeadCreate } from '#contract/lead.ts';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { s08SourceCountry } from './s08-source-country.ts';

const verdict = (countries: string[] | undefined, lead: Partial<LeadCreate> = {}, ipCountry?: string) =>
  verdictOf(s08SourceCountry, lead, {
    sources: [{ name: 'Google Ads', kind: 'paid_search', ...(countries ? { countries } : {}) }],
    ...(ipCountry ? { ipCountry } : {}),
  });

test('a lead of an agreed country passes, one of another fails and shows both', () => {
  assert.equal(verdict(['CA', 'US']), 'passed');
  const { message, evidence } = failureOf(verdict(['AT', 'DE'], {}, 'US'));
  assert.equal(message, 'The address is of US; agreed with the source: AT, DE.');
  assert.deepEqual(evidence, [
    { label: 'Country of the address', value: 'US' },
    { label: 'Agreed with the source', value: 'AT, DE' },
    { label: 'Country of the phone', value: 'US' },
    { label: 'Country of the IP address', value: 'US' },
  ]);
});

test('without an address the phone tells the country, without both the IP address', () => {
  assert.equal(failureOf(verdict(['DE'], { address: {} })).message, 'The phone is of US; agreed with the source: DE.');
  assert.equal(verdict(['US'], { address: {} }), 'passed');
  const bare = { address: {}, phone: undefined };
  assert.equal(failureOf(verdict(['DE'], bare, 'BR')).message, 'The IP address is of BR; agreed with the source: DE.');
  assert.equal(outcomeOf(verdict(['DE'], bare)), 'not_run');
});

test('a number without a calling code, or that cannot exist, tells no country; one of a shared plan tells several', () => {
  assert.equal(outcomeOf(verdict(['DE'], { address: {}, phone: '(415) 836-2291' })), 'not_run');
  assert.equal(outcomeOf(verdict(['DE'], { address: {}, phone: '+1 999 999' })), 'not_run');
  assert.equal(verdict(['JE'], { address: {}, phone: '+44 20 7946 0018' }), 'passed');
});

test('without agreed countries there is nothing to hold the lead against', () => {
  assert.equal(outcomeOf(verdict(undefined)), 'not_run');
  assert.equal(outcomeOf(verdict([])), 'not_run');
  assert.equal(outcomeOf(verdict(['DE'], { source: 'Nobody' })), 'not_run');
});
