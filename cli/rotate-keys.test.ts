import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadContext } from '../server/leads/context.ts';
import { openLeads } from '../server/leads/reaudit.ts';
import { inScope } from '../server/platform/db.ts';
import { once as onceOnly } from '../server/platform/idempotency.ts';
import type { Installation } from '../server/platform/installation.ts';
import { destroyOldKeys, rotateKeys } from '../server/platform/rotate/rotate.ts';
import { epochsInUse, KEY_TABLES, SEALED_TABLES } from '../server/platform/rotate/sealed-tables.ts';
import { loadSecrets } from '../server/platform/secrets.ts';
import { vault } from '../server/platform/vault/vault.ts';
import { verifySealed } from '../server/platform/verify/sealed.ts';
import {
  asOwner,
  asServer,
  type Furnished,
  furnish,
  sealedRecords,
  type TestGround,
  testGround,
} from './test-installation.ts';

const PROCESS = join(import.meta.dirname, 'test-rotate-process.ts');
let ground: TestGround;
before(async () => {
  ground = await testGround();
});
after(() => ground.close());

const inputOf = (installation: Installation) => ({
  ownerUrl: installation.ownerUrl,
  secrets: () => loadSecrets(installation.secrets.dir),
});
const epochs = (installation: Installation) => asOwner(installation.ownerUrl, epochsInUse);
const sealed = (installation: Installation) =>
  asOwner(installation.ownerUrl, (client) => verifySealed(client, vault(loadSecrets(installation.secrets.dir))));

/** Everything a person could read of the leads, opened with the keys there are now. */
async function opened(installation: Installation, { clients }: Furnished) {
  return await asServer(installation, async (db) => {
    const found: unknown[] = [];
    for (const client of clients) {
      await inScope(db, { clients: [client] }, async (tx) => {
        const keys = vault(loadSecrets(installation.secrets.dir));
        const bench = { vault: keys, context: await loadContext(tx, client), ipCountries: undefined, now: 0 };
        const ids = await tx.selectFrom('lead').select('id').where('client_id', '=', client).orderBy('id').execute();
        const leads = await openLeads(
          tx,
          bench,
          ids.map(({ id }) => id),
        );
        found.push(...leads.map(({ id, lead }) => ({ id, lead })).sort((a, b) => (a.id < b.id ? -1 : 1)));
      });
    }
    return found;
  });
}

test('after a rotation everything reads as before, under the new key alone', async () => {
  const acme = await ground.install('acme');
  const furnished = await furnish(acme, 150);
  const before = await opened(acme, furnished);
  assert.equal(before.length, 298);
  assert.deepEqual(await epochs(acme), [1]);
  const { epoch, resumed, records } = await rotateKeys(inputOf(acme));
  assert.deepEqual({ epoch, resumed }, { epoch: 2, resumed: false });
  assert.equal(records, await sealedRecords(acme.ownerUrl));
  assert.deepEqual(await epochs(acme), [2]);
  assert.deepEqual(await destroyOldKeys(inputOf(acme)), [1]);
  assert.deepEqual(
    loadSecrets(acme.secrets.dir).keks.map((kek) => kek.epoch),
    [2],
  );
  assert.deepEqual(await opened(acme, furnished), before);
  assert.deepEqual(await sealed(acme), { ok: true, records: await sealedRecords(acme.ownerUrl), faults: [] });
  assert.deepEqual(await destroyOldKeys(inputOf(acme)), []);
  // The answer that was kept for a repeated request is still the same.
  const client = furnished.clients[0]!;
  const again = await asServer(acme, (db) =>
    inScope(db, { clients: [client] }, (tx) =>
      onceOnly(
        tx,
        vault(loadSecrets(acme.secrets.dir)),
        { clientId: client, principal: 'key:1', key: 'k1', content: 'POST' },
        () => assert.fail('the work was done again'),
      ),
    ),
  );
  assert.equal(again.status, 201);
});

test('a rotation killed at any moment goes on where it was, and nothing is unreadable in between', async () => {
  const globex = await ground.install('globex');
  const furnished = await furnish(globex, 150);
  const before = await opened(globex, furnished);
  for (const rows of [5, 200]) {
    await killedAfter(globex, rows);
    assert.deepEqual(await epochs(globex), [1, 2]);
    assert.equal((await sealed(globex)).ok, true);
    assert.deepEqual(await opened(globex, furnished), before);
  }
  const { epoch, resumed } = await rotateKeys(inputOf(globex));
  assert.deepEqual({ epoch, resumed }, { epoch: 2, resumed: true });
  assert.deepEqual(await epochs(globex), [2]);
  assert.deepEqual(await opened(globex, furnished), before);
});

/** Runs a rotation in a process and kills it once it has looked at so many rows. */
async function killedAfter({ ownerUrl, secrets }: Installation, rows: number): Promise<void> {
  const child = spawn(process.execPath, [PROCESS, ownerUrl, secrets.dir, '5', String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (part: Buffer) => {
    printed += part.toString();
    if (Number(printed.trimEnd().split('\n').at(-1)) >= rows) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGKILL');
}

test('a key that a record still needs is not destroyed', async () => {
  const initech = await ground.install('initech');
  await furnish(initech, 20);
  await rotateKeys(inputOf(initech));
  // A record that names another person does not open, so it cannot be sealed anew and keeps its key.
  await asOwner(initech.ownerUrl, (client) =>
    client.query(
      'update lead set personal = set_byte(personal, 2, 1) where id = (select id from lead order by id limit 1)',
    ),
  );
  await assert.rejects(destroyOldKeys(inputOf(initech)), /damaged or belongs elsewhere/);
  assert.deepEqual(
    loadSecrets(initech.secrets.dir).keks.map((kek) => kek.epoch),
    [1, 2],
  );
});

test('every column of bytes is known: sealed and rotated, or a hash, key or salt', async () => {
  const plain = [
    ...KEY_TABLES.map((table) => `${table}.salt`),
    'idempotency_key.salt',
    'import_mapping.salt',
    'finding_decision.salt',
    'annotation.salt',
    'suppression_entry.key',
    'idempotency_key.request_hash',
    'lead.email_key',
    'lead.phone_key',
    'audit_position.leaf_hash',
    'audit_head.root',
    'audit_head.peaks',
    'audit_head.signature',
    'auth_attempt.account',
    'invitation.token_hash',
    'api_key.hash',
  ];
  const rotated = SEALED_TABLES.flatMap(({ table, columns }) => columns.map(({ name }) => `${table}.${name}`));
  const installation = await ground.install('hooli');
  const { rows } = await asOwner(installation.ownerUrl, (client) =>
    client.query<{ name: string }>(
      "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and data_type = 'bytea'",
    ),
  );
  assert.deepEqual(rows.map(({ name }) => name).sort(), [...plain, ...rotated].sort());
});
