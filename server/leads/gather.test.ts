import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { gather } from './gather.ts';

test('every item gets its own answer, groups keep to their size, and what fits is worked together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer()), { maxLength: 60 }), async (items) => {
      const sizes: number[] = [];
      const double = gather(
        async (group: readonly number[]) => {
          sizes.push(group.length);
          await sleep(1);
          return group.map((n) => n * 2);
        },
        { most: 7, lanes: 1 },
      );
      const answers = await Promise.all(items.map(([key, n]) => double(key, n)));
      assert.deepEqual(
        answers,
        items.map(([, n]) => n * 2),
      );
      assert.ok(sizes.every((size) => size <= 7));
      assert.ok(sizes.length <= 2 + Math.ceil(items.length / 7) + 2);
    }),
    { numRuns: 30 },
  );
});

test('one that fails fails alone', async () => {
  const work = gather(
    async (group: readonly number[]) => {
      await sleep(1);
      if (group.includes(3)) throw new Error('three');
      return group;
    },
    { most: 10, lanes: 1 },
  );
  const ends = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((n) => work('k', n)));
  assert.deepEqual(
    ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as Error).message)),
    [0, 1, 2, 'three', 4, 5],
  );
});
