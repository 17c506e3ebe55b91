import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { mix32 } from '../random.ts';
import { e164, nationalNumber, writtenNumber } from './phones.ts';
import { COUNTRIES, PLACES } from './places.ts';

for (const country of COUNTRIES) {
  test(`every number of ${country} is assigned, in its own country, however it is written`, () => {
    for (const place of PLACES[country]) {
      for (let serial = 0; serial < 300; serial++) {
        const national = nationalNumber(country, place.area, serial * 331, mix32(serial + 1));
        const expected = e164(country, national);
        const parsed = parsePhoneNumberFromString(expected);
        assert.ok(parsed?.isValid() === true, `${expected} (${place.city})`);
        assert.equal(parsed.country, country, expected);
        const written = writtenNumber(country, national, serial % 4);
        assert.equal(parsePhoneNumberFromString(written, country)?.number, expected, written);
      }
    }
  });
}

test('no US number uses the exchange kept for fiction', () => {
  for (let serial = 0; serial < 20_000; serial++)
    assert.notEqual(nationalNumber('US', '312', serial, 0).slice(3, 6), '555');
});
