/** Lets `assay verify` ask a running server to compare its stores: only the server reaches an embedded engine. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type pg from 'pg';
import type { ClickHouse } from '../clickhouse.ts';
import { notFound } from '../errors.ts';
import type { App } from '../http.ts';
import type { Pull } from '../pull.ts';
import { StoresVerdict, verifyStores } from './stores.ts';

export interface InternalDeps {
  /** As the server's role. */
  pool: pg.Pool;
  clickhouse: ClickHouse;
  pull: Pull;
  /** Whoever can read it can read everything, so knowing it is right enough. */
  sessionKey: Uint8Array;
}

const PATH = '/internal/verify';
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** For this machine and holders of the installation's secrets only; to all others the route does not exist. */
export function internalRoutes(app: App, { sessionKey, ...stores }: InternalDeps): void {
  const expected = Buffer.from(`Bearer ${tokenOf(sessionKey)}`);
  app.post(
    PATH,
    { config: { public: true }, schema: { hide: true, response: { 200: StoresVerdict } } },
    async (request) => {
      const given = Buffer.from(request.headers.authorization ?? '');
      const local = LOOPBACK.includes(request.socket.remoteAddress ?? '') && !request.headers['x-forwarded-for'];
      if (!local || given.length !== expected.length || !timingSafeEqual(given, expected)) throw notFound();
      return await verifyStores(stores);
    },
  );
}

function tokenOf(sessionKey: Uint8Array): string {
  return createHmac('sha256', sessionKey).update('assay internal routes').digest('base64url');
}

/** Asks the server at a loopback address. Throws when it cannot be reached or does not know the route. */
export async function askServer(url: string, sessionKey: Uint8Array): Promise<StoresVerdict> {
  const headers = { authorization: `Bearer ${tokenOf(sessionKey)}` };
  // Not fetch, which gives up after five minutes without an answer.
  const answer = await new Promise<string>((resolve, reject) => {
    const request = http.request(new URL(PATH, url), { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`The server at ${url} answered ${response.statusCode}.`));
      });
    });
    request.on('error', (cause) => reject(new Error(`The server at ${url} cannot be reached: ${cause.message}`)));
    request.end();
  });
  return StoresVerdict.parse(JSON.parse(answer));
}
