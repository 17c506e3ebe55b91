/** The embedded PostgreSQL: a child process of ours on loopback, started again when it dies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineLog } from './engine-log.ts';
import { freePort } from './free-port.ts';
import { openLogFile } from './log-file.ts';
import { type Cluster, prepareCluster, SUPERUSER } from './postgres-cluster.ts';
import { clearRemains, isReady } from './postgres-remains.ts';

const HOST = '127.0.0.1';
const START_ATTEMPTS = 3;
/** Shutdown signals in order, each with the milliseconds it gets: fast with a checkpoint, immediate, by force. */
const SHUTDOWN = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

export interface PostgresExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface EmbeddedPostgres {
  host: string;
  port: number;
  /** Where it listens besides, for those on this machine; undefined when that path would be too long. */
  socketFolder: string | undefined;
  /** The superuser; its password is the one given at the first start in this folder. */
  user: string;
  /** The postmaster's pid, undefined while it is down. */
  pid(): number | undefined;
  /** How often the postmaster died and was started again. */
  restarts(): number;
  /** Calls back each time the postmaster ends without being asked to. */
  onExit(hook: (exit: PostgresExit) => void): void;
  /** Fast shutdown: open transactions are rolled back, what was committed is checkpointed. */
  stop(): Promise<void>;
}

export interface StartPostgresInput {
  /** Folder that belongs to PostgreSQL alone, inside a data directory that this process holds. */
  dir: string;
  superPassword: string;
  log: EngineLog;
  /** Without fsync, for tests: survives a killed process, not a power loss. */
  fast?: boolean;
}

/**
 * Starts PostgreSQL 18 on a free loopback port, creating its files at the first start, and keeps it running on that
 * port. What an earlier server left running in this folder is shut down first.
 * @throws Error with the end of PostgreSQL's log when it does not start.
 */
export async function startPostgres(input: StartPostgresInput): Promise<EmbeddedPostgres> {
  const { log, fast = false } = input;
  const cluster = await prepareCluster({ dir: input.dir, superPassword: input.superPassword, fast });
  await clearRemains(cluster.path, log);

  const hooks: ((exit: PostgresExit) => void)[] = [];
  let restarts = 0;
  let stopping = false;
  let recovery: Promise<void> | undefined;
  let { postmaster, port } = await startOnFreePort(cluster, log);
  watch();

  function watch(): void {
    postmaster.once('exit', (code, signal) => {
      if (stopping) return;
      log.error({ code, signal, port }, 'PostgreSQL ended unexpectedly; starting it again');
      recovery = recover();
      for (const hook of hooks) hook({ code, signal });
    });
  }

  async function recover(): Promise<void> {
    for (let wait = 50; !stopping; wait = Math.min(wait * 2, 1_000)) {
      try {
        await clearRemains(cluster.path, log);
        postmaster = await startPostmaster(cluster, port, log);
        restarts += 1;
        log.info({ port, pid: postmaster.pid, restarts }, 'PostgreSQL runs again');
        watch();
        return;
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL does not start; trying again');
        await sleep(wait);
      }
    }
  }

  return {
    host: HOST,
    socketFolder: cluster.socketFolder,
    port,
    user: SUPERUSER,
    pid: () => (hasEnded(postmaster) ? undefined : postmaster.pid),
    restarts: () => restarts,
    onExit: (hook) => void hooks.push(hook),
    async stop() {
      stopping = true;
      await recovery;
      await shutDown(postmaster);
    },
  };
}

/** Another program may take the port between our looking for it and PostgreSQL's opening it: then the next one. */
async function startOnFreePort(cluster: Cluster, log: EngineLog): Promise<{ postmaster: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(HOST);
    try {
      return { postmaster: await startPostmaster(cluster, port, log), port };
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw error;
      log.warn({ err: error, port }, 'PostgreSQL did not start; trying another port');
    }
  }
}

/** Resolves when the port is open. Recovery after a crash takes what it takes: we wait as long as it lives. */
async function startPostmaster(cluster: Cluster, port: number, log: EngineLog): Promise<ChildProcess> {
  const logFile = await openLogFile(cluster.logPath);
  const logStart = (await logFile.stat()).size;
  // A process group of its own keeps Ctrl-C in the terminal away from it: the server ends it, in order.
  const postmaster = spawn(cluster.binaries.postgres, ['-D', cluster.path, '-p', String(port)], {
    env: cluster.env,
    cwd: cluster.path,
    stdio: ['ignore', logFile.fd, logFile.fd],
    detached: true,
    ...cluster.account,
  });
  await once(postmaster, 'spawn').finally(() => logFile.close());
  const began = performance.now();
  let nextNotice = began + 10_000;
  while (!(await isReady(cluster.path, postmaster.pid ?? 0))) {
    if (hasEnded(postmaster)) {
      const said = (await readFile(cluster.logPath)).subarray(logStart).toString().trim();
      throw new Error(`PostgreSQL ended while starting. Its log says:\n${said.slice(-4_000)}`);
    }
    if (performance.now() > nextNotice) {
      log.warn({ seconds: Math.round((performance.now() - began) / 1_000) }, 'PostgreSQL is still recovering');
      nextNotice += 10_000;
    }
    await sleep(10);
  }
  return postmaster;
}

async function shutDown(postmaster: ChildProcess): Promise<void> {
  for (const [signal, patience] of SHUTDOWN) {
    if (hasEnded(postmaster)) return;
    postmaster.kill(signal);
    const timer = new AbortController();
    await Promise.race([
      hasEnded(postmaster) || once(postmaster, 'exit', { signal: timer.signal }).catch(() => undefined),
      sleep(patience, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
