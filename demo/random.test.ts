import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hash32, mix32, seededRandom, weightedPick } from './random.ts';

test('mix32 gives the values of the MurmurHash3 finaliser', () => {
  // fmix32 of Appleby's MurmurHash3.cpp; 0 is its fixed point.
  assert.equal(mix32(0), 0);
  assert.equal(mix32(1), 0x514e28b7);
});

test('mix32 is a permutation: different inputs give different outputs', () => {
  fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => (a | 0) === (b | 0) || mix32(a) !== mix32(b)));
});

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: string) => Array.from({ length: 50 }, seededRandom(seed).uint32);
  assert.deepEqual(draw('a'), draw('a'));
  assert.notDeepEqual(draw('a'), draw('b'));
});

test('uniform and normal deviates have the moments they should', () => {
  const random = seededRandom(1);
  const n = 200_000;
  const units = Array.from({ length: n }, () => random.unit());
  const normals = Array.from({ length: n }, () => random.normal());
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Five standard errors on each side.
  assert.ok(Math.abs(mean(units) - 0.5) < 5 * Math.sqrt(1 / 12 / n));
  assert.ok(Math.abs(mean(normals)) < 5 / Math.sqrt(n));
  assert.ok(Math.abs(mean(normals.map((value) => value ** 2)) - 1) < 5 * Math.sqrt(2 / n));
  assert.ok(units.every((value) => value >= 0 && value < 1));
});

test('weighted choice follows its weights and never picks a weight of zero', () => {
  const random = seededRandom(2);
  const pick = weightedPick([
    ['a', 1],
    ['b', 0],
    ['c', 3],
    ['d', 6],
  ]);
  const counts: Record<string, number> = { a: 0, b: 0, c: 0, d: 0 };
  for (let index = 0; index < 100_000; index++) counts[pick(random)]! += 1;
  assert.equal(counts.b, 0);
  for (const [item, share] of [
    ['a', 0.1],
    ['c', 0.3],
    ['d', 0.6],
  ] as const) {
    assert.ok(Math.abs(counts[item]! / 100_000 - share) < 0.008, `${item}: ${counts[item]}`);
  }
});

test('hash32 tells texts apart', () => {
  const hashes = new Set(Array.from({ length: 10_000 }, (_, index) => hash32(`lead ${index}`)));
  assert.equal(hashes.size, 10_000);
});
