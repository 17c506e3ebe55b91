import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '../db.ts';
import { ENTRY_TEXT, type EntryText, entryLeaf } from './entry-leaf.ts';
import { entry, globex, type TestLog, testLog } from './test-log.ts';
import { verifyAuditLog } from './verify.ts';

let log: TestLog;
before(async () => {
  log = await testLog();
});
after(() => log.close());
beforeEach(() => log.empty());

test('an untouched log verifies, and what is not sealed yet is counted', async () => {
  const subject = log.newSealer();
  await log.tenEntries();
  assert.deepEqual(await log.verdict(), { ok: true, size: 10, unsealed: 0, faults: [] });
  await log.write(entry(10));
  assert.deepEqual(await log.verdict(), { ok: true, size: 10, unsealed: 1, faults: [] });
  assert.equal(await subject.sealNow(), 1);
  assert.equal(await subject.sealNow(), 0);
  assert.deepEqual(await log.verdict(), { ok: true, size: 11, unsealed: 0, faults: [] });
});

test('a flipped byte in any column of an entry names that entry', async () => {
  await log.tenEntries();
  const changes: Record<string, string> = {
    client_id: `'${globex}'`,
    at: `at + interval '1 microsecond'`,
    actor_kind: `'key'`,
    actor_id: `'user-2'`,
    action: `'lead.revealee'`,
    object_type: `'leae'`,
    object_id: 'null',
    detail: `detail || '{"n": 4.0}'`,
    ip: `'192.0.2.8'`,
    ver: `((ver::text::numeric + 1)::text)::xid8`,
    epoch: '2',
  };
  for (const [column, value] of Object.entries(changes)) {
    const id = await log.idAt(4);
    await log.tamper('create temporary table kept as select * from audit_entry where id = $1', [id]);
    await log.tamper(`update audit_entry set ${column} = ${value} where id = $1`, [id]);
    const { ok, faults } = await log.verdict();
    assert.equal(ok, false, column);
    for (const fault of faults) assert.deepEqual([fault.position, fault.entry_id], [4, id], column);
    assert.ok(
      faults.some(({ what }) => what === 'The entry was changed after it was sealed.'),
      column,
    );
    await log.tamper('delete from audit_entry where id = $1', [id]);
    await log.tamper('insert into audit_entry select * from kept');
    await log.tamper('drop table kept');
    assert.equal((await log.verdict()).ok, true, `${column} put back`);
  }
});

test('a deleted entry is named, and so is one that lost its position', async () => {
  await log.tenEntries();
  const [deleted, unplaced] = [await log.idAt(5), await log.idAt(7)];
  await log.tamper('delete from audit_entry where id = $1', [deleted]);
  await log.tamper('delete from audit_position where position = 7');
  const { faults } = await log.verdict();
  assert.deepEqual(faults, [
    { position: 5, entry_id: deleted, what: 'The entry was deleted.' },
    { position: 7, entry_id: null, what: 'Position 7 is missing from the log.' },
    { position: null, entry_id: unplaced, what: 'The entry was added among sealed ones, or its position was deleted.' },
  ]);
});

test('an entry added among sealed ones is named, and never sealed', async () => {
  const subject = log.newSealer();
  await log.tenEntries();
  const id = '01890000-0000-7000-8000-0000000000ff';
  await log.tamper(
    `insert into audit_entry (id, actor_kind, action, object_type, ver) values ($1, 'system', 'a', 'b', '5')`,
    [id],
  );
  assert.equal(await subject.sealNow(), 0);
  const what = 'The entry was added among sealed ones, or its position was deleted.';
  assert.deepEqual((await log.verdict()).faults, [{ position: null, entry_id: id, what }]);
});

test('a log cut short is told by its heads, and when these are cut too, by their copy', async () => {
  await log.tenEntries();
  await log.tamper('delete from audit_entry where id in (select entry_id from audit_position where position >= 4)');
  await log.tamper('delete from audit_position where position >= 4');
  const missing = { position: 4, entry_id: null, what: 'Positions 4 to 9 are missing from the log.' };
  assert.deepEqual((await log.verdict()).faults, [missing]);
  await log.tamper('delete from audit_head where size > 4');
  const what = 'The head of 10 entries is in the copy of the heads and not in the database.';
  assert.deepEqual((await log.verdict()).faults, [{ position: null, entry_id: null, what }, missing]);
});

test('a changed leaf hash is told from a changed entry, and both together from either', async () => {
  await log.tenEntries();
  const flip = `set leaf_hash = set_byte(leaf_hash, 3, get_byte(leaf_hash, 3) # 1)`;
  await log.tamper(`update audit_position ${flip} where position = 6`);
  const stored = 'Its leaf hash was changed; the entry is as it was sealed.';
  assert.deepEqual((await log.verdict()).faults, [{ position: 6, entry_id: await log.idAt(6), what: stored }]);
  await log.tamper(`update audit_position ${flip} where position = 6`);
  // Entry 3 has a head of its own, the last six share one.
  for (const position of [3, 5]) {
    const id = await log.idAt(position);
    await log.tamper(`update audit_entry set action = 'x' where id = $1`, [id]);
    const owner = openDatabase(log.database.owner);
    const { rows } = await sql<EntryText>`select ${ENTRY_TEXT} from audit_entry e where id = ${id}`.execute(owner);
    await log.tamper('update audit_position set leaf_hash = $1 where entry_id = $2', [entryLeaf(rows[0]!), id]);
  }
  assert.deepEqual((await log.verdict()).faults, [
    { position: 3, entry_id: await log.idAt(3), what: 'The entry and its leaf hash were changed together.' },
    { position: 4, entry_id: null, what: 'One of the positions 4 to 9 was changed together with its leaf hash.' },
  ]);
});

test('every changed column of a head is told, and the sealer refuses to go on from it', async () => {
  const subject = log.newSealer();
  await log.tenEntries();
  for (const column of ['root', 'peaks', 'signature']) {
    const flip = `update audit_head set ${column} = set_byte(${column}, 9, get_byte(${column}, 9) # 128) where size = 10`;
    await log.tamper(flip);
    assert.match((await log.verdict()).faults[0]?.what ?? '', /The (head of 10|peaks of the head of 10)/, column);
    await log.write(entry(11));
    await assert.rejects(subject.sealNow(), /not as it was signed/, column);
    await log.tamper(flip);
    assert.equal((await log.verdict()).ok, true);
  }
  await log.tamper(`update audit_head set at = at + interval '1 second' where size = 4`);
  assert.match((await log.verdict()).faults[0]?.what ?? '', /head of 4 entries in the database is not signed/);
});

test('a log written anew by somebody who does not hold the key is told by its signatures', async () => {
  await log.tenEntries();
  const forger = generateKeyPairSync('ed25519');
  const { faults } = await verifyAuditLog(log.database.db, forger.publicKey);
  assert.equal(faults.filter(({ what }) => /not signed by this installation/.test(what)).length, 3);
  assert.equal(faults.filter(({ what }) => what === 'No signed head covers this position.').length, 10);
});

test('200 single bits flipped anywhere, one at a time, are all told', async () => {
  await log.tenEntries();
  const hashes = [
    ['audit_position', 'leaf_hash', 'position'],
    ['audit_head', 'root', 'size'],
    ['audit_head', 'peaks', 'size'],
    ['audit_head', 'signature', 'size'],
  ] as const;
  let flips = 0;
  for (const [table, column, key] of hashes) {
    const { rows } = await log.tamper(`select ${key} as at, length(${column}) as bytes from ${table}`);
    for (let n = 0; n < 40; n++, flips++) {
      const { at, bytes } = rows[n % rows.length];
      const bit = (n * 97) % (bytes * 8);
      const flip = `update ${table} set ${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit})) where ${key} = ${at}`;
      await log.tamper(flip);
      assert.equal((await log.verdict()).ok, false, flip);
      await log.tamper(flip);
    }
  }
  for (let n = 0; n < 40; n++, flips++) {
    const id = await log.idAt(n % 10);
    const at = (n % 'lead.revealed'.length) + 1;
    const flip = `update audit_entry set action = overlay(action placing chr(ascii(substr(action, ${at}, 1)) # ${2 ** (n % 3)}) from ${at}) where id = $1`;
    await log.tamper(flip, [id]);
    const named = (await log.verdict()).faults.map((fault) => [fault.position, fault.entry_id]);
    assert.deepEqual(named, [[n % 10, id]], flip);
    await log.tamper(flip, [id]);
  }
  assert.equal(flips, 200);
  assert.deepEqual((await log.verdict()).faults, []);
});
