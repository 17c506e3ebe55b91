/** Real stores for the tests of questions over leads: PostgreSQL, the engine, and the routes on top. Tests only. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeadCreate } from '#contract/lead.ts';
import type { Role } from '#contract/workspace.ts';
import type { IpCountries } from '#domain/lead-checks/ip/country-ranges.ts';
import { actionsOf, type Principal, setPrincipal } from '../platform/access.ts';
import { type ClickHouse, openClickHouse } from '../platform/clickhouse.ts';
import { inScope, openPool } from '../platform/db.ts';
import { startEngine } from '../platform/engines/engine-supervisor.ts';
import { type App, createHttp } from '../platform/http.ts';
import { createLog } from '../platform/log.ts';
import { migrateClickHouse } from '../platform/migrate.ts';
import { createPull } from '../platform/pull.ts';
import { openQueue, prepareQueue } from '../platform/queue.ts';
import { rememberWhile } from '../platform/remember.ts';
import { type TestDatabase, testDatabase } from '../platform/testing.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { vault } from '../platform/vault/vault.ts';
import { prepareBatch, storeBatch } from './batch.ts';
import { loadContext } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { leadMatcher } from './matching-ids.ts';

/** The instant at which the tests happen. */
export const TEST_NOW = Date.parse('2026-11-20T18:00:00Z');
/**
 * Other files of tests keep transactions open in the same PostgreSQL, and the machine may be slow: in a test a question
 * waits until it can be answered with what was stored before it.
 */
export const TEST_WAIT_MS = 60_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface TestEngine {
  clickhouse: ClickHouse;
  close(): Promise<void>;
}

/** A migrated engine in a temporary folder. */
export async function testEngine(): Promise<TestEngine> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-facts-'));
  const engine = await startEngine({ dir, log: quiet });
  const clickhouse = openClickHouse({
    url: engine.url,
    user: engine.user,
    password: engine.password,
    database: 'default',
  });
  await migrateClickHouse(clickhouse, { cluster: undefined });
  return {
    clickhouse,
    async close() {
      await clickhouse.close();
      await engine.stop();
      await rm(dir, { recursive: true });
    },
  };
}

export interface TestWorld extends TestEngine {
  database: TestDatabase;
  deps: LeadDeps;
  /** A server whose requests come from whoever was last given to `actAs`. */
  app: App;
  actAs(principal: Principal): void;
  /** A new client in euros, Berlin, unless told otherwise; returns its id. */
  client(options?: { currency?: string; timeZone?: string; country?: string }): Promise<string>;
  /** Stores leads through the front door and waits until the engine has them; returns their ids. */
  store(clientId: string, leads: readonly Omit<LeadCreate, 'client_id'>[]): Promise<string[]>;
}

/** A person with one role at some clients. */
export function personWith(role: Role, clients: readonly string[]): Principal {
  const actions = new Set(actionsOf(role));
  return {
    kind: 'person',
    id: 'tester',
    label: 'Tester',
    clients: new Map(clients.map((id) => [id, actions])),
    organisation: new Set(),
  };
}

/** Starts both stores and a server with the given routes, and a list of countries of IP addresses where one is given. */
export async function testWorld(
  routes: (app: App, deps: LeadDeps) => void,
  ipCountries?: IpCountries,
): Promise<TestWorld> {
  const [database, engine] = await Promise.all([testDatabase(), testEngine()]);
  const log = createLog('silent');
  const url = new URL(database.syncUrl);
  const syncPool = openPool({ url: database.syncUrl, max: 2, applicationName: 'test-sync' });
  await prepareQueue(database.ownerUrl);
  const queue = await openQueue(database.appUrl, log);
  const { clickhouse } = engine;
  const source = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: url.username,
    password: url.password,
  };
  const pull = createPull({ clickhouse, pool: syncPool, source, log, waitMs: TEST_WAIT_MS });
  const keys = vault({ keks: [{ epoch: 1, key: Buffer.alloc(32, 7) }], indexKey: Buffer.alloc(32, 9) });
  const deps: LeadDeps = {
    db: database.db,
    deliveryDb: database.db,
    clickhouse,
    pull,
    remember: rememberWhile(pull.version),
    queue,
    vault: keys,
    clock: () => TEST_NOW,
    dns: undefined,
    ipCountries,
    matchingIds: leadMatcher({ db: database.db, clickhouse, clock: () => TEST_NOW }),
    actorNames: async () => new Map(),
  };
  const { app } = await createHttp({ log, trustProxy: false, secure: false });
  let asking: Principal | undefined;
  app.addHook('onRequest', async (request) => {
    if (asking !== undefined) setPrincipal(request, asking);
  });
  routes(app, deps);
  await app.ready();
  return {
    ...engine,
    database,
    deps,
    app,
    actAs(principal) {
      asking = principal;
    },
    async client({ currency = 'EUR', timeZone = 'Europe/Berlin', country = 'DE' } = {}) {
      const id = uuidv7();
      await database.owner.query(
        "insert into client (id, name, currency, time_zone, country) values ($1, 'Acme', $2, $3, $4)",
        [id, currency, timeZone, country],
      );
      return id;
    },
    async store(clientId, leads) {
      const stored = await inScope(database.db, { clients: [clientId] }, async (tx) => {
        const bench = { vault: keys, context: await loadContext(tx, clientId), ipCountries, now: TEST_NOW };
        const batch = prepareBatch(
          bench,
          leads.map((lead) => ({ ...lead, client_id: clientId })),
        );
        return await storeBatch(tx, bench, batch, { whole: true, actor: 'system:test' });
      });
      await pull.fresh();
      return stored.leads.map(({ id }) => id);
    },
    async close() {
      await app.close();
      await queue.stop();
      await pull.stop();
      await syncPool.end();
      await engine.close();
      await database.close();
    },
  };
}
