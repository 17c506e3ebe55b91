import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fractionDigits, fromMinor, toMinor } from './minor-units.ts';

test('currencies have the digits of ISO 4217', () => {
  assert.deepEqual(['USD', 'EUR', 'JPY', 'KWD'].map(fractionDigits), [2, 2, 0, 3]);
});

test('amounts round half away from zero, also where the binary fraction falls short', () => {
  assert.equal(toMinor(1.005, 'USD'), 101);
  assert.equal(toMinor(1250.5, 'EUR'), 125_050);
  assert.equal(toMinor(7, 'JPY'), 7);
});

test('minor units survive the way to major units and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e14 }), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      assert.equal(toMinor(fromMinor(minor, currency), currency), minor);
    }),
  );
});
