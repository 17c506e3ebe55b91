import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moneyText, parseMoney } from './money-input.ts';

test('what is shown is what is stored, in currencies of 0, 2 and 3 digits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999_999 }),
      fc.constantFrom('USD', 'JPY', 'KWD'),
      (minor, currency) => {
        assert.equal(parseMoney(moneyText(minor, currency), currency), minor);
      },
    ),
  );
});

test('amounts as they are typed', () => {
  assert.equal(parseMoney(' 31,4 ', 'EUR'), 3140);
  assert.equal(parseMoney('31.', 'EUR'), 3100);
  assert.equal(parseMoney('12', 'JPY'), 12);
  assert.equal(parseMoney('', 'EUR'), undefined);
  for (const text of ['-1', '1.234', '1234567890123', '1e3', 'free', '12.5€'])
    assert.equal(parseMoney(text, 'EUR'), null, text);
  assert.equal(parseMoney('1.5', 'JPY'), null);
});
