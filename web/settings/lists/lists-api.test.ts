import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from './lists-api.ts';

test('lines of a text, or the first column of a file, become entries', () => {
  assert.deepEqual(linesOf('a@example.com\r\n\n "b@example.com";2026-01-01\n+49 30 901820\t\n'), [
    'a@example.com',
    'b@example.com',
    '+49 30 901820',
  ]);
});
