import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { type BlobStore, blobStore, s3BlobStore } from './blob-store.ts';
import { type S3TestServer, startS3TestServer } from './s3-test-server.ts';

const acme = '01890000-0000-7000-8000-00000000000a';
const globex = '01890000-0000-7000-8000-00000000000b';
const key = new Uint8Array(32).fill(7);
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'assay-blobs-'));
const files = blobStore({ dir: path.join(base, 'files'), key });
let s3: S3TestServer;
let bucket: BlobStore;

before(async () => {
  s3 = await startS3TestServer();
  bucket = s3BlobStore({ url: s3.url, spoolDir: path.join(base, 'spool'), key });
});
after(async () => {
  await s3.close();
  fs.rmSync(base, { recursive: true });
});

const bytesMax = 100 * 1024 * 1024;
const put = (store: BlobStore, content: Uint8Array, client = acme) =>
  store.put(client, Readable.from([content]), { bytesMax });
const read = async (store: BlobStore, id: string, range?: { start: number; end: number }) => {
  const found = await store.get(acme, id, range);
  assert.ok(found);
  return await buffer(found.stream);
};
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};
const storedFile = (id: string, client = acme) => path.join(base, 'files', 'stored', client, id.slice(0, 2), id);
const chunk = 64 * 1024;

for (const [name, storeOf] of [
  ['files', () => files],
  ['S3', () => bucket],
] as const) {
  test(`${name}: content of every size around the chunk comes back, whole and in ranges`, async () => {
    const store = storeOf();
    for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 5 * chunk + 77]) {
      const content = randomBytes(size);
      const blob = await put(store, content);
      assert.equal(blob.size, size);
      assert.deepEqual(await read(store, blob.id), content, `${size} bytes`);
      const edges = [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, size - 1, size].filter((n) => n >= 0 && n <= size);
      for (const start of edges) {
        for (const end of edges.filter((edge) => edge >= start)) {
          assert.ok(content.subarray(start, end).equals(await read(store, blob.id, { start, end })), `${start}-${end}`);
        }
      }
      await assert.rejects(store.get(acme, blob.id, { start: 0, end: size + 1 }), RangeError);
      assert.equal(await store.verify(acme, blob.id), 'ok');
    }
  });

  test(`${name}: the id depends on content and client alone, and is no plain hash`, async () => {
    const store = storeOf();
    const content = randomBytes(3 * chunk);
    const pieces = Array.from({ length: 300 }, (_, i) =>
      content.subarray((i * content.length) / 300, ((i + 1) * content.length) / 300),
    );
    const first = await put(store, content);
    const again = await store.put(acme, Readable.from(pieces), { bytesMax });
    assert.deepEqual(again, first);
    const others = await put(store, content, globex);
    assert.notEqual(others.id, first.id);
    assert.notEqual(first.id, createHash('sha256').update(content).digest('hex'));
    assert.equal(await store.get(globex, first.id), null);
    assert.equal(await store.verify(globex, first.id), 'missing');
  });

  test(`${name}: blobs are listed by client and deleted`, async () => {
    const store = storeOf();
    const client = '01890000-0000-7000-8000-00000000000c';
    const made = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => put(store, Buffer.from(`blob ${n}`), client)));
    const ids = async () => (await collect(store.list(client))).map(({ id }) => id).sort();
    assert.deepEqual(await ids(), made.map(({ id }) => id).sort());
    const [first, ...rest] = made;
    await store.delete(client, first!.id);
    await store.delete(client, first!.id);
    assert.deepEqual(await ids(), rest.map(({ id }) => id).sort());
    assert.equal(await store.get(client, first!.id), null);
    assert.deepEqual(await collect(store.list('01890000-0000-7000-8000-0000000000ff')), []);
  });

  test(`${name}: a source that is too large or breaks leaves nothing`, async () => {
    const store = storeOf();
    const client = '01890000-0000-7000-8000-00000000000d';
    const limit = { bytesMax: 100 };
    await assert.rejects(store.put(client, Readable.from([randomBytes(60), randomBytes(41)]), limit), { status: 413 });
    assert.equal((await store.put(client, Readable.from([randomBytes(60), randomBytes(40)]), limit)).size, 100);
    async function* breaking() {
      yield randomBytes(3 * chunk);
      throw new Error('the connection broke');
    }
    await assert.rejects(store.put(client, breaking(), { bytesMax }), /connection broke/);
    assert.equal((await collect(store.list(client))).length, 1);
    assert.equal(await store.removeLeftovers(), 0);
  });

  test(`${name}: names that are no client or blob id are refused`, async () => {
    const store = storeOf();
    for (const id of ['', '../../secrets/index.key', 'A'.repeat(64), `${'a'.repeat(64)}/..`]) {
      await assert.rejects(store.get(acme, id), TypeError);
      await assert.rejects(store.delete(acme, id), TypeError);
    }
    await assert.rejects(put(store, Buffer.of(1), '../etc'), TypeError);
  });
}

test('every flipped bit, cut and moved chunk of a stored file is found', async () => {
  const small = await put(files, Buffer.from('a row,of\na file,with\n'));
  const sealed = fs.readFileSync(storedFile(small.id));
  assert.equal(sealed.includes('a row'), false);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    fs.writeFileSync(storedFile(small.id), damaged);
    assert.equal(await files.verify(acme, small.id), 'damaged', `bit ${bit}`);
  }
  const large = await put(files, randomBytes(4 * chunk));
  const whole = fs.readFileSync(storedFile(large.id));
  const sealedChunk = chunk + 16;
  const part = (n: number) => whole.subarray(n * sealedChunk, (n + 1) * sealedChunk);
  const trailer = whole.subarray(4 * sealedChunk);
  const forged = {
    swapped: [part(1), part(0), part(2), part(3), trailer],
    dropped: [part(0), part(1), part(3), trailer],
    'last dropped': [part(0), part(1), part(2), trailer],
    doubled: [part(0), part(0), part(1), part(2), part(3), trailer],
    'without trailer': [part(0), part(1), part(2), part(3)],
    'another blob': [sealed],
    empty: [],
  };
  for (const [name, parts] of Object.entries(forged)) {
    fs.writeFileSync(storedFile(large.id), Buffer.concat(parts));
    assert.equal(await files.verify(acme, large.id), 'damaged', name);
  }
  fs.mkdirSync(path.dirname(storedFile(large.id, globex)), { recursive: true });
  fs.writeFileSync(storedFile(large.id, globex), whole);
  assert.equal(await files.verify(globex, large.id), 'damaged', 'of another client');
});

test('a damaged chunk ends the stream with an error, and putting the content again heals it', async () => {
  const content = randomBytes(3 * chunk);
  const { id } = await put(files, content);
  const sealed = fs.readFileSync(storedFile(id));
  sealed[chunk + 100]! ^= 1;
  fs.writeFileSync(storedFile(id), sealed);
  assert.deepEqual(await read(files, id, { start: 0, end: chunk }), content.subarray(0, chunk));
  await assert.rejects(read(files, id), /Chunk 1 of a blob is damaged/);
  await put(files, content);
  assert.deepEqual(await read(files, id), content);
});

test('S3: a large blob is uploaded in parts, once, and an upload that fails is given up', async () => {
  const content = randomBytes(40 * 1024 * 1024);
  const { id } = await put(bucket, content);
  assert.deepEqual(await read(bucket, id), content);
  const parts = () => s3.requests.filter((request) => request.includes('partNumber')).length;
  assert.equal(parts(), 3);
  await put(bucket, content);
  assert.equal(parts(), 3);
  assert.ok([...s3.objects.keys()].every((name) => name.startsWith('blobs/01890000')));
  await bucket.delete(acme, id);
  s3.fail(2);
  assert.equal((await put(bucket, content)).id, id, 'faults that pass are tried again');
  await bucket.delete(acme, id);
  const before = s3.requests.length;
  s3.fail(100);
  await assert.rejects(put(bucket, content));
  s3.fail(0);
  assert.ok(s3.requests.length - before < 100);
  assert.equal(await bucket.get(acme, id), null);
});

test('S3: a fault of the service is an error, not a missing or damaged blob', async () => {
  const { id } = await put(bucket, Buffer.from('content'));
  s3.fail(100);
  await assert.rejects(bucket.get(acme, id));
  await assert.rejects(bucket.verify(acme, id));
  s3.fail(0);
  assert.equal(await bucket.verify(acme, id), 'ok');
  const wrong = s3.url.replace('test%2Fsecret', 'another');
  await assert.rejects(s3BlobStore({ url: wrong, spoolDir: base, key }).get(acme, id), /SignatureDoesNotMatch/);
});

test('every blob that a process acknowledged before kill -9 is whole, and what it left behind goes', async () => {
  const dir = path.join(base, 'killed');
  const source = `
    import { Readable } from 'node:stream';
    import { randomBytes } from 'node:crypto';
    import { blobStore } from ${JSON.stringify(new URL('./blob-store.ts', import.meta.url).href)};
    const store = blobStore({ dir: ${JSON.stringify(dir)}, key: new Uint8Array(32).fill(7) });
    const write = async () => {
      for (;;) {
        const { id } = await store.put('${acme}', Readable.from([randomBytes(200000)]), { bytesMax: 1e9 });
        process.stdout.write(id + '\\n');
      }
    };
    write(); write(); write();`;
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const target = acknowledged.length + 20 + round * 7;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.length === 64) acknowledged.push(line);
      if (acknowledged.length === target) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  const store = blobStore({ dir, key });
  for (const id of acknowledged) assert.equal(await store.verify(acme, id), 'ok');
  for (const { id } of await collect(store.list(acme))) assert.equal(await store.verify(acme, id), 'ok');
  await store.removeLeftovers();
  assert.deepEqual(fs.readdirSync(path.join(dir, 'incoming')), []);
});
