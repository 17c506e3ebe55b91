import assert from 'node:assert/strict';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { type ClickHouse, openClickHouse } from '../server/platform/clickhouse.ts';
import { openPool } from '../server/platform/db.ts';
import { type Engine, startEngine } from '../server/platform/engines/engine-supervisor.ts';
import type { Installation } from '../server/platform/installation.ts';
import { createLog } from '../server/platform/log.ts';
import { migrateClickHouse } from '../server/platform/migrate.ts';
import { createPull, type Pull } from '../server/platform/pull.ts';
import { pullSourceOf } from '../server/platform/stores.ts';
import { verifyRecords } from '../server/platform/verify/records.ts';
import { verifyStores } from '../server/platform/verify/stores.ts';
import { asOwner, type Furnished, furnish, sealedRecords, type TestGround, testGround } from './test-installation.ts';
import { recordsReport, storesReport } from './verify-report.ts';

let ground: TestGround;
let acme: Installation;
let furnished: Furnished;
let engine: Engine;
let clickhouse: ClickHouse;
let pull: Pull;
let pools: { owner: pg.Pool; sync: pg.Pool };
const log = createLog('silent');

before(async () => {
  ground = await testGround();
  await chmod(ground.dir, 0o711);
  acme = await ground.install('acme');
  [furnished, engine] = await Promise.all([
    furnish(acme, 200),
    startEngine({ dir: join(ground.dir, 'clickhouse'), log }),
  ]);
  clickhouse = openClickHouse({ ...engine, database: 'default' });
  await migrateClickHouse(clickhouse, { cluster: undefined });
  const source = pullSourceOf(acme.ownerUrl, acme.secrets.postgres.sync);
  const url = new URL(acme.ownerUrl);
  url.username = source.user;
  url.password = source.password;
  pools = {
    owner: openPool({ url: acme.ownerUrl, max: 2, applicationName: 'test' }),
    sync: openPool({ url: url.href, max: 1, applicationName: 'test-sync' }),
  };
  pull = createPull({ clickhouse, pool: pools.sync, source, log });
});
after(async () => {
  await clickhouse.close();
  await pools.owner.end();
  await pools.sync.end();
  await engine.stop();
  await ground.close();
});

const stores = () => verifyStores({ pool: pools.owner, clickhouse, pull });
const change = (text: string, values: unknown[] = []) => asOwner(acme.ownerUrl, (client) => client.query(text, values));

test('an untouched installation is right in every part', async () => {
  const records = await verifyRecords(acme);
  assert.deepEqual(records.audit_log, { ok: true, size: 10, unsealed: 0, faults: [] });
  assert.deepEqual(records.sealed, { ok: true, records: await sealedRecords(acme.ownerUrl), faults: [] });
  assert.equal(records.files.ok, true);
  assert.equal(records.files.files, 2);
  const verdict = await stores();
  assert.equal(verdict.ok, true, JSON.stringify(verdict.faults));
  assert.equal(verdict.leads, 398);
  assert.deepEqual(
    verdict.clients.map(({ client_id }) => client_id),
    furnished.clients.toSorted(),
  );
  for (const { postgres, clickhouse: pulled } of verdict.clients) {
    assert.deepEqual(pulled, postgres);
    assert.equal(postgres.leads, 199);
    assert.equal(postgres.valid + postgres.invalid + postgres.pending + postgres.fraudulent, 199);
  }
  assert.match(recordsReport(records).join('\n'), /Audit log: right \(10 sealed entries/);
  assert.match(storesReport(verdict).join('\n'), /Both stores: right \(398 leads of 2 clients/);
});

test('a change of any column of the engine is named with its lead and column', async () => {
  const schema = await clickhouse.query({
    query: "select name, type from system.columns where table = 'lead_fact' and database = currentDatabase()",
    format: 'JSONEachRow',
  });
  const columns = (await schema.json<{ name: string; type: string }>()).filter(
    // These name the row: a change of them is another row, as below.
    ({ name }) => !['client_id', 'id', 'is_deleted', 'created_at'].includes(name),
  );
  const leads = await change('select id::text from lead order by id limit $1', [columns.length]);
  const expected = new Map<string, string>();
  for (const [index, { name, type }] of columns.entries()) {
    const id: string = leads.rows[index].id;
    await clickhouse.command({
      query: `insert into lead_fact select * replace (${changed(name, type)} as ${name}) from lead_fact final where id = {id:UUID}`,
      query_params: { id },
    });
    expected.set(id, `The stores differ in: ${name}.`);
  }
  const verdict = await stores();
  assert.equal(verdict.ok, false);
  assert.deepEqual(new Map(verdict.faults.map(({ lead_id, what }) => [lead_id, what])), expected);
  assert.ok(expected.size > 25);
  // Told again from PostgreSQL, the engine is right again.
  await change('update lead set updated_at = updated_at where id = any($1::uuid[])', [[...expected.keys()]]);
  assert.deepEqual((await stores()).faults, []);
});

/** A value next to the one that is there. */
function changed(name: string, type: string): string {
  if (type.includes('Array(Int64)')) return `arrayPushBack(${name}, 1)`;
  if (type.includes('Array')) return `arrayPushBack(${name}, 'X')`;
  if (type.includes('DateTime')) return `ifNull(addMilliseconds(${name}, 1), now64(3))`;
  if (type.includes('UUID')) return 'generateUUIDv4()';
  if (type.includes('String')) return `concat(${name}, '!')`;
  if (type.includes('Float')) return `ifNull(${name}, 0) + 0.01`;
  return `ifNull(${name}, 0) + 1`;
}

test('a touchpoint that differs between the stores is told with its client', async () => {
  const { rows } = await change(
    `insert into touchpoint (client_id, id, visitor, lead_id, at, kind, page)
     select client_id, gen_random_uuid(), visitor, id, '2026-03-01T10:00:00.250Z', 'visit', 'example.com/form' from lead
     order by id limit 3 returning id::text, client_id::text`,
  );
  assert.deepEqual((await stores()).faults, []);
  await clickhouse.command({
    query: `insert into touchpoint_fact select * replace ('call' as kind) from touchpoint_fact final
      where id = '${rows[0].id}'`,
  });
  const { faults } = await stores();
  assert.deepEqual(
    faults.map(({ client_id, lead_id }) => [client_id, lead_id]),
    [[rows[0].client_id, null]],
  );
  assert.match(faults[0]?.what ?? '', /differ in touchpoints: PostgreSQL has 3 and ClickHouse 3/);
  await change('delete from touchpoint where id = $1', [rows[0].id]);
  assert.deepEqual((await stores()).faults, []);
});

test('a lead that only one store has is named', async () => {
  const { rows } = await change('select client_id::text, id::text from lead order by id desc limit 2');
  const [lost, twin] = rows;
  await clickhouse.command({
    query: `alter table lead_fact delete where id = '${lost.id}' settings mutations_sync = 2`,
  });
  const made = '01990000-0000-7000-8000-000000000001';
  await clickhouse.command({
    query: `insert into lead_fact select * replace (toUUID('${made}') as id)
      from (select * from lead_fact final where id = '${twin.id}')`,
  });
  const verdict = await stores();
  assert.deepEqual(
    new Map(verdict.faults.map(({ lead_id, what }) => [lead_id, what])),
    new Map([
      [lost.id, 'The lead is in PostgreSQL and not in ClickHouse.'],
      [made, 'The lead is in ClickHouse and not in PostgreSQL.'],
    ]),
  );
  assert.match(storesReport(verdict).join('\n'), new RegExp(`lead ${lost.id} of client`));
});

test('a flipped byte in an audit entry, a personal record, a rejected row and a file is named', async () => {
  const flip = (column: string) =>
    `set_byte(${column}, length(${column}) / 2, get_byte(${column}, length(${column}) / 2) # 1)`;
  // The owner of the database can take off what holds everybody else.
  await change('alter table audit_entry no force row level security');
  const entry = await change(
    "update audit_entry set action = 'lead.delivereD' where id = (select id from audit_entry order by id limit 1) returning id",
  );
  const lead = await change(
    `update lead set personal = ${flip('personal')} where id = (select id from lead order by id limit 1) returning id`,
  );
  const other = await change(
    `update lead set evidence = ${flip('evidence')} where id = (select id from lead order by id offset 5 limit 1) returning id`,
  );
  await change(`update import_reject set detail = ${flip('detail')} where client_id = $1`, [furnished.clients[0]]);
  const blob = furnished.blobs[0]!;
  const folder = join(acme.path, 'blobs');
  const name = (await readdir(folder, { recursive: true })).find((path) => path.endsWith(blob.id)) ?? '';
  const bytes = await readFile(join(folder, name));
  bytes[10] = bytes[10]! ^ 1;
  await writeFile(join(folder, name), bytes);

  const verdict = await verifyRecords(acme);
  assert.deepEqual(
    verdict.audit_log.faults.map(({ entry_id }) => entry_id),
    [entry.rows[0].id],
  );
  const faults = verdict.sealed.faults.map(({ table, row }) => `${table} ${row}`);
  const reject = faults.find((fault) => fault.startsWith('import_reject 7 created_at'));
  assert.deepEqual(faults.toSorted(), [reject, `lead ${lead.rows[0].id}`, `lead ${other.rows[0].id}`].toSorted());
  assert.deepEqual(verdict.files.faults, [{ client_id: blob.client, blob_id: blob.id, what: 'The file is damaged.' }]);
  const said = recordsReport(verdict).join('\n');
  assert.match(said, new RegExp(`entry ${entry.rows[0].id}: The entry was changed`));
  assert.match(said, /Personal records: 3 faults/);
});
