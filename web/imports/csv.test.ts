import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { parseCsv } from './csv.ts';

test('what was written is read, whatever the cells hold', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('', '"', ',', '\n', 'a "b", c\r\nd'));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 }), (records) => {
      for (const record_delimiter of ['\n', '\r\n'])
        assert.deepEqual(parseCsv(stringify(records, { record_delimiter, quoted: true }), 100), records);
    }),
  );
});

test('a record cut off in the middle is left out, and no more than asked for are read', () => {
  assert.deepEqual(parseCsv('row,field\n1,"a,b"\n2,"cut o', 10), [
    ['row', 'field'],
    ['1', 'a,b'],
  ]);
  assert.deepEqual(parseCsv('1,a\n2,b\n3,c\n', 2), [
    ['1', 'a'],
    ['2', 'b'],
  ]);
});
