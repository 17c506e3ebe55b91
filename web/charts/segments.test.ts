import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segments } from './segments.ts';

test('a line stops at a gap and starts again after it', () => {
  assert.deepEqual(segments([1, 2, null, null, 5]), [
    [
      [0, 1],
      [1, 2],
    ],
    [[4, 5]],
  ]);
  assert.deepEqual(segments([null]), []);
});
