import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DataDirHeldError, openDataDir } from './data-dir.ts';

const modulePath = join(import.meta.dirname, 'data-dir.ts');
const noon = () => new Date('2026-03-01T12:00:00Z');

async function temporaryPath(t: { after(done: () => Promise<void>): void }): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'assay-dir-'));
  t.after(() => rm(parent, { recursive: true }));
  return join(parent, 'data');
}

/** A real second process that opens the directory, says how it went in one line, and holds it until killed. */
async function openInChild(path: string): Promise<{ child: ChildProcess; said: string }> {
  const code = `
    const { openDataDir } = await import(${JSON.stringify(modulePath)});
    try {
      const dir = await openDataDir(${JSON.stringify(path)});
      await dir.setAddress('http://127.0.0.1:8787');
      console.log('opened');
      setInterval(() => {}, 1000);
    } catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = await once(child.stdout!, 'data');
  return { child, said: String(chunk).trim() };
}

test('creates the folders for the owner alone', async (t) => {
  const path = await temporaryPath(t);
  const dir = await openDataDir(path);
  for (const folder of Object.values(dir.folders)) assert.equal((await stat(folder)).mode & 0o777, 0o700, folder);
  assert.equal((await stat(dir.path)).mode & 0o777, process.getuid?.() === 0 ? 0o711 : 0o700);
  assert.equal((await stat(join(dir.path, 'lock'))).mode & 0o777, 0o600);
  await dir.release();
});

test('a second open in the same process is refused and says who holds it', async (t) => {
  const path = await temporaryPath(t);
  const dir = await openDataDir(path, { clock: noon });
  await dir.setAddress('http://127.0.0.1:8787');
  await assert.rejects(openDataDir(path), (error: unknown) => {
    assert.ok(error instanceof DataDirHeldError);
    assert.deepEqual(error.holder, {
      pid: process.pid,
      since: '2026-03-01T12:00:00.000Z',
      address: 'http://127.0.0.1:8787',
    });
    assert.match(
      error.message,
      new RegExp(`process ${process.pid}, since 2026-03-01T12:00:00.000Z, at http://127.0.0.1:8787`),
    );
    return true;
  });
  await dir.release();
  await (await openDataDir(path)).release();
});

test('another process holds it until it is killed, and kill -9 frees it at once', async (t) => {
  const path = await temporaryPath(t);
  const first = await openInChild(path);
  t.after(async () => void first.child.kill('SIGKILL'));
  assert.equal(first.said, 'opened');
  await assert.rejects(openDataDir(path), new RegExp(`process ${first.child.pid}, since .*, at http://127.0.0.1:8787`));

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await (await openDataDir(path)).release();
});

test('of eight processes that race for an abandoned directory, one gets it', async (t) => {
  const path = await temporaryPath(t);
  const abandoned = await openInChild(path);
  abandoned.child.kill('SIGKILL');
  await once(abandoned.child, 'exit');

  const racers = await Promise.all(Array.from({ length: 8 }, () => openInChild(path)));
  t.after(async () => racers.forEach(({ child }) => void child.kill('SIGKILL')));
  assert.equal(racers.filter(({ said }) => said === 'opened').length, 1);
  assert.equal(racers.filter(({ said }) => said.includes('is in use by')).length, 7);
});
