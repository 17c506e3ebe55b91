/** The whole app on real stores, for tests: its own database and engine, an owner, and ways to add who else is needed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Role } from '#contract/workspace.ts';
import type { IpCountries } from '#domain/lead-checks/ip/country-ranges.ts';
import { createApp, type RunningApp } from './app.ts';
import { readConfig } from './config.ts';
import { TEST_WAIT_MS } from './leads/test-world.ts';
import { addClient, addPerson, type Browser, expectStatus, setUpOwner } from './people/testing.ts';
import type { ClickHouseOptions } from './platform/clickhouse.ts';
import { openClickHouse } from './platform/clickhouse.ts';
import { startEngine } from './platform/engines/engine-supervisor.ts';
import type { App } from './platform/http.ts';
import { createLog } from './platform/log.ts';
import { migrateClickHouse } from './platform/migrate.ts';
import { prepareQueue } from './platform/queue.ts';
import { loadSecrets } from './platform/secrets.ts';
import { createSetupToken } from './platform/setup-token.ts';
import type { Stores } from './platform/stores.ts';
import { type TestDatabase, testDatabase } from './platform/testing.ts';

const HOST = '127.0.0.1:4400';
const JOB_SECONDS_MAX = 300;

export interface TestApp {
  app: App;
  host: string;
  origin: string;
  database: TestDatabase;
  /** Where uploaded and exported files are kept. */
  blobs: string;
  /** Moves the server's clock before the machine's. */
  time: { aheadMs: number };
  owner: Browser;
  /** A client in euros, Berlin. */
  addClient(name: string): Promise<string>;
  /** Somebody with a role at one client, signed in; their name is `Somebody`. */
  addPerson(role: Exclude<Role, 'owner'>, clientId: string, email?: string): Promise<{ id: string; browser: Browser }>;
  /** A key of the owner's with the rate limit of a machine. */
  key(actions: readonly string[], clients: readonly string[], name?: string): Promise<{ id: string; header: string }>;
  /** Waits until a job has ended and returns it. */
  jobEnd(id: string): Promise<Job>;
  stop(): Promise<void>;
}

/** Starts both stores and the app as `npm start` composes it, without a port and without the web app. */
export async function testApp({
  logLevel = 'silent',
  ipCountries,
}: {
  logLevel?: string;
  ipCountries?: IpCountries | undefined;
} = {}): Promise<TestApp> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-app-'));
  const [database, engine] = await Promise.all([
    testDatabase(),
    startEngine({ dir: join(dir, 'engine'), log: createLog('silent') }),
  ]);
  const clickhouse = { url: engine.url, user: engine.user, password: engine.password, database: 'default' };
  await Promise.all([migrateEngine(clickhouse), prepareQueue(database.ownerUrl)]);
  const secrets = loadSecrets(join(dir, 'secrets'));
  const time = { aheadMs: 0 };
  const running: RunningApp = await createApp({
    config: { ...readConfig({}), trustProxy: true, logLevel: 'silent' },
    stores: storesOf(database, clickhouse),
    secrets,
    folders: { blobs: join(dir, 'blobs') },
    headsFile: join(dir, 'audit-heads.ndjson'),
    ownAccord: false,
    waitMs: TEST_WAIT_MS,
    ...(ipCountries ? { ipCountries } : {}),
    log: createLog(logLevel),
    clock: () => new Date(Date.now() + time.aheadMs),
  });
  const world = {
    app: running.app,
    host: HOST,
    origin: `http://${HOST}`,
    setupToken: () => createSetupToken(secrets.dir, new Date()).token,
  };
  const owner = await setUpOwner(world);
  let people = 0;
  return {
    ...world,
    database,
    blobs: join(dir, 'blobs'),
    time,
    owner,
    addClient: (name) => addClient(owner, name),
    async addPerson(role, clientId, email = `${role}-${++people}@example.com`) {
      return await addPerson(world, owner, email, { roles: [{ client_id: clientId, role }] });
    },
    async key(actions, clients, name = 'A machine') {
      const limits = { requests_per_minute: 100_000, burst: 10_000 };
      const made = await owner.post('/api/v1/keys', { name, actions, client_ids: clients, ...limits });
      expectStatus(made, 201);
      const { id, key } = made.json<{ id: string; key: string }>();
      return { id, header: `Bearer ${key}` };
    },
    jobEnd: (id) => jobEnd(owner, id),
    async stop() {
      await running.stop();
      await engine.stop();
      await database.close();
      await rm(dir, { recursive: true });
    },
  };
}

function storesOf(database: TestDatabase, clickhouse: ClickHouseOptions): Stores {
  const { hostname, port, pathname, username, password } = new URL(database.syncUrl);
  return {
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    pullSource: { host: hostname, port: Number(port), database: pathname.slice(1), user: username, password },
    clickhouse,
    restarts: () => ({ postgres: 0, clickhouse: 0 }),
    stop: async () => {},
  };
}

async function migrateEngine(options: ClickHouseOptions): Promise<void> {
  const clickhouse = openClickHouse(options);
  await migrateClickHouse(clickhouse, { cluster: undefined });
  await clickhouse.close();
}

/** The headers that a browser of ours sends, for requests whose body is no JSON. */
export function headersOf({ host, origin }: Pick<TestApp, 'host' | 'origin'>, { cookies }: Browser) {
  return { host, origin, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

/** How many rows each table holds, but for the seals of the audit log, which come by themselves, and the queue. */
export async function rowCounts({ database }: TestApp): Promise<Record<string, number>> {
  const { rows } = await database.owner.query<{ counts: Record<string, number> }>(
    `select json_object_agg(name, rows order by name) as counts from (
      select relname as name, (xpath('/row/n/text()', query_to_xml('select count(*) as n from public.' || quote_ident(relname),
        false, true, '')))[1]::text::int as rows
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname not in ('audit_position', 'audit_head', 'auth_rate_limit')) counted`,
  );
  return rows[0]?.counts ?? {};
}

async function jobEnd(owner: Browser, id: string): Promise<Job> {
  for (let tries = 0; tries < JOB_SECONDS_MAX * 10; tries++) {
    const job = (await owner.get(`/api/v1/jobs/${id}`)).json<Job>();
    if (job.finished_at !== null) return job;
    await sleep(100);
  }
  throw new Error(`Job ${id} did not end within ${JOB_SECONDS_MAX} s.`);
}
