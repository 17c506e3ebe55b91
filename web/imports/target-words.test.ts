import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEAD_TARGETS } from '#contract/import.ts';
import { COLUMN_TARGET_OPTIONS, LEAD_TARGET_OPTIONS, targetWord } from './target-words.ts';

const values = (groups: { options: readonly { value: string }[] }[]) =>
  groups.flatMap((group) => group.options.map((option) => option.value));

test('every field a column can fill can be chosen, once', () => {
  assert.deepEqual(values(LEAD_TARGET_OPTIONS).sort(), [...LEAD_TARGETS].sort());
  assert.deepEqual(values(COLUMN_TARGET_OPTIONS).sort(), ['custom', 'ignore', ...LEAD_TARGETS].sort());
});

test('fields go by words, custom fields by their header', () => {
  assert.equal(targetWord('source_details.gclid'), 'Google click id');
  assert.equal(targetWord('custom.Budget'), 'Budget');
});
