import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FileShape, ImportMapping, ImportPreview } from '#contract/import.ts';
import { buildPreview } from './preview.ts';
import { shapeFingerprint } from './shape.ts';
import type { TableRow } from './table-row.ts';

const SHAPE: FileShape = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ';',
  quote: '"',
  has_header: true,
  skip_rows: 0,
  columns: ['E-Mail', 'Erstellt am', 'Status', 'Farbe'],
};
const rowsOf = (...lines: string[]): TableRow[] =>
  lines.map((line, index) => ({ row: index + 2, line: index + 2, cells: line.split(';') }));
const ROWS = rowsOf(
  'a@b.de;03/04/2026 10:00;neu;rot',
  'b@b.de;25/04/2026 11:00;gewonnen;',
  ';01/04/2026;neu;blau',
  'd@b.de;02/04/2026;banane;gelb',
  'e@b.de;nie;neu;gelb',
);

test('shows mapping, dates, values and problems, in the form of the contract', () => {
  const preview = buildPreview({
    shape: SHAPE,
    rows: ROWS,
    defaults: { source: 'März.csv', time_zone: 'Europe/Berlin' },
  });
  ImportPreview.parse(preview);
  assert.deepEqual(
    preview.mapping.columns.map(({ target }) => target),
    ['email', 'created_at', 'conversion_status', 'custom'],
  );
  assert.deepEqual(
    preview.dates.map(({ column, order }) => [column, order]),
    [[1, 'dmy']],
  );
  assert.deepEqual(preview.rows[0]?.values, {
    email: 'a@b.de',
    created_at: '2026-04-03T08:00:00.000Z',
    conversion_status: 'new',
    source: 'März.csv',
    'custom.Farbe': 'rot',
  });
  assert.deepEqual(
    preview.problems.map(({ field, reason, rows, first_row, rejects }) => [field, reason, rows, first_row, rejects]),
    [
      ['email', 'no_contact', 1, 4, true],
      ['conversion_status', 'unknown_status', 1, 5, true],
      ['created_at', 'bad_date', 1, 6, true],
    ],
  );
  assert.deepEqual(preview.columns[3]?.examples, ['rot', 'blau', 'gelb']);
  assert.equal(preview.rows_read, 5);
});

test('a mapping a person set is taken as it is; a remembered one gives way to proof only', () => {
  const mapping = ImportMapping.parse({
    columns: [
      { column: 0, header: 'E-Mail', target: 'email' },
      { column: 1, header: 'Erstellt am', target: 'created_at', date_order: 'mdy' },
    ],
  });
  const input = { shape: SHAPE, mapping, defaults: { source: 'x' } };
  assert.deepEqual(buildPreview({ ...input, rows: ROWS }).mapping, mapping);
  const proven = buildPreview({ ...input, rows: rowsOf('a@b.de;25/04/2026', 'a@b.de;26/04/2026'), remembered: true });
  assert.equal(proven.mapping.columns[1]?.date_order, 'dmy');
  const open = buildPreview({ ...input, rows: rowsOf('a@b.de;03/04/2026'), remembered: true });
  assert.equal(open.mapping.columns[1]?.date_order, 'mdy');
});

test('shows at most a hundred rows and counts the problems of all', () => {
  const rows = rowsOf(...Array.from({ length: 250 }, () => ';;;'));
  const preview = buildPreview({ shape: SHAPE, rows, defaults: { source: 'x' } });
  assert.equal(preview.rows.length, 100);
  assert.equal(preview.problems.find((problem) => problem.reason === 'no_contact')?.rows, 250);
});

test('the fingerprint is that of the columns, not of the format', () => {
  const print = shapeFingerprint(SHAPE);
  assert.match(print, /^[0-9a-f]{16}$/);
  assert.equal(shapeFingerprint({ ...SHAPE, columns: ['e-mail ', 'erstellt am', 'STATUS', 'Farbe'] }), print);
  assert.notEqual(shapeFingerprint({ ...SHAPE, columns: [...SHAPE.columns].reverse() }), print);
  assert.notEqual(shapeFingerprint({ ...SHAPE, has_header: false }), print);
  assert.notEqual(
    shapeFingerprint({ has_header: true, columns: [] }),
    shapeFingerprint({ has_header: true, columns: [''] }),
  );
});
