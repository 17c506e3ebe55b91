/** What the form tag sends, from many visitors at once, each event durable when it is answered; and the tag's size. */
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import type { CollectSite } from '#contract/collect.ts';
import { valueDigest } from '#domain/form-tag/digest.ts';
import { tagScript } from '../server/collect/tag.ts';
import { uuidv7 } from '../server/platform/uuid.ts';
import { type ServerProcess, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { atMost, type Figure, percentile, plain } from './figure.ts';

const ORIGIN = 'https://www.example.com';
const WARM_SECONDS = 4;
const SECONDS = 15;
const CONNECTIONS = 64;
/** One visit in so many ends with a form. */
const VISITS_PER_FORM = 10;
const TAG_BYTES = 3000;

export async function benchCollect(): Promise<Figure[]> {
  const data = await temporaryDataDir();
  let server: ServerProcess | undefined;
  try {
    server = await startProcess(data.path, { trustProxy: true }).ready;
    const account = await setUp(server);
    const client = await account.client('Bench');
    const key = await account.key([client]);
    const made = await fetch(`${server.url}/api/v1/clients/${client}/collect-sites`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Bench', origins: [ORIGIN], consent: 'ask' }),
    });
    if (made.status !== 201) throw new Error(`No site was made: ${await made.text()}`);
    const site = (await made.json()) as CollectSite;
    await saturate(server.url, site.public_key, WARM_SECONDS);
    const { perSecond, waits } = await saturate(server.url, site.public_key, SECONDS);
    const script = tagScript(site.public_key, `${server.url}/collect`, false);
    return [
      plain(`${CONNECTIONS} connections: events stored`, perSecond, '/s'),
      plain(`${CONNECTIONS} connections: p95`, percentile(waits, 0.95), 'ms'),
      atMost('script, gzipped', gzipSync(script).length, TAG_BYTES, 'bytes'),
    ];
  } finally {
    await server?.end('SIGTERM');
    await data.remove();
  }
}

/** Throws when an answer is not 204: a refused event would be a fast one. */
async function saturate(url: string, key: string, duration: number): Promise<{ perSecond: number; waits: number[] }> {
  const waits: number[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: `${url}/collect`,
        connections: CONNECTIONS,
        duration,
        method: 'POST',
        requests: [
          {
            setupRequest: (request) => {
              const number = sent++;
              const headers = {
                origin: ORIGIN,
                'content-type': 'text/plain;charset=UTF-8',
                'x-forwarded-for': `10.${(number >> 8) & 255}.${number & 255}.1`,
              };
              return { ...request, headers, body: bodyOf(key, number) };
            },
          },
        ],
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    running.on('response', (_client, status, _bytes, milliseconds) => {
      waits.push(milliseconds);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
  });
  const others = [...statuses].filter(([status]) => status !== 204);
  if (others.length > 0 || result.errors > 0) {
    throw new Error(`${result.errors} errors, answers by status: ${JSON.stringify([...statuses])}`);
  }
  return { perSecond: waits.length / result.duration, waits };
}

function bodyOf(key: string, number: number): string {
  const page = { p: 'www.example.com/quote', i: uuidv7() };
  const q = { utm_source: 'google', utm_medium: 'cpc', utm_campaign: `c-${number % 7}`, gclid: `Cj0K${number}` };
  const event =
    number % VISITS_PER_FORM === 0
      ? {
          ...page,
          t: 'form',
          f: 'quote',
          b: 41_000,
          n: 5,
          k: 60,
          v: 1,
          a: 0,
          s: 0,
          h: false,
          c: 'k0.5 k1.9',
          w: witnessed(number),
        }
      : { ...page, t: 'visit', r: 'www.google.com/', q };
  return JSON.stringify({ k: key, v: `visitor-${number >> 2}`, e: [event] });
}

const witnessed = (number: number) =>
  ['email', 'phone', 'name'].map((name) => [name, valueDigest(`${name} ${number}`)] as const);
