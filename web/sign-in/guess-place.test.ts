import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryOptions } from '../ui/country-names.ts';
import { countryOfZone, currencyOf } from './guess-place.ts';

const COUNTRIES = countryOptions().map((option) => option.value);

test('the 249 countries of ISO 3166-1 and Kosovo can be chosen', () => {
  assert.equal(COUNTRIES.length, 250);
  assert.equal(new Set(COUNTRIES).size, 250);
});

test('the zone tells the country, whatever the language', () => {
  assert.equal(countryOfZone('Europe/Lisbon', COUNTRIES, 'en-US'), 'PT');
  assert.equal(countryOfZone('America/Chicago', COUNTRIES, 'de-DE'), 'US');
  assert.equal(countryOfZone('Asia/Kolkata', COUNTRIES, 'hi'), 'IN');
  assert.equal(countryOfZone('UTC', COUNTRIES, 'en-GB'), undefined);
});

test('no country has two currencies', () => {
  const counted = COUNTRIES.filter((code) => currencyOf(code) !== undefined);
  assert.ok(counted.length > 60);
  assert.equal(currencyOf('PT'), 'EUR');
  assert.equal(currencyOf(undefined), undefined);
});
