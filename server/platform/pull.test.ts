import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import * as z from 'zod';
import { ask, type ClickHouse, openClickHouse, SafeInteger } from './clickhouse.ts';
import { openPool } from './db.ts';
import { type Engine, startEngine } from './engines/engine-supervisor.ts';
import { createLog } from './log.ts';
import { migrateClickHouse } from './migrate.ts';
import { createPull, type Pull } from './pull.ts';
import { type TestDatabase, testDatabase } from './testing.ts';
import { uuidv7 } from './uuid.ts';

let database: TestDatabase;
let engine: Engine;
let clickhouse: ClickHouse;
let syncPool: pg.Pool;
let pull: Pull;
let folder: string;
const CLIENT = uuidv7();
const log = createLog('silent');
/** What the pull complained of; only a killed engine is a reason to. */
const complaints: unknown[] = [];
const listening = Object.assign(Object.create(log), {
  warn: (fields: { err: unknown }) => complaints.push(fields.err),
});

function newPull(): Pull {
  const { hostname, port, pathname, password } = new URL(database.syncUrl);
  const source = { host: hostname, port: Number(port), database: pathname.slice(1), user: 'assay_sync', password };
  return createPull({ clickhouse, pool: syncPool, source, log: listening });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-pull-'));
  await chmod(folder, 0o711);
  [database, engine] = await Promise.all([
    testDatabase({ alone: true }),
    startEngine({ dir: join(folder, 'engine'), log }),
  ]);
  clickhouse = openClickHouse({ ...engine, database: 'default' });
  syncPool = openPool({ url: database.syncUrl, max: 2, applicationName: 'test-sync' });
  await migrateClickHouse(clickhouse, { cluster: undefined });
  await database.owner.query(
    "insert into client (id, name, currency, time_zone) values ($1, 'A', 'EUR', 'Europe/Berlin')",
    [CLIENT],
  );
  await database.owner.query("insert into check_catalogue (checks) values ('{A}')");
  pull = newPull();
});
after(async () => {
  await clickhouse.close();
  await syncPool.end();
  await engine.stop();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function insertLead(
  fields: { source?: string; flags?: string[]; tokens?: string[]; at?: string } = {},
): Promise<string> {
  const id = uuidv7();
  await database.owner.query('insert into person (client_id, id, salt, epoch) values ($1, $2, $3, 1)', [
    CLIENT,
    id,
    Buffer.alloc(32),
  ]);
  await database.owner.query(
    `insert into lead (client_id, id, person_id, personal, source, validation_status, quality_score, completeness, flags,
       tokens, outcomes, catalogue_version, ledger, rules_version, audited_at, created_at, updated_at, conversion_date, visitor, identity_id)
     values ($1, $2, $2, '\\x00', $3, 'valid', 61.25, 0.5, $4, $5, 'p', 1, '{}', 0, now(), $6, now(), $6, 7, $2)`,
    [
      CLIENT,
      id,
      fields.source ?? 'Google',
      fields.flags ?? [],
      fields.tokens ?? [],
      fields.at ?? '2026-03-29T01:30:00Z',
    ],
  );
  return id;
}

const Row = z.object({
  id: z.string(),
  source: z.string(),
  flags: z.array(z.string()),
  tokens: z.array(z.string()),
  quality_score: z.number(),
  created: z.string(),
  conversion: z.string().nullable(),
  contacted: z.string().nullable(),
});

async function pulled() {
  return await ask(
    clickhouse,
    `select id, source, flags, tokens, quality_score, toString(created_at) as created, toString(conversion_date) as conversion,
       toString(contacted_at) as contacted from lead_fact final where client_id = {client:UUID} order by id`,
    { client: CLIENT },
    Row,
  );
}

test('a lead arrives with times in UTC, arrays and 63-bit tokens unchanged, and empty values as null', async () => {
  const id = await insertLead({ flags: ['E07_ROLE', 'P03_TYPE'], tokens: ['9223372036854775807', '7'] });
  await pull.fresh();
  assert.deepEqual(complaints, []);
  assert.deepEqual(await pulled(), [
    {
      id,
      source: 'Google',
      flags: ['E07_ROLE', 'P03_TYPE'],
      tokens: ['9223372036854775807', '7'],
      quality_score: 61.25,
      created: '2026-03-29 01:30:00.000',
      conversion: '2026-03-29 01:30:00.000',
      contacted: null,
    },
  ]);
});

test('changes replace, deletions hide, and an open transaction is waited for without being missed', async () => {
  const [kept, gone] = [await insertLead(), await insertLead()];
  const open = await database.owner.connect();
  await open.query('begin');
  await open.query("update lead set source = 'Meta' where id = $1", [kept]);
  await insertLead({ source: 'Later' });
  await pull.fresh(100);
  assert.deepEqual(new Set((await pulled()).map(({ source }) => source)), new Set(['Google']));
  const waiting = pull.fresh(60_000);
  await sleep(100);
  await open.query('commit');
  open.release();
  await waiting;
  assert.ok((await pulled()).some(({ id, source }) => id === kept && source === 'Meta'));
  await database.owner.query('delete from lead where id = $1', [gone]);
  await pull.fresh();
  const rows = new Map((await pulled()).map((row) => [row.id, row.source]));
  assert.equal(rows.get(kept), 'Meta');
  assert.equal(rows.has(gone), false);
  assert.ok([...rows.values()].includes('Later'));
});

const Chance = z.object({ source: z.string(), probability: z.number().nullable(), tokens: z.array(z.string()) });

test('a chance written later is laid onto the lead, a lead that changes later keeps it, and it goes with its lead', async () => {
  const [id, other] = [await insertLead({ source: 'Chance', tokens: ['5'] }), await insertLead({ source: 'Alone' })];
  const told = async () =>
    await ask(
      clickhouse,
      `select source, conversion_probability as probability, tokens from lead_fact final
       where id in {ids:Array(UUID)} order by source, id`,
      { ids: [id, other] },
      Chance,
    );
  const give = async (probability: number) =>
    await database.owner.query(
      `insert into lead_chance (client_id, lead_id, probability) values ($1, $2, $3)
       on conflict (client_id, lead_id) do update set probability = excluded.probability`,
      [CLIENT, id, probability],
    );
  await pull.fresh();
  const before = await database.owner.query('select ver from lead where id = $1', [id]);
  await give(0.25);
  await pull.fresh();
  const alone = { source: 'Alone', probability: null, tokens: [] };
  assert.deepEqual(await told(), [alone, { source: 'Chance', probability: 0.25, tokens: ['5'] }]);
  const after = await database.owner.query('select ver from lead where id = $1', [id]);
  assert.deepEqual(after.rows, before.rows);
  await database.owner.query("update lead set source = 'Changed' where id = $1", [id]);
  await pull.fresh();
  assert.deepEqual(await told(), [alone, { source: 'Changed', probability: 0.25, tokens: ['5'] }]);
  await give(0.75);
  await pull.fresh();
  assert.deepEqual(await told(), [alone, { source: 'Changed', probability: 0.75, tokens: ['5'] }]);
  await database.owner.query('delete from lead where id = $1', [id]);
  await pull.fresh();
  assert.deepEqual(await told(), [alone]);
  const left = await database.owner.query('select 1 from lead_chance where lead_id = $1', [id]);
  assert.equal(left.rowCount, 0);
});

test('after a killed engine and with a new puller nothing is missing and nothing is double', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 20; n += 1) await insertLead();
    const passing = pull.fresh();
    const pid = engine.pid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await passing;
    while (engine.restarts() <= round || !engine.healthy()) await sleep(50);
    pull = newPull();
  }
  await pull.fresh(60_000);
  const stored = await database.owner.query<{ n: string }>('select count(*) as n from lead');
  const [count] = await ask(
    clickhouse,
    'select count() as n, uniqExact(id) as ids from lead_fact final',
    {},
    z.object({ n: SafeInteger, ids: SafeInteger }),
  );
  assert.deepEqual(count, { n: Number(stored.rows[0]?.n), ids: Number(stored.rows[0]?.n) });
});

test('what was pulled is not pulled again by the next puller', async () => {
  const before = await marks();
  await newPull().fresh();
  assert.ok(before > 0);
  assert.equal(await marks(), before);
});

async function marks(): Promise<number> {
  const [row] = await ask(clickhouse, 'select count() as n from pull_watermark', {}, z.object({ n: SafeInteger }));
  return row?.n ?? 0;
}

test('another PostgreSQL behind the same engine starts over', async () => {
  await database.owner.query('update installation set epoch = gen_random_uuid()');
  await database.owner.query("delete from lead where source = 'Later'");
  await database.owner.query('delete from lead_tombstone');
  await pull.fresh(60_000);
  const rows = await pulled();
  assert.ok(rows.length > 0);
  assert.equal(
    rows.some((row) => row.source === 'Later'),
    false,
  );
});

test('the sync role reads no personal column', async () => {
  await assert.rejects(syncPool.query('select personal from lead'), /permission denied/);
  await assert.rejects(syncPool.query('select salt from person'), /permission denied/);
});
