/** How a server ends when it is asked to, and what a second one on the same data directory is told. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ImportRecord, ImportUpload } from '#contract/import.ts';
import { type ServerProcess, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { leadFile } from '../test/lead-files.ts';
import { type Ask, beacon, patientCaller } from '../test/moving-server.ts';

const ROWS = 20_000;
/** A few seconds on an idle machine. */
const STOP_MS = 60_000;
const run = promisify(execFile);

let data: Awaited<ReturnType<typeof temporaryDataDir>>;
let server: ServerProcess;
let ask: Ask;
let clientId: string;
let address: ReturnType<typeof beacon>;

before(async () => {
  data = await temporaryDataDir();
  server = await startProcess(data.path).ready;
  const account = await setUp(server);
  clientId = await account.client('Acme');
  address = beacon(server.url);
  ask = patientCaller(address, await account.key([clientId]));
});

after(async () => {
  await server.end('SIGTERM');
  await data.remove();
});

test('a second start says who holds the data directory, and leaves the first alone', async () => {
  const second = startProcess(data.path);
  assert.equal((await second.ended).code, 1);
  const said = second.printed();
  assert.match(said, new RegExp(`in use by process ${server.pid}, since 20\\S+, at ${server.url}\\.`));
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
});

test('SIGTERM in the middle of an import: it ends by itself, and the next start goes on to the last row', async () => {
  const file = leadFile({ seed: 7, rows: ROWS, now: new Date(Date.now() - 86_400_000) });
  const upload = await ask<ImportUpload>(`/api/v1/imports/uploads?client_id=${clientId}`, {
    body: file.content,
    wanted: [201],
  });
  const { shape, mapping } = upload.preview;
  const body = { client_id: clientId, upload_id: upload.upload_id, shape, mapping };
  await ask('/api/v1/imports', { body, wanted: [202] });
  const look = async () => await ask<ImportRecord>(`/api/v1/imports/${upload.upload_id}`);
  while ((await look()).summary.read === 0) await sleep(50);

  const children = await descendantsOf(server.pid);
  assert.ok(children.length >= 2, 'PostgreSQL and the engine run');
  const began = performance.now();
  assert.deepEqual(await server.end('SIGTERM'), { code: 0, signal: null });
  assert.ok(performance.now() - began < STOP_MS, `${performance.now() - began} ms`);
  assert.deepEqual(children.filter(isAlive), []);

  address.gone();
  server = await startProcess(data.path).ready;
  address.at(server.url);
  const resumed = await look();
  assert.ok(resumed.summary.read < file.summary.read, 'it was stopped before the end');
  while ((await look()).job.state !== 'completed') {
    assert.notEqual((await look()).job.state, 'failed');
    await sleep(100);
  }
  const { by_reason: _, ...counts } = (await look()).summary;
  assert.deepEqual(counts, file.summary);
});

test('Ctrl-C leaves no process behind, nor does a Ctrl-C while it starts', async () => {
  const children = await descendantsOf(server.pid);
  assert.deepEqual(await server.end('SIGINT'), { code: 0, signal: null });
  assert.deepEqual(children.filter(isAlive), []);

  const starting = startProcess(data.path);
  let born: number[] = [];
  while (born.length === 0) {
    await sleep(20);
    born = await descendantsOf(starting.pid);
  }
  assert.deepEqual(await starting.end('SIGINT'), { code: 0, signal: null });
  assert.deepEqual(born.filter(isAlive), []);
  // Nobody holds the directory: a third server starts.
  server = await startProcess(data.path).ready;
  address.gone();
  address.at(server.url);
  assert.ok((await ask<{ jobs: unknown[] }>('/api/v1/jobs')).jobs.length > 0);
});

/** All processes below one, at this moment. */
async function descendantsOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [child = 0, of] of pairs) if (of === parent && !found.includes(child)) found.push(child);
  }
  return found.slice(1);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
