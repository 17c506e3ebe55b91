import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { setImmediate as reported } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { type TestDatabase, testDatabase } from '../platform/testing.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { jobThreads } from './threads.ts';
import type { WorkerInput } from './tools.ts';

let database: TestDatabase;
let input: WorkerInput;
const opened: Worker[] = [];
const note = (worker: Worker) => void opened.push(worker);

before(async () => {
  database = await testDatabase();
  input = {
    databaseUrl: database.appUrl,
    clickhouse: { url: 'http://127.0.0.1:1', database: 'none', user: 'none', password: 'none' },
    blobs: { dir: '/nonexistent', key: Buffer.alloc(32) },
    keys: { keks: [{ epoch: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) },
    dns: false,
    ipCountries: undefined,
    logLevel: 'silent',
  };
  process.on('worker', note);
});
afterEach(() => void opened.splice(0));
after(async () => {
  process.off('worker', note);
  await database.close();
});

/** Of a job that is gone, so the thread looks for it and ends. */
const ticket = () => ({ client_id: uuidv7(), job_id: uuidv7() });
const threads = (keptMs?: number) =>
  jobThreads({ input, pull: { fresh: async () => new Date() }, ...(keptMs === undefined ? {} : { keptMs }) });

test('a job is given to the thread that was opened ahead, and the next to a new one', { timeout: 60_000 }, async () => {
  const of = threads();
  of.expect({ kind: 'import', bytes: 1000 });
  of.expect({ kind: 'import', bytes: 50_000_000 });
  await reported();
  assert.equal(opened.length, 1);
  const first = of.give(ticket());
  assert.equal(first, opened[0]);
  // The thread of its further lane does not keep it alive.
  assert.deepEqual(await once(first, 'exit'), [0]);
  const second = of.give(ticket());
  assert.deepEqual(await once(second, 'exit'), [0]);
  assert.equal(opened.length, 2);
  assert.equal(opened[1], second);
});

test('a thread that waited for nothing is ended', { timeout: 60_000 }, async () => {
  const of = threads(200);
  of.expect({ kind: 'import', bytes: 1000 });
  await reported();
  await once(opened[0] as Worker, 'exit');
  const worker = of.give(ticket());
  assert.notEqual(worker, opened[0]);
  await once(worker, 'exit');
});

test('stopping ends a thread that waits', { timeout: 60_000 }, async () => {
  const of = threads();
  of.expect({ kind: 'import', bytes: 1000 });
  await reported();
  const exit = once(opened[0] as Worker, 'exit');
  await of.stop();
  await exit;
  await of.stop();
  assert.equal(opened.length, 1);
});
