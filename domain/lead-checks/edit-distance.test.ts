import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editDistance } from './edit-distance.ts';

test('published values: kitten and sitting (Levenshtein), one swap (Damerau), CA and ABC (restricted)', () => {
  assert.equal(editDistance('kitten', 'sitting'), 3);
  assert.equal(editDistance('gmial', 'gmail'), 1);
  assert.equal(editDistance('ca', 'abc'), 3);
  assert.equal(editDistance('', 'abc'), 3);
});

test('zero only for equal strings, the same both ways, no more than the longer string', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '😀'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const edits = editDistance(a, b);
      assert.equal(edits === 0, a === b);
      assert.equal(edits, editDistance(b, a));
      assert.ok(edits <= Math.max([...a].length, [...b].length));
      assert.ok(edits >= Math.abs([...a].length - [...b].length));
    }),
  );
});
