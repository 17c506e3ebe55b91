import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { outliers } from './outliers.ts';

const RULE = { hitsMin: 10, excess: 0.05, factor: 2 };
const share = (name: string, hits: number, n: number) => ({ name, hits, n });
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

test('a source far above its peers is named with both rates', () => {
  const found = outliers([share('a', 10, 1000), share('b', 8, 900), share('c', 12, 1100), share('bad', 90, 300)], RULE);
  assert.deepEqual(found, [{ name: 'bad', hits: 90, n: 300, rate: 0.3, peerRate: 30 / 3000 }]);
});

test('two bad sources do not hide each other', () => {
  const found = outliers([share('a', 5, 500), share('b', 6, 500), share('x', 200, 400), share('y', 120, 400)], RULE);
  assert.deepEqual(names(found), ['x', 'y']);
});

test('few hits, small differences and lone sources are nothing', () => {
  assert.deepEqual(outliers([share('a', 0, 1000), share('b', 9, 20)], RULE), []);
  assert.deepEqual(outliers([share('a', 100, 10_000), share('b', 400, 10_000)], RULE), []);
  assert.deepEqual(outliers([share('alone', 500, 1000)], RULE), []);
  assert.deepEqual(outliers([], RULE), []);
});

test('where peers differ widely among themselves, one more that differs is no outlier', () => {
  const wide = [share('a', 0, 200), share('b', 60, 200), share('c', 20, 200), share('d', 80, 200)];
  assert.deepEqual(outliers([...wide, share('e', 90, 200)], RULE), []);
});

test('a source judged on few days is compared with its peers on all days', () => {
  const shares = [share('a', 5, 1000), share('b', 50, 1000)];
  assert.deepEqual(outliers(shares, RULE), []);
  const found = outliers(shares, RULE, new Map([['b', share('b', 45, 50)]]));
  assert.deepEqual(found, [{ name: 'b', hits: 45, n: 50, rate: 0.9, peerRate: 0.005 }]);
});

test('sources that are alike are hardly ever named', () => {
  let named = 0;
  const binomial = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
    minLength: 300,
    maxLength: 300,
  });
  const draws = fc.sample(fc.array(binomial, { minLength: 6, maxLength: 6 }), { numRuns: 100, seed: 7 });
  for (const sources of draws) {
    const shares = sources.map((lucks, index) => share(String(index), lucks.filter((luck) => luck < 0.05).length, 300));
    named += outliers(shares, RULE).length;
  }
  assert.ok(named <= 1, `${named} of 600 sources were named`);
});
