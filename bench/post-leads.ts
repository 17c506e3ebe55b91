/** Single leads over the API, each durable and audited when it is answered: how soon, and how many. */
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { demoLeads } from '../demo/leads.ts';
import { type ServerProcess, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { atLeast, atMost, type Figure, percentile, plain } from './figure.ts';

const PATH = '/api/v1/marketing/leads';
const WARM_SECONDS = 5;
const SECONDS = 20;
const STEADY_RATE = 50;
const LEADS = 60_000;
const P95_MS = 25;
const SUSTAINED = 300;

export async function benchPostLeads(): Promise<Figure[]> {
  const data = await temporaryDataDir();
  let server: ServerProcess | undefined;
  try {
    server = await startProcess(data.path).ready;
    const account = await setUp(server);
    const client = await account.client('Bench');
    const key = await account.key([client]);
    const bodies = demoLeads({ seed: 1, count: LEADS, clientId: client });
    const next = (): string => {
      const { value } = bodies.next();
      if (value === undefined) throw new Error('More leads are needed.');
      const { client: _, ...lead } = value;
      return JSON.stringify(lead);
    };
    const { url } = server;
    await saturate(url, key, next, { connections: 4, duration: WARM_SECONDS });
    const waits = await steady(url, key, next);
    const full = await saturate(url, key, next, { connections: 16, duration: SECONDS });
    const sealed = await sealedWithin(url, 1);
    return [
      plain('50/s: median', percentile(waits, 0.5), 'ms'),
      atMost('50/s: p95', percentile(waits, 0.95), P95_MS, 'ms'),
      plain('50/s: p99', percentile(waits, 0.99), 'ms'),
      atLeast('16 connections without pause: answered', full.perSecond, SUSTAINED, '/s'),
      plain('16 connections without pause: p95', percentile(full.waits, 0.95), 'ms'),
      atLeast('audit entries of all of these, sealed within a second', sealed, 100, '%'),
    ];
  } finally {
    await server?.end('SIGTERM');
    await data.remove();
  }
}

/**
 * One lead every 20 ms, whether or not those before are answered; milliseconds from the moment each was due. Autocannon's
 * own rate sends a second's requests at once and then rests.
 */
async function steady(url: string, key: string, next: () => string): Promise<number[]> {
  const began = performance.now();
  const due = (number: number) => began + (number * 1000) / STEADY_RATE;
  return await Promise.all(
    Array.from({ length: SECONDS * STEADY_RATE }, async (_, number) => {
      await sleep(due(number) - performance.now());
      const response = await fetch(`${url}${PATH}`, { method: 'POST', headers: headersWith(key), body: next() });
      await response.arrayBuffer();
      if (response.status !== 201) throw new Error(`An answer is ${response.status}.`);
      return performance.now() - due(number);
    }),
  );
}

/** Share of the audit entries, in percent, that were sealed so many seconds after their transaction began. */
async function sealedWithin(url: string, seconds: number): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const count = (line: string): number =>
    Number(
      text
        .split('\n')
        .find((row) => row.startsWith(line))
        ?.split(' ')[1],
    );
  const name = 'assay_audit_seal_seconds';
  return (100 * count(`${name}_bucket{le="${seconds}"}`)) / count(`${name}_count`);
}

const headersWith = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });

/** Throws when an answer is not 201: a refused lead would be a fast one. */
async function saturate(
  url: string,
  key: string,
  next: () => string,
  options: { connections: number; duration: number },
): Promise<{ perSecond: number; waits: number[] }> {
  const waits: number[] = [];
  const statuses = new Map<number, number>();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: `${url}${PATH}`,
        ...options,
        method: 'POST',
        headers: headersWith(key),
        requests: [{ setupRequest: (request) => ({ ...request, body: next() }) }],
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    running.on('response', (_client, status, _bytes, milliseconds) => {
      waits.push(milliseconds);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
  });
  const others = [...statuses].filter(([status]) => status !== 201);
  if (others.length > 0 || result.errors > 0) {
    throw new Error(`${result.errors} errors, answers by status: ${JSON.stringify([...statuses])}`);
  }
  return { perSecond: waits.length / result.duration, waits };
}
