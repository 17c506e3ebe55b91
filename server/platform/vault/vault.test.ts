import assert from 'node:assert/strict';
import { createDecipheriv, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { vault } from './vault.ts';

const filled = (value: number) => new Uint8Array(32).fill(value);
const oldKeys = { keks: [{ epoch: 1, key: filled(1) }], indexKey: filled(9) };
const keys = { keks: [...oldKeys.keks, { epoch: 2, key: filled(2) }], indexKey: filled(9) };
const address = { table: 'lead', client: '01890000-0000-7000-8000-000000000001', person: 'p1' };
const other = '01890000-0000-7000-8000-000000000002';
const subject = vault(keys);
const record = Buffer.from('{"email":"jane.doe@acme.com","name":"Jane Doe"}');

test('what is sealed opens again, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom(1, 2), (bytes, epoch) => {
      const salt = subject.newSalt();
      const sealed = subject.seal(address, salt, epoch, bytes);
      assert.deepEqual(subject.open(address, salt, sealed), Buffer.from(bytes));
      assert.equal(sealed.length, bytes.length + 31);
    }),
  );
});

test('the format is the documented one, readable with node:crypto alone', () => {
  const salt = subject.newSalt();
  const sealed = subject.seal(address, salt, 2, record);
  assert.equal(sealed[0], 1);
  assert.equal(sealed.readUInt16BE(1), 2);
  const key = createHmac('sha256', filled(2)).update(salt).digest();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(`lead|${address.client}|p1|2`));
  decipher.setAuthTag(sealed.subarray(-16));
  assert.deepEqual(Buffer.concat([decipher.update(sealed.subarray(15, -16)), decipher.final()]), record);
});

test('every single flipped bit is refused', () => {
  const salt = subject.newSalt();
  const sealed = subject.seal(address, salt, 2, record);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assert.throws(() => subject.open(address, salt, damaged), `bit ${bit}`);
  }
});

test('a cut record, a short tag and an empty one are refused', () => {
  const salt = subject.newSalt();
  const sealed = subject.seal(address, salt, 2, record);
  for (const length of [0, 1, 3, 15, 30, 31, sealed.length - 12, sealed.length - 1]) {
    assert.throws(() => subject.open(address, salt, sealed.subarray(0, length)), `${length} bytes`);
  }
});

test('a record moved to another table, client, person or salt does not open', () => {
  const salt = subject.newSalt();
  const sealed = subject.seal(address, salt, 2, record);
  for (const moved of [{ table: 'note' }, { client: other }, { person: 'p2' }]) {
    assert.throws(() => subject.open({ ...address, ...moved }, salt, sealed), /damaged or belongs elsewhere/);
  }
  assert.throws(() => subject.open(address, subject.newSalt(), sealed), /damaged or belongs elsewhere/);
  assert.throws(() => subject.seal({ ...address, table: 'lead|x' }, salt, 2, record), /may contain/);
});

test('a record is sealed anew under the newest epoch and then opens without the old key', () => {
  const salt = subject.newSalt();
  const sealed = vault(oldKeys).seal(address, salt, 1, record);
  const rotated = subject.rotate(address, salt, sealed);
  assert.ok(rotated);
  assert.equal(subject.epochOf(rotated), 2);
  assert.equal(subject.rotate(address, salt, rotated), null);
  const without = vault({ ...keys, keks: keys.keks.slice(1) });
  assert.deepEqual(without.open(address, salt, rotated), record);
  assert.throws(() => without.open(address, salt, sealed), /epoch 1 is not here/);
});

test('salts and IVs never repeat', () => {
  const salts = Array.from({ length: 3000 }, () => subject.newSalt());
  assert.equal(new Set(salts.map((salt) => salt.toString('hex'))).size, 3000);
  const salt = subject.newSalt();
  const ivs = salts.map(() => subject.seal(address, salt, 2, record).subarray(3, 15).toString('hex'));
  assert.equal(new Set(ivs).size, 3000);
});

test('a blind index has 16 bytes and is equal only for the same client, kind and value', () => {
  const index = subject.blindIndex(address.client, 'email', 'jane.doe@acme.com');
  assert.equal(index.length, 16);
  assert.deepEqual(vault(oldKeys).blindIndex(address.client, 'email', 'jane.doe@acme.com'), index);
  assert.notDeepEqual(subject.blindIndex(other, 'email', 'jane.doe@acme.com'), index);
  assert.notDeepEqual(subject.blindIndex(address.client, 'phone', 'jane.doe@acme.com'), index);
  assert.notDeepEqual(subject.blindIndex(address.client, 'email', 'john.doe@acme.com'), index);
});

const matches = (stored: string[], typed: string, client = address.client) => {
  const tokens = new Set(subject.tokens(address.client, stored));
  const query = subject.queryTokens(client, typed);
  return query.length > 0 && query.every((token) => tokens.has(token));
};

test('a person is found by any beginning of 3 letters and more, in any order, case and accent', () => {
  const stored = ['José', 'Müller-Montgomery', 'jose@acme.com', 'Łukasz Ng'];
  const found = ['jos', 'JOSE', 'josé', 'mul', 'Muller', 'mont', 'montgomer', 'montgomery', 'acm jose', 'ng', 'jose m'];
  for (const typed of found) assert.ok(matches(stored, typed), typed);
  for (const typed of ['ose', 'jo', 'muller x smith', 'gomery', 'acme.org', '', '--']) {
    assert.equal(matches(stored, typed), false, typed);
  }
  assert.equal(matches(stored, 'jose', other), false, 'another client');
});

test('tokens are distinct, fit a PostgreSQL bigint and stay few', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 4 }), (texts) => {
      const tokens = subject.tokens(address.client, texts);
      assert.equal(new Set(tokens).size, tokens.length);
      assert.ok(tokens.length <= texts.length * 8 * 6);
      for (const token of tokens) assert.ok(token >= 0n && token < 2n ** 63n);
    }),
  );
  assert.equal(subject.tokens(address.client, ['Jane', 'Doe', 'Montgomery']).length, 2 + 1 + 6);
});

test('whatever word was stored, each of its beginnings of 3 letters and more finds it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zà-öø-ž0-9]{3,14}$/), fc.nat(), (word, cut) => {
      assert.ok(matches([word], word.slice(0, 3 + (cut % (word.length - 2)))));
    }),
  );
});

test('a dot within a Catalan word parts nothing, however it is written', () => {
  for (const typed of ['Marcel·lí', 'Marceŀlí', 'marcelli', 'Marceŀ']) assert.ok(matches(['Marcel·lí'], typed), typed);
});

test('a vault built in a worker thread from posted key bytes opens what this thread sealed', async () => {
  const salt = subject.newSalt();
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.module).then(({ vault }) => {
      const { keys, address, salt, sealed } = workerData;
      const subject = vault(keys);
      parentPort.postMessage({
        opened: subject.open(address, salt, sealed),
        index: subject.blindIndex(address.client, 'email', 'a@b.c'),
        tokens: subject.tokens(address.client, ['Jane Doe']),
      });
    });`;
  const module = new URL('./vault.ts', import.meta.url).href;
  const workerData = { module, keys, address, salt, sealed: subject.seal(address, salt, 2, record) };
  const worker = new Worker(source, { eval: true, workerData });
  const answer = await new Promise<{ opened: Uint8Array; index: Uint8Array; tokens: bigint[] }>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  assert.deepEqual(Buffer.from(answer.opened), record);
  assert.deepEqual(Buffer.from(answer.index), subject.blindIndex(address.client, 'email', 'a@b.c'));
  assert.deepEqual(answer.tokens, subject.tokens(address.client, ['Jane Doe']));
});
