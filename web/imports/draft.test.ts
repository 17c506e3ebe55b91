import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ImportMapping } from '#contract/import.ts';
import { obstacleOf } from './draft.ts';

const mapping = (targets: string[], constants = {}) =>
  ImportMapping.parse({
    columns: targets.map((target, column) => ({ column, header: `H${column}`, target })),
    constants,
  });

test('a lead needs a way to reach the person and a source', () => {
  assert.match(obstacleOf(mapping(['name', 'source'])) ?? '', /e-mail or phone/);
  assert.match(obstacleOf(mapping(['email'])) ?? '', /source/);
  assert.equal(obstacleOf(mapping(['phone', 'source'])), undefined);
  assert.equal(obstacleOf(mapping(['email'], { source: 'Trade fair' })), undefined);
});

test('an empty value for all rows fills nothing', () => {
  assert.match(obstacleOf(mapping(['email'], { source: '' })) ?? '', /source/);
});
