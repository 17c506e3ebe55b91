import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BANDS, textBands, textWords, wordsInCommon } from './min-hash.ts';

const shared = (first: readonly string[], second: readonly string[]) => {
  const bands = new Set(textBands(first));
  return textBands(second).filter((band) => bands.has(band)).length;
};
const made = (from: number, count: number) => Array.from({ length: count }, (_, at) => `w${(from + at) * 7919}x`);

test('spacing, case, digits, punctuation, order and the own name make no difference', () => {
  const first = textWords('Hello, I am Anna Berg and want a quote for 12 panels.', new Set(['anna', 'berg']));
  const second = textWords('a QUOTE for 7 panels - hello! I am Omar and want', new Set(['omar']));
  assert.equal(shared(first, second), BANDS);
});

test('a phrase has no sketch', () => assert.deepEqual(textBands(textWords('please call me')), []));

test('single bands agree about as often as the square of the share of words in common', () => {
  for (const [overlap, expected] of [
    [18, 18 / 22],
    [10, 10 / 30],
  ] as const) {
    let agreed = 0;
    const pairs = 400;
    for (let pair = 0; pair < pairs; pair++) {
      const first = made(pair * 100, 20);
      const second = made(pair * 100 + 20 - overlap, 20);
      assert.ok(Math.abs(wordsInCommon(first, second) - expected) < 1e-9);
      agreed += shared(first, second);
    }
    const seen = agreed / (pairs * BANDS);
    assert.ok(Math.abs(seen - expected ** 2) < 0.06, `${seen} for ${expected ** 2}`);
  }
});
