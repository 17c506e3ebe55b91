import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { fileOfLeads } from './csv.ts';
import { CSV_SHAPES, type CsvShape, fieldOf, formatField } from './csv-shapes.ts';
import { DEMO_SEED, demoLeads } from './leads.ts';

const ROWS = 3_000;
const leadsOf = (shape: CsvShape) => [...demoLeads({ seed: DEMO_SEED, count: ROWS, client: shape.client })];

for (const shape of CSV_SHAPES.filter(({ format }) => format === 'csv')) {
  test(`the ${shape.name} file reads back to the same values, column by column`, () => {
    const leads = leadsOf(shape);
    const bytes = Buffer.concat([...fileOfLeads(leads, shape)]);
    const rows: string[][] = parse(iconv.decode(bytes, shape.encoding), { delimiter: shape.delimiter });
    assert.deepEqual(
      rows[0],
      shape.columns.map(({ header }) => header),
    );
    assert.equal(rows.length, ROWS + 1);
    for (const [index, lead] of leads.entries()) {
      const expected = shape.columns.map(({ field }) => formatField(fieldOf(lead, field), field, shape));
      assert.deepEqual(rows[index + 1], expected);
    }
  });
}

test('every column of every shape is filled on some lead', () => {
  for (const shape of CSV_SHAPES) {
    const leads = leadsOf(shape);
    for (const { header, field } of shape.columns) {
      // The honeypot is empty unless a program fills it.
      const filled = leads.some((lead) => fieldOf(lead, field) !== undefined);
      assert.ok(filled, `${shape.name}: ${header}`);
    }
  }
});

test('the German file has German dates and decimals in Windows-1252', () => {
  const shape = CSV_SHAPES.find(({ name }) => name === 'german')!;
  const bytes = Buffer.concat([...fileOfLeads(leadsOf(shape), shape)]);
  const text = bytes.toString('latin1');
  assert.match(text, /;Straße;/);
  assert.match(text, /\r\nNV-[0-9A-Z]{7};\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2};/);
  assert.match(text, /;\d+,\d{1,2};EUR;/);
  assert.doesNotMatch(text, /\u00c3/, 'a UTF-8 sequence read as single bytes');
});

test('NDJSON holds each lead without ids that are only ours', () => {
  const shape = CSV_SHAPES.find(({ format }) => format === 'ndjson')!;
  const leads = leadsOf(shape);
  const lines = Buffer.concat([...fileOfLeads(leads, shape)])
    .toString()
    .trimEnd()
    .split('\n');
  assert.equal(lines.length, ROWS);
  const { client: _client, client_id: _id, ...rest } = leads[7]!;
  assert.deepEqual(JSON.parse(lines[7]!), JSON.parse(JSON.stringify(rest)));
});
