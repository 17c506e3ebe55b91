import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryCode } from './countries.ts';

test('reads codes and names of countries', () => {
  const cases: [string, string | undefined][] = [
    ['DE', 'DE'],
    ['de', 'DE'],
    ['DEU', 'DE'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['Alemanha', 'DE'],
    ['Niemcy', 'DE'],
    ['Германия', 'DE'],
    ['ドイツ', 'DE'],
    ['德国', 'DE'],
    ['ألمانيا', 'DE'],
    ['UK', 'GB'],
    ['U.S.A.', 'US'],
    ['Estados Unidos', 'US'],
    ['Österreich', 'AT'],
    ['Türkiye', 'TR'],
    ['Atlantis', undefined],
    ['', undefined],
  ];
  for (const [text, code] of cases) assert.equal(countryCode(text), code, text);
});
