import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strongestSpell } from './spell.ts';

const days = (hits: readonly number[], n = 20) => hits.map((one) => ({ hits: one, n }));

test('a spell is found with its first and last day', () => {
  const quiet = [0, 1, 0, 0, 1, 0, 0, 0, 0, 1];
  const spell = strongestSpell(days([...quiet, 15, 17, 16, 18, ...quiet]));
  assert.deepEqual(spell && [spell.first, spell.last, spell.hits, spell.n], [10, 13, 66, 80]);
});

test('a spell that goes on ends on the last day, and one that began before the first day begins there', () => {
  assert.equal(strongestSpell(days([0, 0, 0, 0, 12, 14, 13, 12]))?.last, 7);
  assert.equal(strongestSpell(days([12, 14, 13, 12, 0, 0, 0, 0]))?.first, 0);
});

test('the log likelihood ratio is that of two shares against one', () => {
  // 5 of 10 against 0 of 10: 10 ln 0.5 - (5 ln 0.25 + 15 ln 0.75).
  const spell = strongestSpell([
    { hits: 500, n: 1000 },
    { hits: 0, n: 1000 },
  ]);
  const expected = 100 * (10 * Math.log(0.5) - (5 * Math.log(0.25) + 15 * Math.log(0.75)));
  assert.ok(spell && Math.abs(spell.strength - expected) < 1e-6);
});

test('chance makes no spell', () => {
  assert.equal(strongestSpell(days([1, 0, 2, 1, 0, 1, 3, 0, 1, 2, 0, 1])), undefined);
  assert.equal(strongestSpell(days([20, 20, 20])), undefined);
  assert.equal(strongestSpell([]), undefined);
});
