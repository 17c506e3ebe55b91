/** Keeps the ClickHouse engine running: a child process on a loopback port, killed when it hangs, restarted when dead. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineLog } from './engine-log.ts';
import { ENGINE_USER, FromEngine, type ToEngine } from './engine-protocol.ts';
import { openLogFile } from './log-file.ts';

const CHILD = join(import.meta.dirname, 'engine-child.ts');
const BEAT_MS = 500;
/** A child that leaves so many beats in a row unanswered hangs. Beats are counted, not time, so that a pause of our own
 * process is not taken for one of the child's. */
const MISSED_BEATS = 5;
const OPEN_MS = 60_000;
const STOP_MS = 10_000;
const MAX_MEMORY_BYTES = 3_000_000_000;
/** One thread for every statement that can run at once, the heartbeat and file work. */
const THREADS = 16;

export interface Engine {
  url: string;
  user: string;
  /** Made anew at each start of the server, the same over restarts of the child. */
  password: string;
  pid(): number | undefined;
  /** How often the child ended unasked and was started again. */
  restarts(): number;
  /** Whether the child is open and answered its latest heartbeats. */
  healthy(): boolean;
  stop(): Promise<void>;
}

export interface StartEngineInput {
  /** Folder that belongs to the engine alone, inside a data directory that this process holds. */
  dir: string;
  log: EngineLog;
  /** How many questions run at once. */
  readers?: number;
  /** Limit of the child's JavaScript heap, apart from the engine's own memory. */
  heapMegabytes?: number;
}

/**
 * Starts the engine and resolves when it answers. A crash, a hang or an out-of-memory of the child ends in a new child
 * on the same port with the same secret, in under five seconds; clients see refused connections meanwhile.
 * @throws Error with the engine's own words when the first start fails.
 */
export async function startEngine(input: StartEngineInput): Promise<Engine> {
  const { dir, log, readers = 3, heapMegabytes = 512 } = input;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('base64url');
  const memoryBytes = Math.min(MAX_MEMORY_BYTES, Math.floor(totalmem() / 2));

  let restarts = 0;
  let stopping = false;
  let missed = 0;
  let beat = 0;
  let recovery: Promise<void> | undefined;
  let { child, port } = await openChild(0);
  watch();
  const timer = setInterval(checkPulse, BEAT_MS);
  timer.unref();

  async function openChild(wantedPort: number): Promise<{ child: ChildProcess; port: number }> {
    const logFile = await openLogFile(join(dir, 'engine.log'));
    // A process group of its own keeps Ctrl-C in the terminal away from it: the server ends it, in order.
    const opening = fork(CHILD, [], {
      cwd: dir,
      env: { UV_THREADPOOL_SIZE: String(THREADS), TZ: 'UTC', LC_ALL: 'C' },
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      stdio: ['ignore', logFile.fd, logFile.fd, 'ipc'],
      detached: true,
    });
    await once(opening, 'spawn').finally(() => logFile.close());
    send(opening, { kind: 'open', dir, port: wantedPort, secret, readers, memoryBytes });
    try {
      return { child: opening, port: await opened(opening) };
    } catch (error) {
      await kill(opening);
      throw error;
    }
  }

  function watch(): void {
    missed = 0;
    child.on('message', (raw) => {
      const message = FromEngine.parse(raw);
      if (message.kind !== 'pong') return;
      if (message.alive) missed = 0;
      else {
        log.error({ pid: child.pid }, 'The ClickHouse engine says that it is going down; ending it');
        child.kill('SIGKILL');
      }
    });
    child.once('exit', (code, signal) => {
      if (stopping) return;
      log.error({ code, signal, port }, 'The ClickHouse engine ended unexpectedly; starting it again');
      recovery = recover();
    });
  }

  function checkPulse(): void {
    if (hasEnded(child)) return;
    if (missed >= MISSED_BEATS) {
      log.error({ pid: child.pid, missed }, 'The ClickHouse engine hangs; ending it');
      child.kill('SIGKILL');
      return;
    }
    missed += 1;
    beat += 1;
    send(child, { kind: 'ping', number: beat });
  }

  async function recover(): Promise<void> {
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 2_000)) {
      try {
        ({ child } = await openChild(port));
        restarts += 1;
        log.info({ port, pid: child.pid, restarts }, 'The ClickHouse engine runs again');
        watch();
        return;
      } catch (error) {
        log.error({ err: error }, 'The ClickHouse engine does not start; trying again');
        await sleep(wait);
      }
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    user: ENGINE_USER,
    password: secret,
    pid: () => (hasEnded(child) ? undefined : child.pid),
    restarts: () => restarts,
    healthy: () => !stopping && !hasEnded(child) && missed <= 2,
    async stop() {
      stopping = true;
      clearInterval(timer);
      await recovery;
      if (hasEnded(child)) return;
      send(child, { kind: 'stop' });
      const gone = once(child, 'exit').then(() => true);
      if (!(await Promise.race([gone, sleep(STOP_MS, false, { ref: false })]))) await kill(child);
    },
  };
}

/** Resolves with the port once the child listens. */
async function opened(child: ChildProcess): Promise<number> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([raw]) => {
        const message = FromEngine.parse(raw);
        if (message.kind === 'ready') return message.port;
        throw new Error(`The ClickHouse engine did not open: ${message.kind === 'failed' ? message.message : ''}`);
      }),
      once(child, 'exit', { signal }).then(([code, by]) => {
        throw new Error(`The ClickHouse engine ended while opening (code ${code}, signal ${by}); see its engine.log`);
      }),
      sleep(OPEN_MS, undefined, { signal }).then(() => {
        throw new Error(`The ClickHouse engine did not open within ${OPEN_MS / 1_000} s`);
      }),
    ]);
  } finally {
    settled.abort();
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function send(child: ChildProcess, message: ToEngine): void {
  // A child that ends while we write to it is noticed by its exit.
  child.send(message, () => undefined);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
