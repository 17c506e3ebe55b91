import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tableExportRoutes } from './table-export.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let mine: string;
before(async () => {
  world = await testWorld(tableExportRoutes);
  mine = await world.client();
});
after(async () => await world.close());

const table = (change: object = {}) => ({
  client_id: mine,
  format: 'csv',
  title: 'Sources 2026-11',
  columns: [
    { name: 'Source', type: 'text' },
    { name: 'Leads', type: 'number' },
  ],
  rows: [
    ['Google', 12],
    ['=HYPERLINK("http://evil.example")', null],
    ['Größe, "A"', 0.5],
  ],
  ...change,
});
const send = (payload: object) =>
  world.app.inject({ method: 'POST', url: '/api/v1/marketing/leads/table-export', payload });

test('a table becomes a file in every format, formulas made plain, and the audit log knows of it', async () => {
  world.actAs(personWith('marketer', [mine]));
  const csv = await send(table());
  assert.equal(csv.statusCode, 200, csv.body);
  assert.equal(csv.headers['content-disposition'], 'attachment; filename="Sources 2026-11.csv"');
  assert.deepEqual(csv.body.replace('\uFEFF', '').trimEnd().split(/\r?\n/), [
    'Source,Leads',
    'Google,12',
    `"'=HYPERLINK(""http://evil.example"")",`,
    '"Größe, ""A""",0.5',
  ]);
  const lines = (await send(table({ format: 'ndjson' }))).body.trimEnd().split('\n');
  assert.deepEqual(JSON.parse(lines[0] ?? ''), { Source: 'Google', Leads: 12 });
  assert.equal((await send(table({ format: 'xlsx' }))).rawPayload.subarray(0, 2).toString(), 'PK');
  assert.equal((await send(table({ format: 'parquet', rows: [] }))).rawPayload.subarray(0, 4).toString(), 'PAR1');
  const { rows } = await world.database.owner.query<{ detail: object }>(
    "select detail from audit_entry where client_id = $1 and action = 'export.table' and detail ->> 'format' = 'csv'",
    [mine],
  );
  assert.deepEqual(rows[0]?.detail, { title: 'Sources 2026-11', format: 'csv', rows: 3, columns: 2 });
});

test('rows that do not fit, names that are no file names, and people who may not export are refused', async () => {
  world.actAs(personWith('marketer', [mine]));
  assert.equal((await send(table({ rows: [['Google']] }))).statusCode, 422);
  assert.equal((await send(table({ title: '../../etc/passwd' }))).statusCode, 422);
  assert.equal((await send(table({ title: 'a"; x="b' }))).statusCode, 422);
  world.actAs(personWith('read_only', [mine]));
  assert.equal((await send(table())).statusCode, 403);
});
