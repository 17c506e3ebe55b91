import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinValues, splitValues } from './value-list.ts';

test('a comma inside a value stands behind a backslash', () => {
  assert.deepEqual(splitValues('Meta,Lead\\, Inc.,C:\\\\x'), ['Meta', 'Lead, Inc.', 'C:\\x']);
  assert.deepEqual(splitValues(',Meta,,'), ['Meta']);
  assert.deepEqual(splitValues('(none)'), ['']);
  assert.deepEqual(splitValues('end\\'), ['end\\']);
});

test('any values come back as they were', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[a,\\]*$/)).filter((value) => value !== '(none)');
  fc.assert(fc.property(fc.array(text), (values) => assert.deepEqual(splitValues(joinValues(values)), values)));
});
