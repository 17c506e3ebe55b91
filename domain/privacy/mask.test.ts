import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskCompany, maskEmail, maskName, maskPhone, maskText } from './mask.ts';

test('each kind of value shows only what the screens need', () => {
  assert.equal(maskEmail('jane@acme.com'), 'j•••@acme.com');
  assert.equal(maskEmail('j@acme.com'), '•••@acme.com');
  assert.equal(maskEmail('"jane@home"@acme.com'), '"•••@acme.com');
  assert.equal(maskEmail('łukasz@acme.pl'), 'ł•••@acme.pl');
  assert.equal(maskEmail('not an address'), '•••');
  assert.equal(maskEmail('@acme.com'), '•••');
  assert.equal(maskPhone('+14155550123'), '+1 •••23');
  assert.equal(maskPhone('+44 20 7946 0958'), '+44 •••58');
  assert.equal(maskPhone('(415) 555-0123'), '•••23');
  assert.equal(maskPhone('12345'), '•••');
  assert.equal(maskName('Jane van Doe'), 'J••• v••• D•••');
  assert.equal(maskName('X Æ'), '••• •••');
  assert.equal(maskName('𠮷田 太郎'), '𠮷••• 太•••');
  assert.equal(maskCompany('Acme Tools Ltd'), 'A•••');
  assert.equal(maskText('Please call me at 5'), '•••');
});

test('nothing stays nothing', () => {
  for (const mask of [maskEmail, maskPhone, maskName, maskCompany, maskText]) {
    assert.equal(mask(''), '');
    assert.equal(mask('  '), '');
  }
});

test('values that differ only in what is hidden look the same', () => {
  const letters = fc.stringMatching(/^[a-z]{1,30}$/);
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      assert.equal(maskEmail(`j${a}@acme.com`), maskEmail(`j${b}@acme.com`));
      assert.equal(maskName(`J${a} D${b}`), maskName(`J${b} D${a}`));
      assert.equal(maskCompany(`A${a} ${b}`), maskCompany(`A${b}`));
      assert.equal(maskText(a), maskText(b));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000, max: 9_999_999 }), (n) => {
      assert.equal(maskPhone(`${n}42`), '•••42');
    }),
  );
});
