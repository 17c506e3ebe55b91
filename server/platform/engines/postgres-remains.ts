/** What an earlier server may have left behind in a cluster: a running postmaster, its backends, or a stale pid file. */
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { EngineLog } from './engine-log.ts';

const run = promisify(execFile);
/** How long an orphan may take to shut down fast, checkpoint included, before it is stopped without one. */
const ORPHAN_SHUTDOWN_MS = 20_000;

/**
 * Leaves the cluster free to start. Call it only while holding the data directory: then a postmaster that runs here
 * has lost its server, and is shut down. A `postmaster.pid` that names a dead, zombie or foreign process is removed,
 * since PostgreSQL would take any live process of that number for a postmaster.
 */
export async function clearRemains(cluster: string, log: EngineLog): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = await readPostmasterPid(cluster);
  if (pid !== undefined && (await runsIn(pid, cluster))) {
    log.warn({ pid }, 'Stopping the PostgreSQL that an earlier server left running');
    await stopOrphan(pid, cluster);
  }
  await rm(pidFile, { force: true });
  await killBackends(cluster);
}

/** The pid in `postmaster.pid`, or undefined when there is none. */
async function readPostmasterPid(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/** Whether PostgreSQL has opened its port: the last line of `postmaster.pid` says so, and names the pid we started. */
export async function isReady(cluster: string, pid: number): Promise<boolean> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

async function stopOrphan(pid: number, cluster: string): Promise<void> {
  // SIGINT is a fast shutdown, SIGQUIT an immediate one that leaves recovery to the next start.
  for (const [signal, patience] of [
    ['SIGINT', ORPHAN_SHUTDOWN_MS],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signalIfThere(pid, signal);
    const end = performance.now() + patience;
    while (performance.now() < end) {
      if (!(await runsIn(pid, cluster))) return;
      await sleep(20);
    }
  }
  throw new Error(`The PostgreSQL process ${pid} of an earlier server does not end. End it, then start again.`);
}

/**
 * Kills processes of a dead postmaster that still hold the cluster's shared memory: PostgreSQL will not start beside
 * them, and a backend in a long computation takes its time to notice the death. Only Linux lets us find them.
 */
export async function killBackends(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (pid > 0 && (await runsIn(pid, cluster))) signalIfThere(pid, 'SIGKILL');
  }
}

/** Whether a live process (a zombie is not) is a PostgreSQL whose working directory, or `-D`, is this cluster. */
async function runsIn(pid: number, cluster: string): Promise<boolean> {
  try {
    if (process.platform === 'linux') {
      if ((await readlink(`/proc/${pid}/cwd`)) !== cluster) return false;
      return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'postgres';
    }
    const { stdout } = await run('ps', ['-o', 'stat=,command=', '-p', String(pid)]);
    return !stdout.startsWith('Z') && stdout.includes('postgres') && stdout.includes(cluster);
  } catch {
    // The process is gone, a zombie without a working directory, or another account's, so not ours.
    return false;
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
