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
    assert.ok(tables.length > 0, name);
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
    assert.deepEqual(await migratePostgres(url.href, PASSWORDS), files);
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
