import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max';
import { preparePhone } from './phone.ts';

test('every example number of libphonenumber parses to itself, with and without calling code', () => {
  const numbers = Object.entries(examples) as [CountryCode, string][];
  assert.ok(numbers.length > 230);
  for (const [country, national] of numbers) {
    const e164 = `+${getCountryCallingCode(country)}${national}`;
    const international = preparePhone(e164, undefined);
    assert.equal(international.e164, e164);
    assert.equal(international.valid, true, e164);
    const local = preparePhone(national, country);
    assert.equal(local.e164, e164, country);
    // Some islands share a numbering plan with a neighbour (Åland with Finland), so the region may be the neighbour's.
    assert.ok(
      local.region !== undefined && getCountryCallingCode(local.region as CountryCode) === local.callingCode,
      country,
    );
    assert.equal(local.valid, true);
  }
});

test('numbers that cannot be parsed say why', () => {
  assert.equal(preparePhone('call me', 'US').error, 'NOT_A_NUMBER');
  assert.equal(preparePhone('1', 'US').error, 'TOO_SHORT');
  assert.equal(preparePhone('+1234567890123456789012', undefined).error, 'TOO_LONG');
  assert.equal(preparePhone('0151 23456789', undefined).error, 'INVALID_COUNTRY');
  assert.equal(preparePhone('0151 23456789', 'XX').assumedCountry, undefined);
});

test('a possible number outside every assigned range keeps its E.164 form', () => {
  const phone = preparePhone('(099) 555-1234', 'US');
  assert.equal(phone.valid, false);
  assert.equal(phone.e164, '+10995551234');
  assert.equal(preparePhone('+44 20 7946 0018 ext. 12', undefined).extension, '12');
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string(), { nil: undefined }), (text, country) => {
      const phone = preparePhone(text, country);
      assert.ok(phone.error !== undefined || phone.e164 !== undefined);
    }),
    { numRuns: 2000 },
  );
});
