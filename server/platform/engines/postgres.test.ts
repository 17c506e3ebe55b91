import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';

const PASSWORD = 'a password only this test knows';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const isRoot = process.getuid?.() === 0;

async function temporaryFolder(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'assay-pg-'));
  if (isRoot) await chmod(parent, 0o711);
  t.after(() => rm(parent, { recursive: true }));
  return join(parent, 'postgres');
}

async function start(t: TestContext, dir: string, fast = true): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({ dir, superPassword: PASSWORD, log: quiet, fast });
  t.after(() => postgres.stop());
  return postgres;
}

async function connect({ host, port, user }: EmbeddedPostgres, password = PASSWORD): Promise<Client> {
  const client = new Client({ host, port, user, password, database: 'postgres' });
  // A connection that the server ends has nobody else to tell.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function waitFor(what: string, milliseconds: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await holds())) {
    assert.ok(performance.now() < end, `${what} within ${milliseconds} ms`);
    await sleep(20);
  }
}

test('asks for a SCRAM password, on loopback, in UTC and UTF-8, and leaves no password behind', async (t) => {
  const dir = await temporaryFolder(t);
  const postgres = await start(t, dir);
  await assert.rejects(connect(postgres, 'password'), /password authentication failed/);

  const client = await connect(postgres);
  const { rows } = await client.query<Record<string, string>>(`
    select current_setting('listen_addresses') as listen, current_setting('timezone') as zone,
           pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale,
           (select rolpassword from pg_authid where rolname = current_user) as verifier
    from pg_database where datname = 'postgres'`);
  await client.end();
  const { verifier, ...rest } = rows[0]!;
  assert.deepEqual(rest, { listen: '127.0.0.1', zone: 'UTC', encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' });
  assert.match(verifier!, /^SCRAM-SHA-256\$/);

  await postgres.stop();
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    assert.ok(!(await readFile(path)).includes(PASSWORD), path);
  }
});

test('its socket asks for the password too, and a path too long for one goes without', async (t) => {
  // A short name, because folders for temporary files may lie deep.
  const dir = join(await temporaryFolder(t), '..', 'pg');
  const postgres = await start(t, dir);
  const host = postgres.socketFolder ?? '';
  assert.equal(host, join(dir, 'socket'));
  await assert.rejects(connect({ ...postgres, host }, 'password'), /password authentication failed/);
  const client = await connect({ ...postgres, host });
  const { rows } = await client.query('select inet_client_addr() as address');
  await client.end();
  assert.deepEqual(rows, [{ address: null }]);

  const far = await start(t, join(await temporaryFolder(t), '..', 'a folder of a long name '.repeat(4)));
  assert.equal(far.socketFolder, undefined);
  await (await connect(far)).end();
});

test('a killed postmaster is back on its port with every commit', async (t) => {
  const postgres = await start(t, await temporaryFolder(t), false);
  const exits: unknown[] = [];
  postgres.onExit((exit) => exits.push(exit.signal));
  const before = await connect(postgres);
  await before.query('create table kept (n int)');
  await before.query('insert into kept select generate_series(1, 1000)');
  // This backend is deep in a computation and does not notice at once that its postmaster is gone.
  const busy = before.query('select count(*) from generate_series(1, 100000000)').catch(() => undefined);

  await sleep(100);
  process.kill(postgres.pid()!, 'SIGKILL');
  // Less than a second on an idle machine; how long it may take on a busy one is not what is shown here.
  await waitFor('restart', 30_000, () => postgres.restarts() === 1);
  await busy;
  const after = await connect(postgres);
  assert.deepEqual((await after.query('select count(*)::int as n from kept')).rows, [{ n: 1000 }]);
  assert.deepEqual(exits, ['SIGKILL']);
  await after.end();
});

test('what a killed server left running is shut down, and its commits are there', async (t) => {
  const dir = await temporaryFolder(t);
  const code = `
    const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))});
    const log = { info() {}, warn() {}, error() {} };
    const postgres = await startPostgres({ dir: process.argv[1], superPassword: process.argv[2], log, fast: true });
    console.log(JSON.stringify({ port: postgres.port, pid: postgres.pid() }));`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', code, dir, PASSWORD], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  const orphan: { port: number; pid: number } = JSON.parse(String(line));
  const client = new Client({ host: '127.0.0.1', port: orphan.port, user: 'postgres', password: PASSWORD });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table kept as select 42 as answer');
  server.kill('SIGKILL');
  await once(server, 'exit');
  process.kill(orphan.pid, 0);

  const postgres = await start(t, dir);
  await assert.rejects(connect({ ...postgres, port: orphan.port }), { code: 'ECONNREFUSED' });
  const again = await connect(postgres);
  assert.deepEqual((await again.query('select answer from kept')).rows, [{ answer: 42 }]);
  await again.end();
});

test('a pid file that names a living process of another kind does not stop the start', async (t) => {
  const dir = await temporaryFolder(t);
  await (await start(t, dir)).stop();
  // It runs under PostgreSQL's account, since a process of another account would not trouble PostgreSQL.
  const { uid, gid } = await stat(join(dir, 'cluster'));
  const bystander = spawn('/bin/sleep', ['60'], isRoot ? { uid, gid } : {});
  t.after(() => bystander.kill('SIGKILL'));
  const pidFile = join(dir, 'cluster', 'postmaster.pid');
  await writeFile(pidFile, `${bystander.pid}\n${join(dir, 'cluster')}\n1\n1\n\n\n\n`);
  const client = await connect(await start(t, dir));
  assert.deepEqual((await client.query('select 1 as one')).rows, [{ one: 1 }]);
  await client.end();
  assert.equal(bystander.exitCode ?? bystander.signalCode, null);
});

test('no value of a failing statement, of its parameters or of a crashed backend reaches the log', async (t) => {
  const dir = await temporaryFolder(t);
  const postgres = await start(t, dir);
  const canary = 'ada.canary@example.org';
  const client = await connect(postgres);
  await client.query('create table people (email text primary key)');
  await client.query('insert into people values ($1)', [canary]);
  await assert.rejects(client.query('insert into people values ($1)', [canary]), /duplicate key/);
  await assert.rejects(client.query('select $1::int', [canary]), new RegExp(canary));
  await assert.rejects(client.query(`select '${canary}' from nowhere`), /nowhere/);
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const crash = assert.rejects(client.query(`select '${canary}', pg_sleep(60)`));
  await sleep(100);
  process.kill(rows[0]!.pid, 'SIGKILL');
  await crash;
  await postgres.stop();

  const log = await readFile(join(dir, 'postgresql.log'), 'utf8');
  assert.match(log, /was terminated by signal 9/);
  assert.ok(!log.includes('canary'));
});

test('a cluster of another major version is refused in plain words', async (t) => {
  const dir = await temporaryFolder(t);
  await mkdir(join(dir, 'cluster'), { recursive: true });
  await writeFile(join(dir, 'cluster', 'PG_VERSION'), '17\n');
  await assert.rejects(start(t, dir), /were written by PostgreSQL 17, and this version brings 18/);
});

test("as root, a folder that PostgreSQL's account cannot reach is named", {
  skip: !isRoot && 'needs root',
}, async (t) => {
  const parent = await mkdtemp(join(tmpdir(), 'assay-pg-'));
  t.after(() => rm(parent, { recursive: true }));
  await assert.rejects(start(t, join(parent, 'postgres')), (error: Error) =>
    error.message.includes(`through ${parent}.`),
  );
});
