/** The whole way, as an operator goes it: a running server, an import, a backup, a rotation, a loss, a restore. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { fileOfLeads } from '../demo/csv.ts';
import { CSV_SHAPES } from '../demo/csv-shapes.ts';
import { demoLeads } from '../demo/leads.ts';
import { childEnvironment } from '../server/config.ts';
import { answerOf, type ServerProcess, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';

const ASSAY = join(import.meta.dirname, '..', 'bin', 'assay.js');
const ROWS = 400;
let data: Awaited<ReturnType<typeof temporaryDataDir>>;
let home: string;
let server: ServerProcess | undefined;

before(async () => {
  data = await temporaryDataDir();
  home = join(data.path, '..');
});
after(async () => {
  await server?.end('SIGKILL');
  await data.remove();
});

/** Runs a command on a data directory; never throws. */
async function assay(dataDir: string, ...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...childEnvironment(), ASSAY_DATA: dataDir };
  return await promisify(execFile)(process.execPath, [ASSAY, ...given], { cwd: home, env, maxBuffer: 1e8 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

async function succeeds(dataDir: string, ...given: string[]): Promise<string> {
  const { code, stdout, stderr } = await assay(dataDir, ...given);
  assert.equal(code, 0, `assay ${given.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}

async function stop(): Promise<void> {
  const { code } = (await server?.end('SIGINT')) ?? {};
  server = undefined;
  assert.equal(code, 0);
}

async function leadsSeen(url: string, client: string, key: string): Promise<{ total: number; leads: object[] }> {
  const headers = { authorization: `Bearer ${key}` };
  const path = `/api/v1/marketing/leads?client_id=${client}&sort=created_at&limit=50`;
  return await answerOf(await fetch(`${url}${path}`, { headers }), 200);
}

test('what a server holds survives its loss, and every step is verified', async () => {
  server = await startProcess(data.path).ready;
  const account = await setUp(server);
  const client = await account.client('Acme');
  const key = await account.key([client]);
  const shape = CSV_SHAPES.find(({ name }) => name === 'us')!;
  const file = join(home, 'leads.csv');
  const leads = Buffer.concat([...fileOfLeads(demoLeads({ seed: 5, count: ROWS, client: shape.client }), shape)]);
  await writeFile(file, Buffer.concat([leads, Buffer.from('no contact in this row\n')]));
  await writeFile(join(home, 'key'), `${key}\n`, { mode: 0o600 });
  const keyed = ['--url', server.url, '--key-file', join(home, 'key')];

  const unknown = await assay(data.path, 'import', file, '--client', 'Globex', ...keyed);
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /no client "Globex". It sees:\n {2}Acme/);
  const dry = await succeeds(data.path, 'import', file, '--client', 'acme', '--dry-run', ...keyed);
  assert.match(dry, /no_contact[\s\S]*Nothing was imported/);
  const imported = await succeeds(data.path, 'import', file, '--client', 'acme', ...keyed);
  assert.match(imported, /401 rows read: 400 stored, 0 updated, 1 not imported/);
  assert.match(await readFile(join(home, 'leads.rejects.csv'), 'utf8'), /402,email,no_contact/);
  const seen = await leadsSeen(server.url, client, key);
  assert.equal(seen.total, ROWS);

  assert.match(await succeeds(data.path, 'verify'), /Both stores: right \(400 leads/);
  const backup = await succeeds(data.path, 'backup', join(home, 'backup'), '--keys', join(home, 'keys'));
  assert.match(backup, /of them 400 leads/);
  const refused = await assay(data.path, 'rotate-keys');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Stop it first/);
  await stop();

  assert.match(await succeeds(data.path, 'rotate-keys'), /everything is under key epoch 2/);
  assert.match(await succeeds(data.path, 'rotate-keys', '--destroy-old'), /Destroyed the keys of epoch 1/);
  const verdict = JSON.parse(await succeeds(data.path, 'verify', '--json'));
  assert.equal(verdict.stores.leads, ROWS);
  assert.ok(verdict.audit_log.size > 5);

  const second = join(home, 'second');
  assert.match(await succeeds(second, 'restore', join(home, 'backup'), '--keys', join(home, 'keys')), /Restored into/);
  const again = await assay(second, 'restore', join(home, 'backup'), '--keys', join(home, 'keys'));
  assert.match(again.stderr, /is not empty/);
  server = await startProcess(second).ready;
  assert.deepEqual(await leadsSeen(server.url, client, key), seen);
  assert.match(await succeeds(second, 'verify'), /Both stores: right \(400 leads/);
  await stop();
});
