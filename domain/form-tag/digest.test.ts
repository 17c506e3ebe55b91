import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { valueDigest } from './digest.ts';

test('case, spacing and punctuation make no difference, and a phone is known by its last digits', () => {
  assert.equal(valueDigest('Anna.Berg@Example.com '), valueDigest('anna.berg@example.com'));
  assert.equal(valueDigest('+49 30 901820'), valueDigest('030/901820'));
  assert.equal(valueDigest('Ｍüller'), valueDigest('müller'));
  assert.notEqual(valueDigest('anna@example.com'), valueDigest('anne@example.com'));
  assert.notEqual(valueDigest('10115'), valueDigest('10116'));
});

test('different values have different digests of at most 53 bits', () => {
  const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(words, (values) => {
      const digests = values.map(valueDigest);
      assert.equal(new Set(digests).size, values.length);
      for (const digest of digests) assert.match(digest, /^[0-9a-f]{1,14}$/);
    }),
  );
});

test('it stands alone, because the tag carries its text', () => {
  const alone = new Function(`return (${valueDigest})`)() as typeof valueDigest;
  assert.equal(alone('Zoë Ångström'), valueDigest('Zoë Ångström'));
});
