import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { migratePostgres, readMigrations, renderClickHouse } from './migrate.ts';
import { startTestCluster } from './testing.ts';

const PASSWORDS = { app: 'a password', sync: "another's password" };

test('tables are MergeTree on one server and replicated on a named cluster', async () => {
  for (const { name, text } of await readMigrations('clickhouse')) {
    const single = renderClickHouse(text, { cluster: undefined });
    assert.doesNotMatch(single, /Replicated|on cluster|\{engine|\{cluster/, name);
    const cluster = renderClickHouse(text, { cluster: 'main' });
    const tables = [...cluster.matchAll(/create table if not exists (\w+) on cluster main/g)].map(([, table]) => table);
    assert.equal(tables.length, single.match(/create table/g)?.length ?? 0, name);
    for (const table of tables) {
      const path = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}', `;
      assert.ok(cluster.includes(`ReplicatedReplacingMergeTree(${path}`), `${name}: ${table}`);
    }
  }
});

test('another PostgreSQL server is migrated by an owner who is no superuser, once', async () => {
  const cluster = await startTestCluster();
  try {
    const root = new pg.Client({ connectionString: `${cluster.url}/postgres` });
    await root.connect();
    await root.query("create role keeper login createrole password 'keep'");
    await root.query('create database elsewhere owner keeper');
    await root.end();
    const url = new URL(`${cluster.url}/elsewhere`);
    url.username = 'keeper';
    url.password = 'keep';
    const files = (await readMigrations('postgres')).map(({ name }) => name);
    const early = files.filter((name) => name < '0008');
    assert.deepEqual(await migratePostgres(url.href, PASSWORDS, { through: early.at(-1) ?? '' }), early);
    await insertOldLead(url.href);
    const scored = files.filter((name) => name >= '0008' && name < '0036');
    assert.deepEqual(await migratePostgres(url.href, PASSWORDS, { through: scored.at(-1) ?? '' }), scored);
    await asOwner(url.href, 'update lead set conversion_probability = 0.25');
    const later = files.slice(early.length + scored.length);
    assert.deepEqual(await migratePostgres(url.href, PASSWORDS), later);
    const [old] = await asOwner(url.href, 'select id::text, identity_id::text, visitor > 0 as visited from lead');
    assert.deepEqual(old, { id: CLIENT, identity_id: CLIENT, visited: true });
    const [chance] = await asOwner(
      url.href,
      'select probability, chance.ver = lead.ver as "asOld" from lead_chance chance join lead on lead.id = lead_id',
    );
    assert.deepEqual(chance, { probability: 0.25, asOld: true });
    assert.deepEqual(await migratePostgres(url.href, PASSWORDS), []);
    url.username = 'assay_app';
    url.password = encodeURIComponent(PASSWORDS.app);
    const app = new pg.Client({ connectionString: url.href });
    await app.connect();
    assert.deepEqual((await app.query('select * from client')).rows, []);
    await assert.rejects(app.query('create table mine (n int)'), /permission denied/);
    await app.end();
  } finally {
    await cluster.stop();
  }
});

const CLIENT = '01900000-0000-7000-8000-000000000001';

/** A lead as it was before leads had keys; one id serves for all that needs one. */
async function insertOldLead(url: string): Promise<void> {
  await asOwner(
    url,
    `insert into client (id, name, currency, time_zone) values ('${CLIENT}', 'Old', 'EUR', 'UTC');
     insert into check_catalogue (checks) values ('{A}');
     insert into person (client_id, id, salt, epoch) values ('${CLIENT}', '${CLIENT}', decode(repeat('00', 32), 'hex'), 1);
     insert into lead (client_id, id, person_id, personal, source, validation_status, quality_score, completeness,
         outcomes, catalogue_version, ledger, rules_version, audited_at, created_at, updated_at)
       values ('${CLIENT}', '${CLIENT}', '${CLIENT}', '\\x00', 'Google', 'valid', 61, 0.5, 'p', 1, '{}', 0, now(), now(), now())`,
  );
}

async function asOwner(url: string, query: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set assay.installation = 'on'; set assay.clients = '${CLIENT}'`);
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}
