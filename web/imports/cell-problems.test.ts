import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnMapping } from '#contract/import.ts';
import { type PreviewRow, problemsByColumn, storedValue } from './cell-problems.ts';

const columns: ColumnMapping[] = [
  { column: 0, header: 'Mail', target: 'email' },
  { column: 1, header: 'Budget', target: 'custom' },
  { column: 2, header: 'When', target: 'created_at' },
];
const row: PreviewRow = {
  row: 2,
  cells: ['a@b.example', '12', '03/04/2026'],
  values: { email: 'a@b.example', 'custom.Budget': 12 },
  rejects: [
    { row: 2, field: 'created_at', reason: 'ambiguous_date', message: 'Day or month first?', raw: '03/04/2026' },
    { row: 2, field: '', reason: 'no_source', message: 'No source.', raw: '' },
  ],
  notes: [{ field: 'Budget', reason: 'unread_value', message: 'Kept.' }],
};

test('a problem stands at its cell, by field or by header, and at the row where it has none', () => {
  const found = problemsByColumn(row, columns);
  assert.deepEqual(found.get(2), [{ message: 'Day or month first?', rejects: true }]);
  assert.deepEqual(found.get(1), [{ message: 'Kept.', rejects: false }]);
  assert.deepEqual(found.get(-1), [{ message: 'No source.', rejects: true }]);
});

test('a cell shows what would be stored of it', () => {
  assert.deepEqual(
    columns.map((column) => storedValue(row, column)),
    ['a@b.example', '12', ''],
  );
});
