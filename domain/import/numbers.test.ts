import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAmount } from './numbers.ts';

test('reads amounts in the notations files hold', () => {
  const cases: [string, number | undefined, string?][] = [
    ['1.234,56', 1234.56],
    ['$1,234.56', 1234.56],
    ['(12)', -12],
    ['($1,200.50)', -1200.5],
    ['1 234,56 €', 1234.56, 'EUR'],
    ['1\u202f234,56\u00a0€', 1234.56, 'EUR'],
    ["CHF 1'234.50", 1234.5, 'CHF'],
    ['EUR 99', 99, 'EUR'],
    ['99 usd', 99, 'USD'],
    ['R$ 1.234,00', 1234, 'BRL'],
    ['1.234 zł', 1234, 'PLN'],
    ['1,234', 1234],
    ['1.234', 1234],
    ['0.123', 0.123],
    ['12.5', 12.5],
    ['12,5', 12.5],
    ['.5', 0.5],
    ['1.234.567', 1234567],
    ['12,34,567.89', 1234567.89],
    ['5,-', 5],
    ['12-', -12],
    ['-12', -12],
    ['−12', -12],
    ['1.2E+3', 1200],
    ['¥1,000', 1000],
    ['', undefined],
    ['abc', undefined],
    ['12 apples', undefined],
    ['1.2.3', undefined],
    ['1,23,4', undefined],
    ['--5', undefined],
    ['50%', undefined],
    ['NaN', undefined],
    ['1e999', undefined],
    ['=1+1', undefined],
  ];
  for (const [text, value, currency] of cases) {
    assert.deepEqual(parseAmount(text, 'auto')?.value, value, text);
    if (currency) assert.equal(parseAmount(text, 'auto')?.currency, currency, text);
  }
});

test('a stated decimal mark decides what one mark means', () => {
  assert.equal(parseAmount('1.234', '.')?.value, 1.234);
  assert.equal(parseAmount('1.234', ',')?.value, 1234);
  assert.equal(parseAmount('1,234', ',')?.value, 1.234);
  assert.equal(parseAmount('1,234', '.')?.value, 1234);
});

test('reads back what a German and an American format write', () => {
  const cents = fc.integer({ min: -1e11, max: 1e11 });
  for (const [locale, mark] of [
    ['de-DE', ','],
    ['en-US', '.'],
  ] as const) {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
    fc.assert(
      fc.property(cents, (amount) => {
        const text = format.format(amount / 100);
        assert.equal(parseAmount(text, 'auto')?.value, amount / 100 || 0, text);
        assert.equal(parseAmount(text, mark)?.value, amount / 100 || 0, text);
      }),
    );
  }
});
