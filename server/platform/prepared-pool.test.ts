import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type Database, inScope, keepToIndexes, openPreparedDatabase } from './db.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const CLIENT = '019a0000-0000-7000-8000-000000000001';
let database: TestDatabase;
let db: Database;

before(async () => {
  database = await testDatabase();
  db = openPreparedDatabase({ url: database.appUrl, max: 1, applicationName: 'test-prepared' });
  await database.owner.query('create table thing (id int primary key, name text); grant all on thing to assay_app');
});
after(async () => {
  await db.destroy();
  await database.close();
});

/** How often each text was planned for its parameters, and how often once for all. */
async function plans(text: string): Promise<unknown[]> {
  const { rows } = await sql`select custom_plans::int as custom, generic_plans::int as generic
    from pg_prepared_statements where statement like ${`%${text}%`} and statement not like '%pg_prepared%'`.execute(db);
  return rows;
}

test('a statement is prepared at its first use and planned once for all parameters', async () => {
  for (const id of [1, 2, 3]) {
    const { rows } = await sql`select ${id}::int + 1 as next`.execute(db);
    assert.deepEqual(rows, [{ next: id + 1 }]);
  }
  assert.deepEqual(await plans('as next'), [{ custom: 0, generic: 3 }]);
});

test('row-level security shows each transaction its own clients, whoever had the plan made', async () => {
  await database.owner.query("insert into client (id, name, currency, time_zone) values ($1, 'A', 'EUR', 'UTC')", [
    CLIENT,
  ]);
  const count = async (clients: string[]) =>
    await inScope(
      db,
      { clients },
      async (tx) => (await sql`select id from client where id = ${CLIENT}`.execute(tx)).rows.length,
    );
  assert.deepEqual([await count([CLIENT]), await count([]), await count([CLIENT])], [1, 0, 1]);
});

test('after a migration beside us a statement is refused once and prepared anew', async () => {
  const all = () => db.selectFrom(sql<{ id: number }>`thing`.as('thing')).selectAll().execute();
  assert.deepEqual(await all(), []);
  await database.owner.query('alter table thing add column more int');
  await assert.rejects(all(), { code: '0A000' });
  await database.owner.query('insert into thing values (1, null, 7)');
  assert.deepEqual(await all(), [{ id: 1, name: null, more: 7 }]);
});

test('an ordinary transaction keeps to indexes from when it is told to until its end, a prepared one always', async () => {
  const seqscan = async (tx: Database) =>
    (await sql<{ s: string }>`select current_setting('enable_seqscan') as s`.execute(tx)).rows[0]?.s;
  const inside = await database.db.transaction().execute(async (tx) => {
    const first = await seqscan(tx);
    await keepToIndexes(tx);
    await keepToIndexes(tx);
    return [first, await seqscan(tx)];
  });
  assert.deepEqual(inside, ['on', 'off']);
  assert.equal(await database.db.transaction().execute(seqscan), 'on');
  assert.equal(await inScope(db, { clients: [] }, seqscan), 'off');
});
