import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { inScope } from '../db.ts';
import { append } from './append.ts';
import { acme, entry, globex, type TestLog, testLog } from './test-log.ts';

let log: TestLog;
before(async () => {
  log = await testLog();
});
after(() => log.close());
beforeEach(() => log.empty());

test('entries stand in the order of the transactions and, within one, of the calls', async () => {
  await log.tenEntries();
  const { rows } = await log.database.owner.query(
    `select detail->>'n' as n from audit_entry join audit_position on entry_id = id order by position`,
  );
  assert.deepEqual(
    rows.map(({ n }) => Number(n)),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

test('the metrics tell how long each entry stood without a seal', async () => {
  const metrics = new Registry();
  const subject = log.newSealer(metrics);
  const count = async (le: number) => {
    const [waits] = await metrics.getMetricsAsJSON();
    assert.equal(waits?.name, 'assay_audit_seal_seconds');
    return waits.values.find(({ labels }) => (labels as { le?: number }).le === le)?.value;
  };
  await log.write(entry(1), entry(2), entry(3));
  await sleep(300);
  await subject.sealNow();
  assert.deepEqual([await count(0.25), await count(30)], [0, 3]);
  await log.write(entry(4));
  await subject.sealNow();
  assert.equal(await count(30), 4);
});

test('an entry of a transaction that rolls back is gone with it', async () => {
  const subject = log.newSealer();
  const failing = inScope(log.database.db, { clients: [acme] }, async (tx) => {
    await append(tx, entry(1));
    throw new Error('the business fails');
  });
  await assert.rejects(failing, /the business fails/);
  assert.equal(await subject.sealNow(), 0);
});

test('nothing is sealed past a transaction that is still open, and nothing is left behind when it ends', async () => {
  const subject = log.newSealer();
  let finish = () => {};
  const open = inScope(log.database.db, { clients: [acme] }, async (tx) => {
    await append(tx, entry(1));
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  while (
    (await log.database.owner.query(`select 1 from pg_stat_activity where state = 'idle in transaction'`)).rowCount ===
    0
  ) {
    await sleep(5);
  }
  await log.write(entry(2));
  assert.equal(await subject.sealNow(), 0);
  finish();
  await open;
  assert.equal(await subject.sealNow(), 2);
  assert.deepEqual(await log.verdict(), { ok: true, size: 2, unsealed: 0, faults: [] });
});

test('writers and two sealers at once: every entry is sealed once, a moment after', async () => {
  const subject = log.newSealer();
  const second = log.newSealer();
  subject.start();
  second.start();
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let n = 0; n < 40; n++) {
      const failed = n % 7 === 3;
      const work = inScope(log.database.db, { clients: [acme] }, async (tx) => {
        await append(tx, entry(writer * 100 + n));
        if (failed) throw new Error('rolled back');
      });
      await (failed ? assert.rejects(work) : work);
    }
  });
  await Promise.all(writers);
  const count = async (table: string): Promise<number> =>
    (await log.database.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n;
  const written = await count('audit_entry');
  assert.equal(written, 6 * 34);
  // They look twenty times a second; only a sealer that does not come back takes this long.
  for (const deadline = Date.now() + 10_000; (await count('audit_position')) < written && Date.now() < deadline; ) {
    await sleep(20);
  }
  assert.equal(await count('audit_position'), written);
  await Promise.all([subject.stop(), second.stop()]);
  assert.equal(await count('audit_position'), written);
  assert.deepEqual((await log.verdict()).faults, []);
});

test('the copy of the heads mends itself after a crash, and a changed line in it is told', async () => {
  await log.tenEntries();
  const whole = fs.readFileSync(log.headsFile, 'utf8');
  assert.equal(fs.statSync(log.headsFile).mode & 0o777, 0o600);
  fs.writeFileSync(log.headsFile, whole.slice(0, -30));
  assert.equal((await log.verdict()).ok, true, 'a cut-off line is no fault');
  await log.newSealer().sealNow();
  assert.equal(fs.readFileSync(log.headsFile, 'utf8'), whole);
  fs.writeFileSync(log.headsFile, whole.replace('"size":4', '"size":5'));
  assert.match((await log.verdict()).faults[0]?.what ?? '', /Line 2 of the copy/);
});

test('after a restore into another cluster, whose transaction ids start over, sealing goes on', async () => {
  const subject = log.newSealer();
  await log.tenEntries();
  await log.tamper(`update audit_position set ver = '900000000000' where position = 9`);
  await log.tamper(`update audit_entry set ver = '900000000000' where id = $1`, [await log.idAt(9)]);
  await log.write(entry(11));
  assert.equal(await subject.sealNow(), 0);
  await log.tamper('delete from audit_entry where detail @> $1', [{ n: 11 }]);
  await log.tamper('insert into audit_epoch (epoch) values (2)');
  await log.write(entry(12));
  assert.equal(await subject.sealNow(), 1);
  await log.tamper('delete from audit_epoch where epoch = 2');
});

test('the server sees entries of its clients only, and can neither change nor delete nor place one', async () => {
  await log.tenEntries();
  const { db } = log.database;
  const count = async (clients: string[], installation = false) =>
    await inScope(
      db,
      { clients, installation },
      async (tx) => (await sql`select 1 from audit_entry`.execute(tx)).rows.length,
    );
  assert.equal(await count([]), 0);
  assert.equal(await count([globex]), 0);
  assert.equal(await count([acme]), 9);
  assert.equal(await count([acme], true), 10);
  const refused = (work: Promise<unknown>, code: string) => assert.rejects(work, { code });
  await refused(
    inScope(db, { clients: [acme] }, (tx) => append(tx, entry(1, globex))),
    '42501',
  );
  for (const table of ['audit_entry', 'audit_position', 'audit_head']) {
    await refused(log.database.pool.query(`delete from ${table}`), '42501');
    await refused(log.database.pool.query(`truncate ${table}`), '42501');
  }
  await refused(log.database.pool.query(`update audit_entry set action = 'x'`), '42501');
  await refused(log.database.pool.query(`update audit_position set leaf_hash = ''`), '42501');
  const chosen = `insert into audit_entry (id, actor_kind, action, object_type, ver)
    values (gen_random_uuid(), 'system', 'a', 'b', '1')`;
  await refused(log.database.pool.query(chosen), '42501');
  const placed = `insert into audit_position values (10, gen_random_uuid(), 1, '1', sha256(''))`;
  await refused(log.database.pool.query(placed), '42501');
});
