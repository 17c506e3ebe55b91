/** The people slice on a real database, for tests: the app, the owner set up, and browsers that keep cookies. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { principalOf, setPrincipal } from '../platform/access.ts';
import { unauthenticated } from '../platform/errors.ts';
import { createHttp } from '../platform/http.ts';
import { createLog } from '../platform/log.ts';
import { loadSecrets } from '../platform/secrets.ts';
import { createSetupToken } from '../platform/setup-token.ts';
import { testDatabase } from '../platform/testing.ts';
import { accessCache } from './access-cache.ts';
import { createAuth } from './auth.ts';
import { authenticator } from './authenticator.ts';
import { rateLimiter } from './rate-limiter.ts';
import { peopleRoutes } from './routes.ts';

export const PASSWORD = 'plum-Kettle-orbit-93';
export const OWNER_EMAIL = 'ada@example.com';
/** Tests talk over a trusted proxy, so that each request may come from an address of its own. */
const HOST = '127.0.0.1:4400';

export type PeopleWorld = Awaited<ReturnType<typeof peopleWorld>>;
/** Where a browser of a test goes: an app, and the address it believes to be at. */
export type Site = Pick<PeopleWorld, 'app' | 'origin' | 'host'>;
export type Browser = ReturnType<typeof browser>;

export interface Sent {
  ip?: string;
  headers?: Record<string, string>;
  payload?: object;
}

/** Starts everything; `leads` are counted per client. The clock runs `aheadMs` before the machine's. */
export async function peopleWorld({ publicUrl }: { publicUrl?: string } = {}) {
  const database = await testDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'assay-people-'));
  const secrets = loadSecrets(join(dir, 'secrets'));
  const log = createLog('silent');
  const time = { aheadMs: 0 };
  const clock = () => new Date(Date.now() + time.aheadMs);
  const { app } = await createHttp({ log, trustProxy: true, secure: publicUrl?.startsWith('https') ?? false });
  const leads = new Map<string, number>();
  const access = accessCache({ pool: database.pool, clock, log });
  const shared = { db: database.db, access, sessionKey: secrets.sessionKey, publicUrl, clock, log };
  const authenticate = authenticator(shared);
  const limit = rateLimiter({ clock });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.public) return;
    const principal = await authenticate(request);
    if (!principal) throw unauthenticated();
    setPrincipal(request, principal);
    limit(principal, reply);
  });
  const auth = createAuth(shared);
  peopleRoutes(app, { ...shared, auth, authenticate, secretsDir: secrets.dir, leadsOf: async () => leads });
  app.get('/test/principal', { schema: { hide: true } }, async (request) => {
    const { kind, id, clients } = principalOf(request);
    return { kind, id, clients: Object.fromEntries([...clients].map(([client, actions]) => [client, [...actions]])) };
  });
  const host = publicUrl === undefined ? HOST : new URL(publicUrl).host;
  const origin = publicUrl === undefined ? `http://${HOST}` : new URL(publicUrl).origin;
  return {
    app,
    auth,
    access,
    authenticate,
    database,
    leads,
    origin,
    host,
    secretsDir: secrets.dir,
    sessionKey: secrets.sessionKey,
    shared,
    /** Moves our clock; better-auth's own stays. */
    time,
    /** A new set-up token. */
    setupToken: () => createSetupToken(secrets.dir, clock()).token,
    async close() {
      await access.close();
      await app.close();
      await database.close();
      await rm(dir, { recursive: true });
    },
  };
}

/** Sends requests as a browser on one of our own pages does, with the cookies it was given. */
export function browser(world: Site, ip = '203.0.113.7') {
  const cookies = new Map<string, string>();
  const send = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, sent: Sent = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await world.app.inject({
      method,
      url,
      remoteAddress: '10.0.0.1',
      headers: {
        host: world.host,
        origin: world.origin,
        'x-forwarded-for': sent.ip ?? ip,
        ...(cookie ? { cookie } : {}),
        ...sent.headers,
      },
      ...(sent.payload ? { payload: sent.payload } : {}),
    });
    for (const { name, value } of response.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, encodeURIComponent(value));
    }
    return response;
  };
  return {
    cookies,
    get: (url: string, sent?: Sent) => send('GET', url, sent),
    post: (url: string, payload: object = {}, sent?: Sent) => send('POST', url, { ...sent, payload }),
    put: (url: string, payload: object) => send('PUT', url, { payload }),
    patch: (url: string, payload: object) => send('PATCH', url, { payload }),
    delete: (url: string) => send('DELETE', url),
  };
}

/** The owner's browser, after set-up. */
export async function setUpOwner(world: Site & Pick<PeopleWorld, 'setupToken'>): Promise<Browser> {
  const owner = browser(world);
  const input = { token: world.setupToken(), name: 'Ada', email: OWNER_EMAIL, password: PASSWORD };
  expectStatus(await owner.post('/api/v1/setup', input), 200);
  return owner;
}

/** Adds a client and returns its id. */
export async function addClient(owner: Browser, name: string): Promise<string> {
  const response = await owner.post('/api/v1/clients', { name, currency: 'EUR', time_zone: 'Europe/Berlin' });
  expectStatus(response, 201);
  return response.json<{ id: string }>().id;
}

/** Invites somebody, who accepts in a browser of their own. */
export async function addPerson(world: Site, by: Browser, email: string, grants: object) {
  const invited = await by.post('/api/v1/invitations', { email, ...grants });
  expectStatus(invited, 201);
  const person = browser(world);
  const token = invited.json<{ url: string }>().url.split('#')[1];
  const accepted = await person.post(`/api/v1/invitations/${token}`, { name: 'Somebody', password: PASSWORD });
  expectStatus(accepted, 200);
  return { id: accepted.json<{ id: string }>().id, browser: person };
}

export function expectStatus(response: LightMyRequestResponse, status: number): void {
  assert.equal(response.statusCode, status, response.body);
}

/** The stable end of a problem's type. */
export function problemType(response: LightMyRequestResponse): string {
  return response.json<{ type: string }>().type.replace('/problems/', '');
}
