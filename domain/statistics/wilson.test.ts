import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wilson } from './wilson.ts';

test("Newcombe's four examples, to four decimals (1998, table I, method 3)", () => {
  const published: [hits: number, n: number, low: number, high: number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [hits, n, low, high] of published) {
    const interval = wilson(hits, n);
    assert.ok(interval);
    assert.equal(interval.low.toFixed(4), low.toFixed(4), `${hits}/${n}`);
    assert.equal(interval.high.toFixed(4), high.toFixed(4), `${hits}/${n}`);
  }
});

test('nothing of nothing has no interval', () => assert.equal(wilson(0, 0), undefined));

test('the interval holds the share, stays within 0 and 1, mirrors, and narrows as n grows', () => {
  const counts = fc
    .integer({ min: 1, max: 100_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([hits, n]) => {
      const [own, mirrored, larger] = [wilson(hits, n), wilson(n - hits, n), wilson(hits * 4, n * 4)];
      assert.ok(own && mirrored && larger);
      assert.ok(own.low >= 0 && own.high <= 1 && own.low <= hits / n && hits / n <= own.high);
      assert.ok(Math.abs(own.low - (1 - mirrored.high)) < 1e-12);
      assert.ok(larger.high - larger.low < own.high - own.low);
    }),
  );
});
