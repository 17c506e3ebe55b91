import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { averageLink, type ClusterOptions } from './cluster.ts';

const OPTIONS: ClusterOptions = { joinBits: 0, unscoredBits: -2, clampBits: 14 };

type Pair = [a: number, b: number, bits: number];

function groupsOf(records: number, pairs: readonly Pair[], options = OPTIONS): number[] {
  const columns = {
    a: Uint32Array.from(pairs, ([a]) => a),
    b: Uint32Array.from(pairs, ([, b]) => b),
    bits: Float32Array.from(pairs, ([, , bits]) => bits),
  };
  return [...averageLink(records, columns, options)];
}

/** Average link as it is defined: every mean computed anew in every round. */
function byDefinition(records: number, pairs: readonly Pair[]): number[] {
  const weight = new Map(pairs.map(([a, b, bits]) => [`${Math.min(a, b)} ${Math.max(a, b)}`, Math.fround(bits)]));
  let groups = Array.from({ length: records }, (_, record) => [record]);
  for (;;) {
    let best: { mean: number; left: number; right: number } | undefined;
    for (let left = 0; left < groups.length; left++) {
      for (let right = left + 1; right < groups.length; right++) {
        const between = groups[left]!.flatMap((a) =>
          groups[right]!.map((b) => weight.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? OPTIONS.unscoredBits),
        );
        const mean = between.reduce((sum, bits) => sum + bits, 0) / between.length;
        if (mean >= OPTIONS.joinBits && (best === undefined || mean > best.mean)) best = { mean, left, right };
      }
    }
    if (best === undefined) break;
    const { left, right } = best;
    groups = groups
      .map((group, at) => (at === left ? [...group, ...groups[right]!] : group))
      .filter((_, at) => at !== right);
  }
  const names: number[] = [];
  for (const group of groups) for (const record of group) names[record] = Math.min(...group);
  return names;
}

test('one wrong pair does not join two groups that connected components would', () => {
  const strong = (members: number[]): Pair[] =>
    members.flatMap((a, at) => members.slice(at + 1).map((b): Pair => [a, b, 10]));
  const pairs: Pair[] = [...strong([0, 1, 2]), ...strong([3, 4, 5]), [2, 3, 6]];
  assert.deepEqual(groupsOf(6, pairs), [0, 0, 0, 3, 3, 3]);
});

test('two of three pairs carry a third that was not compared', () => {
  assert.deepEqual(
    groupsOf(3, [
      [0, 1, 5],
      [1, 2, 5],
    ]),
    [0, 0, 0],
  );
});

test('groups are those of the definition', () => {
  // Weights that no two means share, so that ties cannot decide: steps of equal size would, as (0 + 2) / 2 = 1.
  const pair = fc.tuple(fc.nat(8), fc.nat(8), fc.double({ min: -10, max: 10, noNaN: true }));
  fc.assert(
    fc.property(fc.uniqueArray(pair, { selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` }), (pairs) => {
      const sound = pairs
        .filter(([a, b]) => a !== b)
        .map(([a, b, bits], at): Pair => [a, b, bits + Math.sin(at + 1) * 1e-2]);
      assert.deepEqual(groupsOf(9, sound), byDefinition(9, sound));
    }),
    { numRuns: 300 },
  );
});

test('the order of the pairs does not matter', () => {
  const pair = fc.tuple(fc.nat(12), fc.nat(12), fc.integer({ min: -6, max: 9 }));
  fc.assert(
    fc.property(fc.uniqueArray(pair, { selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` }), (pairs) => {
      const sound = pairs.filter(([a, b]) => a !== b);
      const turned = sound.map(([a, b, bits]): Pair => [b, a, bits]).reverse();
      assert.deepEqual(groupsOf(13, turned), groupsOf(13, sound));
    }),
  );
});
