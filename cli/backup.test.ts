import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { demoLeads } from '../demo/leads.ts';
import { readConfig } from '../server/config.ts';
import { copyKeys, refuseNested } from '../server/platform/backup/keys.ts';
import { type Manifest, readManifest } from '../server/platform/backup/manifest.ts';
import { tablesToCopy } from '../server/platform/backup/tables.ts';
import { writeBackup } from '../server/platform/backup/write.ts';
import { openBlobs, openObjects } from '../server/platform/blobs/open.ts';
import { startS3TestServer } from '../server/platform/blobs/s3-test-server.ts';
import type { Installation } from '../server/platform/installation.ts';
import { createLog } from '../server/platform/log.ts';
import { checkBackup, loadBackup } from '../server/platform/restore/load.ts';
import { restoreInstallation } from '../server/platform/restore/restore.ts';
import { verifyRecords } from '../server/platform/verify/records.ts';
import { asOwner, type Furnished, furnish, sealedRecords, type TestGround, testGround } from './test-installation.ts';

let ground: TestGround;
let acme: Installation;
let furnished: Furnished;
let backup: string;
let manifest: Manifest;

before(async () => {
  ground = await testGround();
  acme = await ground.install('acme');
  furnished = await furnish(acme, 300);
  backup = join(ground.dir, 'backup');
  manifest = await backUp(backup);
});
after(() => ground.close());

async function backUp(dir: string): Promise<Manifest> {
  return await writeBackup({
    ownerUrl: acme.ownerUrl,
    objects: openObjects(acme.blobs),
    headsFile: acme.headsFile,
    signingKey: acme.secrets.auditSigningKey,
    dir,
    clock: () => new Date(),
  });
}

/** Every row of a database, as text, without what a restore gives anew. */
async function contents(url: string): Promise<Record<string, string[]>> {
  return await asOwner(url, async (client) => {
    const found: Record<string, string[]> = {};
    for (const { name, columns } of await tablesToCopy(client)) {
      const { rows } = await client.query({
        text: `select row(${columns.map((column) => `"${column}"`)})::text from ${name} order by 1`,
        rowMode: 'array',
      });
      found[name] = rows.flat() as string[];
    }
    return found;
  });
}

test('a restore gives back every row, file and audit head, under a new epoch', async () => {
  const url = await ground.emptyDatabase();
  const objects = openObjects({ dir: join(ground.dir, 'restored') });
  const headsFile = join(ground.dir, 'restored-heads.ndjson');
  await checkBackup(backup, manifest, [1]);
  await loadBackup({
    dir: backup,
    manifest,
    ownerUrl: url,
    passwords: acme.secrets.postgres,
    objects,
    headsFile,
    temporary: join(ground.dir, 'incoming'),
  });
  const [before, restored] = await Promise.all([contents(acme.ownerUrl), contents(url)]);
  assert.equal(before.lead?.length, 598);
  assert.equal(before.lead_tombstone?.length, 2);
  const { installation, audit_epoch, audit_entry, ...rest } = restored;
  assert.deepEqual(
    { ...rest, installation: before.installation, audit_epoch: before.audit_epoch, audit_entry: before.audit_entry },
    before,
  );
  assert.notDeepEqual(installation, before.installation);
  assert.equal(audit_epoch?.length, 2);
  // One entry more: that of the restore.
  assert.equal(audit_entry?.length, (before.audit_entry?.length ?? 0) + 1);
  assert.deepEqual(await readFile(headsFile), await readFile(acme.headsFile));
  for (const { client, id } of furnished.blobs) {
    const bytes = async (from: typeof objects) => {
      const object = await from.open(`${client}/${id}`, 0);
      const pieces: Uint8Array[] = [];
      for await (const piece of object?.read(0, object.bytes) ?? []) pieces.push(piece);
      await object?.close();
      return Buffer.concat(pieces);
    };
    assert.deepEqual(await bytes(objects), await bytes(openObjects(acme.blobs)));
  }
  await asOwner(url, async (client) => {
    const forced = await client.query('select count(*)::int as n from pg_class where relforcerowsecurity');
    assert.ok(forced.rows[0].n > 15);
    // The next number after a restore is not one that is taken.
    await client.query("insert into check_catalogue (checks) values ('{new}')");
    const { rows } = await client.query('select max(ver::text::bigint) < txid_current() as pulled from lead');
    assert.equal(rows[0].pulled, true, 'the engine would never pull rows from the future');
  });
  await assert.rejects(
    loadBackup({
      dir: backup,
      manifest,
      ownerUrl: url,
      passwords: acme.secrets.postgres,
      objects,
      headsFile,
      temporary: '',
    }),
    /The database is not empty/,
  );
});

test('a flipped bit in any file of a backup is refused by name', async () => {
  const files = (await readdir(backup, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  assert.ok(files.length > 25);
  for (const entry of files) {
    const file = join(entry.parentPath, entry.name);
    const whole = await readFile(file);
    if (whole.length === 0) continue;
    const changed = Buffer.from(whole);
    const at = Math.floor(whole.length / 2);
    changed[at] = changed[at]! ^ 1;
    await writeFile(file, changed);
    const reading = readManifest(backup, acme.secrets.auditPublicKey).then((found) => checkBackup(backup, found, [1]));
    await assert.rejects(reading, new RegExp(entry.name === 'manifest.sig' ? 'manifest' : entry.name), entry.name);
    await writeFile(file, whole);
  }
  await checkBackup(backup, await readManifest(backup, acme.secrets.auditPublicKey), [1]);
});

test('a backup that was cut off, of another version or without its keys is refused', async () => {
  await assert.rejects(readManifest(ground.dir, acme.secrets.auditPublicKey), /no finished backup/);
  await assert.rejects(checkBackup(backup, manifest, [2]), /keys of epoch 1/);
  const newer = { ...manifest, migrations: [...manifest.migrations, { name: '9999_x.sql', sha256: '0'.repeat(64) }] };
  await assert.rejects(checkBackup(backup, newer, [1]), /9999_x/);
  await assert.rejects(backUp(backup), /not empty/);
});

test('files go into a bucket and come back from it, sealed as they are', async () => {
  const s3 = await startS3TestServer();
  try {
    const url = await ground.emptyDatabase();
    const blobs = { dir: join(ground.dir, 'spool'), key: acme.secrets.blobKey, s3Url: s3.url };
    await loadBackup({
      dir: backup,
      manifest,
      ownerUrl: url,
      passwords: acme.secrets.postgres,
      objects: openObjects(blobs),
      headsFile: join(ground.dir, 'bucket-heads.ndjson'),
      temporary: blobs.dir,
    });
    assert.deepEqual(await readdir(blobs.dir), []);
    for (const { client, id } of furnished.blobs) assert.equal(await openBlobs(blobs).verify(client, id), 'ok');
    const again = join(ground.dir, 'from-bucket');
    const { blobs: copied } = await writeBackup({
      ownerUrl: url,
      objects: openObjects(blobs),
      headsFile: join(ground.dir, 'bucket-heads.ndjson'),
      signingKey: acme.secrets.auditSigningKey,
      dir: again,
      clock: () => new Date(),
    });
    assert.deepEqual({ ...copied, sha256: '' }, { ...manifest.blobs, sha256: '' });
    await checkBackup(again, await readManifest(again, acme.secrets.auditPublicKey), [1]);
  } finally {
    await s3.close();
  }
});

test('keys are copied to a folder of their own, for their owner alone', async () => {
  const keys = join(ground.dir, 'keys');
  await refuseNested(backup, keys);
  await assert.rejects(refuseNested(backup, join(backup, 'keys')), /may not lie/);
  await assert.rejects(refuseNested(join(keys, 'backup'), keys), /may not lie/);
  await copyKeys(acme.secrets.dir, keys);
  for (const entry of await readdir(keys, { recursive: true, withFileTypes: true })) {
    const { mode } = await stat(join(entry.parentPath, entry.name));
    assert.equal(mode & 0o777, entry.isDirectory() ? 0o700 : 0o600, entry.name);
  }
  const again = await copyKeys(acme.secrets.dir, keys);
  assert.deepEqual(again, { written: [], removed: [] });
  const other = await ground.install('other');
  await assert.rejects(copyKeys(other.secrets.dir, keys), /something else/);
});

test('an installation moves to a server of its own, and a move that fails leaves nothing behind', async () => {
  const keys = join(ground.dir, 'moved-keys');
  await copyKeys(acme.secrets.dir, keys);
  const dataDir = join(ground.dir, 'moved');
  const move = async (databaseUrl: string, verify: (moved: Installation) => Promise<void>) =>
    await restoreInstallation({
      config: { ...readConfig({}), dataDir, databaseUrl },
      dir: backup,
      keys,
      log: createLog('silent'),
      say: () => {},
      verify,
    });
  await assert.rejects(
    move(await ground.emptyDatabase(), async () => assert.fail('not right')),
    /not right/,
  );
  assert.deepEqual(await readdir(dataDir), []);
  await move(await ground.emptyDatabase(), async (moved) => {
    const verdict = await verifyRecords(moved);
    assert.deepEqual([verdict.audit_log.ok, verdict.sealed.ok, verdict.files.ok], [true, true, true]);
    assert.equal(verdict.sealed.records, await sealedRecords(moved.ownerUrl));
    assert.equal(verdict.files.files, 2);
  });
  assert.ok((await readdir(dataDir)).includes('audit-heads.ndjson'));
  await assert.rejects(
    move(await ground.emptyDatabase(), async () => {}),
    /is not empty/,
  );
});

test('no key and no personal value lies in a backup', async () => {
  const files = (await readdir(backup, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const everything = await Promise.all(
    files.map(async (entry) => {
      const bytes = await readFile(join(entry.parentPath, entry.name));
      return entry.name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes;
    }),
  );
  const bytes = Buffer.concat(everything);
  const { keks, blobKey, indexKey, sessionKey } = acme.secrets;
  for (const key of [...keks.map((kek) => kek.key), blobKey, indexKey, sessionKey]) {
    assert.equal(bytes.indexOf(key), -1);
    assert.equal(bytes.indexOf(key.toString('base64')), -1);
  }
  // The person who signs in is there in clear, the leads are not.
  assert.notEqual(bytes.indexOf('ada@example.org'), -1);
  const emails = [...demoLeads({ seed: 7, count: 300 })].flatMap(({ email }) => email ?? []);
  assert.ok(emails.length > 200);
  for (const email of emails) assert.equal(bytes.indexOf(email), -1, email);
});
