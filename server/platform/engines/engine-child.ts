/**
 * The ClickHouse engine's process: opens its folder, answers on a loopback port, and ends with the server that started
 * it. It holds no keys but its own secret, which arrives over the IPC channel and not in arguments or environment.
 */
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { libchdbPath } from 'chdb/libchdb';
import koffi from 'koffi';
import { engineServer } from './engine-http.ts';
import { type FromEngine, type OpenEngine, ToEngine } from './engine-protocol.ts';
import { type EngineSessions, openSessions } from './engine-sessions.ts';

const HOST = '127.0.0.1';
const DRAIN_MS = 5_000;
const TIDY_MS = 20;
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

interface RunningEngine {
  sessions: EngineSessions;
  server: Server;
}

let running: RunningEngine | undefined;

dieWithParent();
process.on('message', (message) => {
  answer(ToEngine.parse(message)).catch((error: unknown) => {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

async function answer(message: ToEngine): Promise<void> {
  switch (message.kind) {
    case 'open':
      running = await openEngine(message);
      tell({ kind: 'ready', port: (running.server.address() as AddressInfo).port });
      return;
    case 'ping':
      tell({
        kind: 'pong',
        number: message.number,
        alive: running !== undefined && (await running.sessions.isAlive()),
      });
      return;
    case 'stop':
      await stop();
  }
}

async function openEngine({ dir, port, secret, readers, memoryBytes }: OpenEngine): Promise<RunningEngine> {
  // What an earlier process was receiving when it ended was never acknowledged.
  const incoming = join(dir, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const sessions = openSessions({ dir, readers, memoryBytes });
  // The engine catches fatal signals to report them, and then keeps a dying process from ending for minutes.
  koffi.load(libchdbPath()).func('void chdb_reset_signal_handlers()')();
  const server = engineServer({ sessions, secret, incoming }).listen(port, HOST);
  await once(server, 'listening');
  return { sessions, server };
}

/** Lets running statements finish for a while; what they write is durable by itself. */
async function stop(): Promise<void> {
  if (running !== undefined) {
    const { server, sessions } = running;
    const closed = once(server, 'close');
    server.close();
    // A connection turns idle when its statement is done, and only then may be closed.
    const tidying = setInterval(() => server.closeIdleConnections(), TIDY_MS);
    const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearInterval(tidying);
    clearTimeout(patience);
    sessions.close();
  }
  process.exit(0);
}

/**
 * The channel closes when the server ends, however it ends. On Linux the kernel also kills this process with its
 * parent, even while it is stopped or deep in native code. There is nothing to tidy: the engine is always ready to be
 * killed.
 */
function dieWithParent(): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  if (process.platform !== 'linux') return;
  const prctl = koffi
    .load(null)
    .func('int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)');
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}
