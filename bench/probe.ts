/** Watches a server process from outside: memory of it and of its children, and how long it lets a visitor wait. */
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './figure.ts';

const MEMORY_MS = 250;
/** Counting what thirty processes share goes through all their pages. Every 250 ms, with a visit every 20, it took a fifth of an import. */
const CHILDREN_MS = 2_000;
const VISIT_MS = 100;
const MEBIBYTE = 1024 ** 2;

export interface Watched {
  /** Peak of the server's resident memory, threads included, in MiB. */
  serverMiB: number;
  /** Peak of the memory of its children together, shared pages counted once, in MiB. */
  childrenMiB: number;
  /** Milliseconds a request to /livez took, 99th percentile and longest. */
  livezP99: number;
  livezMax: number;
  visits: number;
  /** The server's own measurement of its event loop's delay while watched, 99th percentile in milliseconds. */
  loopP99: number;
}

/** Starts to watch; the function it returns ends that and tells. Memory is read from /proc, so only on Linux. */
export async function watch(pid: number, url: string): Promise<() => Promise<Watched>> {
  const waits: number[] = [];
  let ended = false;
  let serverBytes = 0;
  let childrenBytes = 0;
  // Reading the measurements begins a new stretch of them.
  await loopDelay(url);
  const memory = (async () => {
    for (; !ended; await sleep(MEMORY_MS)) {
      serverBytes = Math.max(serverBytes, await residentBytes(pid));
    }
  })();
  const children = (async () => {
    for (; !ended; await sleep(CHILDREN_MS)) {
      const below = await descendants(pid);
      const each = await Promise.all(below.map(proportionalBytes));
      childrenBytes = Math.max(
        childrenBytes,
        each.reduce((sum, bytes) => sum + bytes, 0),
      );
    }
  })();
  const visits = (async () => {
    for (; !ended; await sleep(VISIT_MS)) waits.push(await visit(`${url}/livez`));
  })();
  return async () => {
    ended = true;
    await Promise.all([memory, children, visits]);
    return {
      serverMiB: serverBytes / MEBIBYTE,
      childrenMiB: childrenBytes / MEBIBYTE,
      livezP99: percentile(waits, 0.99),
      livezMax: Math.max(...waits),
      visits: waits.length,
      loopP99: await loopDelay(url),
    };
  };
}

function visit(address: string): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    request(address, (response) => {
      response.resume().once('end', () => resolve(performance.now() - began));
    })
      .once('error', reject)
      .end();
  });
}

async function loopDelay(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^assay_nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1000;
}

/** All processes below one. */
export async function descendants(pid: number): Promise<number[]> {
  const entries = (await readdir('/proc')).map(Number).filter((entry) => entry > 0);
  const parents = new Map<number, number>();
  await Promise.all(
    entries.map(async (entry) => {
      const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
      parents.set(entry, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }),
  );
  const found = [pid];
  for (const parent of found) for (const [child, of] of parents) if (of === parent) found.push(child);
  return found.slice(1);
}

/** Clock ticks of /proc/…/stat in a second; the same on every Linux that Node runs on. */
const TICKS = 100;

/** Seconds of processor that this process and its children have used so far. Read from /proc, so only on Linux. */
export async function processorSeconds(): Promise<number> {
  const each = await Promise.all(
    [process.pid, ...(await descendants(process.pid))].map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS;
    }),
  );
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}

async function proportionalBytes(pid: number): Promise<number> {
  const smaps = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(smaps)?.[1] ?? 0) * 1024;
}
