/** Single leads over the API, each durable and audited when it is answered: how soon, and how many. */
import autocannon from 'autocannon';
import { demoLeads } from '../demo/leads.ts';
import { type ServerProcess, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { atLeast, atMost, type Figure, percentile, plain } from './figure.ts';

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
    const fire = (options: { connections: number; duration: number; overallRate?: number }) =>
      post(server?.url ?? '', key, next, options);

    await fire({ connections: 4, duration: WARM_SECONDS });
    const steady = await fire({ connections: 10, duration: SECONDS, overallRate: STEADY_RATE });
    const full = await fire({ connections: 16, duration: SECONDS });
    return [
      plain('50/s: answered', steady.perSecond, '/s'),
      plain('50/s: median', percentile(steady.waits, 0.5), 'ms'),
      atMost('50/s: p95', percentile(steady.waits, 0.95), P95_MS, 'ms'),
      plain('50/s: p99', percentile(steady.waits, 0.99), 'ms'),
      atLeast('16 connections without pause: answered', full.perSecond, SUSTAINED, '/s'),
      plain('16 connections without pause: p95', percentile(full.waits, 0.95), 'ms'),
    ];
  } finally {
    await server?.end('SIGTERM');
    await data.remove();
  }
}

/** Throws when an answer is not 201: a refused lead would be a fast one. */
async function post(
  url: string,
  key: string,
  next: () => string,
  options: { connections: number; duration: number; overallRate?: number },
): Promise<{ perSecond: number; waits: number[] }> {
  const waits: number[] = [];
  const statuses = new Map<number, number>();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: `${url}/api/v1/marketing/leads`,
        ...options,
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
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
