/** An installation in a folder of its own, driven from outside as people do: as a process, over HTTP. Tests and bench only. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ClientCreate } from '#contract/workspace.ts';
import { childEnvironment } from '../server/config.ts';

const ENTRY = fileURLToPath(new URL('server-process.ts', import.meta.url));
/** A first start takes some five seconds; only one that hangs takes this long. */
const START_MS = 180_000;

export interface ServerProcess {
  pid: number;
  /** Milliseconds from its birth to its first answer. */
  startMs: number;
  url: string;
  /** Resolves once the set-up link is printed, as it is while nobody has an account. */
  setupToken(): Promise<string>;
  /** Everything it printed so far. */
  printed(): string;
  /** Sends the signal and resolves with how the process ended. */
  end(signal: NodeJS.Signals): Promise<ProcessEnd>;
}

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A server process of which it is not known yet whether it will answer. */
export interface StartingServer {
  pid: number;
  printed(): string;
  /** Resolves when it answers. Rejects when it ends before. */
  ready: Promise<ServerProcess>;
  ended: Promise<ProcessEnd>;
  end(signal: NodeJS.Signals): Promise<ProcessEnd>;
}

/** A folder for a data directory that an account of PostgreSQL's own can pass through. */
export async function temporaryDataDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-installation-'));
  await chmod(dir, 0o711);
  return { path: join(dir, 'data'), remove: () => rm(dir, { recursive: true, force: true }) };
}

/** Starts a server on a data directory and a free port. `nodeOptions` go to its Node, e.g. `--cpu-prof`. */
export function startProcess(
  dataDir: string,
  options: { logLevel?: string; nodeOptions?: readonly string[]; trustProxy?: boolean } = {},
): StartingServer {
  const began = performance.now();
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), ENTRY], {
    env: {
      ...childEnvironment(),
      ASSAY_DATA: dataDir,
      PORT: '0',
      LOG_LEVEL: options.logLevel ?? 'warn',
      ...(options.trustProxy ? { TRUST_PROXY: 'on' } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = once(child, 'exit').then(([code, signal]): ProcessEnd => ({ code, signal }));
  const base = {
    pid: child.pid ?? 0,
    printed: () => printed,
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      return await ended;
    },
  };
  const setupToken = async (): Promise<string> => {
    const token = /\/setup#(\S+)\n/.exec(printed)?.[1];
    if (token !== undefined) return token;
    await sleep(20);
    return await setupToken();
  };
  const ready = new Promise<ServerProcess>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer in ${START_MS} ms:\n${printed}`)), START_MS);
    const look = (part: Buffer): void => {
      printed += part.toString();
      const address = /^Assay is ready at (\S+) .*\n/m.exec(printed)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve({ ...base, url: address, startMs: performance.now() - began, setupToken });
    };
    pipes(child, look);
    void ended.then(({ code, signal }) => {
      clearTimeout(timer);
      reject(new Error(`The server ended while starting (code ${code}, signal ${signal}):\n${printed}`));
    });
  });
  // Whoever kills a server that is starting does not wait for it.
  ready.catch(() => undefined);
  return { ...base, ready, ended };
}

function pipes(child: ChildProcess, look: (part: Buffer) => void): void {
  child.stdout?.on('data', look);
  child.stderr?.on('data', look);
}

/** The JSON of an answer. Throws with the problem when its status is not the wanted one. */
export async function answerOf<T>(response: Response, ...wanted: number[]): Promise<T> {
  const text = await response.text();
  assert.ok(wanted.includes(response.status), `${response.status} ${response.url}: ${text.slice(0, 1000)}`);
  return JSON.parse(text) as T;
}

export interface Account {
  client(name: string): Promise<string>;
  /** An API key for everything at these clients, as fast as they like. */
  key(clients: readonly string[]): Promise<string>;
}

/** Creates the owner with the set-up link and signs in. Afterwards the owner's session works on `server.url`. */
export async function setUp({ url, setupToken }: ServerProcess): Promise<Account> {
  const post = async (path: string, body: object, cookie = '') =>
    await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    });
  const owner = { token: await setupToken(), name: 'Ada', email: 'ada@example.com', password: 'plum-Kettle-orbit-93' };
  const response = await post('/api/v1/setup', owner);
  await answerOf(response, 200);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return {
    async client(name) {
      const client: ClientCreate = { name, currency: 'USD', time_zone: 'America/New_York', country: 'US' };
      return (await answerOf<{ id: string }>(await post('/api/v1/clients', client, cookie), 201)).id;
    },
    async key(clients) {
      const request = {
        name: 'everything',
        actions: [
          'lead.read',
          'lead.reveal',
          'lead.write',
          'lead.audit',
          'lead.export',
          'import.create',
          'client.manage',
        ],
        client_ids: clients,
        requests_per_minute: 100_000,
        burst: 10_000,
      };
      return (await answerOf<{ key: string }>(await post('/api/v1/keys', request, cookie), 201)).key;
    },
  };
}
