/** How soon the server answers: after a first start, another start, a kill, and when one of its engines dies or hangs. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, startProcess, temporaryDataDir } from '../test/installation.ts';
import { atMost, type Figure, plain } from './figure.ts';
import { descendants } from './probe.ts';

const START_SECONDS = 10;
const RECOVERY_SECONDS = 5;
const POLL_MS = 10;

export async function benchEngine(): Promise<Figure[]> {
  const data = await temporaryDataDir();
  let server: ServerProcess | undefined;
  try {
    server = await startProcess(data.path).ready;
    const first = server.startMs;
    await server.end('SIGTERM');
    server = await startProcess(data.path).ready;
    const again = server.startMs;
    await server.end('SIGKILL');
    server = await startProcess(data.path).ready;
    const afterKill = server.startMs;
    const engine = async () => await childOf(server?.pid ?? 0, /engine-child\.ts/);
    const postmaster = async () => await childOf(server?.pid ?? 0, /postgres\0-D\0/);
    const { url } = server;
    const figures = [
      plain('first start', first / 1000, 's'),
      atMost('start after a stop', again / 1000, START_SECONDS, 's'),
      atMost('start after kill -9', afterKill / 1000, START_SECONDS, 's'),
      atMost(
        'ClickHouse engine killed',
        await recovery(url, 'clickhouse', await engine(), 'SIGKILL'),
        RECOVERY_SECONDS,
        's',
      ),
      atMost(
        'ClickHouse engine hangs',
        await recovery(url, 'clickhouse', await engine(), 'SIGSTOP'),
        RECOVERY_SECONDS,
        's',
      ),
      atMost(
        'PostgreSQL killed',
        await recovery(url, 'postgres', await postmaster(), 'SIGKILL'),
        RECOVERY_SECONDS,
        's',
      ),
    ];
    const stopping = performance.now();
    await server.end('SIGTERM');
    return [...figures, plain('stop', (performance.now() - stopping) / 1000, 's')];
  } finally {
    await server?.end('SIGTERM');
    await data.remove();
  }
}

async function childOf(pid: number, command: RegExp): Promise<number> {
  for (const child of await descendants(pid)) {
    if (command.test(await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => ''))) return child;
  }
  throw new Error(`No child of ${pid} is ${command}.`);
}

/** Seconds from the signal until the server has counted a restart and says that it is ready again. */
async function recovery(url: string, engine: string, pid: number, signal: NodeJS.Signals): Promise<number> {
  const before = await restarts(url, engine);
  const began = performance.now();
  process.kill(pid, signal);
  while ((await restarts(url, engine)) === before) await sleep(POLL_MS);
  while ((await fetch(`${url}/readyz`)).status !== 200) await sleep(POLL_MS);
  return (performance.now() - began) / 1000;
}

async function restarts(url: string, engine: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^assay_engine_restarts\\{engine="${engine}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
