import assert from 'node:assert/strict';
import { sign, verify } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { destroyKek, loadSecrets, rotateKek } from './secrets.ts';
import { consumeSetupToken, createSetupToken, readSetupToken } from './setup-token.ts';

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'assay-secrets-'));
after(() => fs.rmSync(base, { recursive: true }));
let count = 0;
const fresh = () => path.join(base, String(++count));
const at = new Date('2026-01-02T03:04:05.678Z');

test('secrets are generated once, with narrow modes, and read back the same', () => {
  const dir = fresh();
  const first = loadSecrets(dir, () => at);
  const again = loadSecrets(dir);
  for (const name of ['indexKey', 'blobKey', 'sessionKey', 'postgres', 'clickhouseKey', 'keks'] as const) {
    assert.deepEqual(again[name], first[name], name);
  }
  assert.deepEqual(first.keks, [{ epoch: 1, createdAt: at, key: first.keks[0]?.key }]);
  const signature = sign(null, Buffer.from('head'), first.auditSigningKey);
  assert.ok(verify(null, Buffer.from('head'), again.auditPublicKey, signature));
  const all = [first.indexKey, first.blobKey, first.sessionKey].map((key) => key.toString('hex'));
  all.push(first.clickhouseKey, ...Object.values(first.postgres));
  assert.equal(new Set(all).size, all.length);
  assert.equal(fs.statSync(dir).mode & 0o777, 0o700);
  assert.equal(fs.statSync(path.join(dir, 'kek')).mode & 0o777, 0o700);
  const files = fs.readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(files.length, 11);
  for (const file of files) {
    assert.equal(fs.statSync(path.join(file.parentPath, file.name)).mode & 0o777, 0o600, file.name);
  }
});

test('every loosened mode is refused, and the message says what to run', () => {
  const dir = fresh();
  loadSecrets(dir);
  const all = fs.readdirSync(dir, { recursive: true }).map((name) => path.join(dir, String(name)));
  for (const file of [dir, ...all]) {
    const strict = fs.statSync(file).mode & 0o777;
    for (const loose of [strict | 0o040, strict | 0o004, strict | 0o020]) {
      fs.chmodSync(file, loose);
      assert.throws(() => loadSecrets(dir), new RegExp(`chmod ${strict.toString(8)} ${file}$`), file);
    }
    fs.chmodSync(file, strict);
  }
  loadSecrets(dir);
});

test('a link in the place of a secret is refused', () => {
  const dir = fresh();
  loadSecrets(dir);
  fs.renameSync(path.join(dir, 'index.key'), path.join(base, 'elsewhere.key'));
  fs.symlinkSync(path.join(base, 'elsewhere.key'), path.join(dir, 'index.key'));
  assert.throws(() => loadSecrets(dir), { code: 'ELOOP' });
});

test('a secret that was generated before and is gone is never replaced silently', () => {
  const dir = fresh();
  loadSecrets(dir);
  for (const name of ['index.key', 'audit-signing.pem', 'postgres-app', 'kek/1.key']) {
    fs.renameSync(path.join(dir, name), path.join(base, 'aside'));
    assert.throws(() => loadSecrets(dir), /generated before and is gone/, name);
    fs.renameSync(path.join(base, 'aside'), path.join(dir, name));
  }
});

test('generation that was cut off goes on with what is there', () => {
  const dir = fresh();
  const { indexKey } = loadSecrets(dir);
  for (const name of ['inventory.json', 'session.key']) fs.unlinkSync(path.join(dir, name));
  const secrets = loadSecrets(dir);
  assert.deepEqual(secrets.indexKey, indexKey);
  assert.equal(secrets.sessionKey.length, 32);
});

test('key epochs are added in order, and an old one can be destroyed', () => {
  const dir = fresh();
  const { keks } = loadSecrets(dir);
  const second = rotateKek(dir, () => at);
  assert.equal(second.epoch, 2);
  for (let i = 3; i <= 11; i++) rotateKek(dir);
  const epochs = () => loadSecrets(dir).keks.map(({ epoch }) => epoch);
  assert.deepEqual(epochs(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.deepEqual(loadSecrets(dir).keks.slice(0, 2), [keks[0], second]);
  destroyKek(dir, 1);
  assert.throws(() => destroyKek(dir, 11), /in use/);
  assert.throws(() => destroyKek(dir, 1), /no key of epoch 1/);
  assert.equal(rotateKek(dir).epoch, 12);
  assert.equal(epochs()[0], 2);
});

test('a set-up token works once, in its 15 minutes, and never after a newer one', () => {
  const dir = fresh();
  loadSecrets(dir);
  assert.equal(readSetupToken(dir, at), null);
  assert.equal(consumeSetupToken(dir, '', at), false);
  const older = createSetupToken(dir, at);
  const token = createSetupToken(dir, at);
  assert.deepEqual(readSetupToken(dir, at), token);
  assert.equal(fs.statSync(path.join(dir, 'setup-token')).mode & 0o777, 0o600);
  const late = new Date(at.getTime() + 15 * 60 * 1000);
  assert.equal(readSetupToken(dir, late), null);
  assert.equal(consumeSetupToken(dir, token.token, late), false);
  assert.equal(consumeSetupToken(dir, older.token, at), false);
  const lastMoment = new Date(late.getTime() - 1);
  assert.equal(consumeSetupToken(dir, token.token, lastMoment), true);
  assert.equal(consumeSetupToken(dir, token.token, at), false);
  assert.equal(readSetupToken(dir, at), null);
});
