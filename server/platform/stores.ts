/** The two stores, embedded or by address: what the rest needs to connect, and how to end them. */
import pg from 'pg';
import type { Config } from '../config.ts';
import type { ClickHouseOptions } from './clickhouse.ts';
import type { DataDir } from './engines/data-dir.ts';
import { startEngine } from './engines/engine-supervisor.ts';
import { startPostgres } from './engines/postgres.ts';
import type { Log } from './log.ts';
import type { PullSource } from './pull.ts';
import type { Secrets } from './secrets.ts';

const DATABASE = 'assay';
const OWNER = 'assay_migrate';

export interface Stores {
  /** Connects as the owner of the tables, for migrations, backup and verification. */
  ownerUrl: string;
  /** Connects as the server's role, which row-level security holds. */
  appUrl: string;
  /** How the engine reaches PostgreSQL, as the role that sees no personal field. */
  pullSource: PullSource;
  clickhouse: ClickHouseOptions;
  /** How often an embedded engine was started again since the start; 0 for stores by address. */
  restarts(): { postgres: number; clickhouse: number };
  stop(): Promise<void>;
}

/** Starts the embedded engines, or takes the addresses from the configuration. */
export async function openStores(config: Config, dataDir: DataDir, secrets: Secrets, log: Log): Promise<Stores> {
  const [postgres, engine] = await Promise.all([
    openPostgres(config, dataDir, secrets, log),
    openEngine(config, dataDir, log),
  ]);
  const { ownerUrl } = postgres;
  return {
    ownerUrl,
    appUrl: throughSocket(asRole(ownerUrl, 'assay_app', secrets.postgres.app), postgres.socketFolder),
    pullSource: pullSourceOf(ownerUrl, secrets.postgres.sync),
    clickhouse: engine.options,
    restarts: () => ({ postgres: postgres.restarts(), clickhouse: engine.restarts() }),
    async stop() {
      await engine.stop();
      await postgres.stop();
    },
  };
}

export type Postgres = Pick<Stores, 'ownerUrl' | 'stop'> & { socketFolder?: string | undefined; restarts(): number };

/** Starts the embedded PostgreSQL, or takes its address from the configuration; for work that needs no ClickHouse. */
export async function openPostgres(
  config: Pick<Config, 'databaseUrl'>,
  dataDir: DataDir,
  secrets: Secrets,
  log: Log,
): Promise<Postgres> {
  if (config.databaseUrl) return { ownerUrl: config.databaseUrl, restarts: () => 0, stop: async () => {} };
  const postgres = await startPostgres({
    dir: dataDir.folders.postgres,
    superPassword: secrets.postgres.super,
    log,
  });
  try {
    const superUrl = `postgres://${postgres.user}:${secrets.postgres.super}@${postgres.host}:${postgres.port}`;
    const ownerUrl = await embeddedOwner(superUrl, secrets);
    const { socketFolder } = postgres;
    return { ownerUrl, socketFolder, restarts: () => postgres.restarts(), stop: () => postgres.stop() };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

export interface EngineStore {
  options: ClickHouseOptions;
  restarts(): number;
  stop(): Promise<void>;
}

/** Starts the embedded ClickHouse engine, or takes its address from the configuration. */
export async function openEngine(
  config: Pick<Config, 'clickhouseUrl'>,
  dataDir: DataDir,
  log: Log,
): Promise<EngineStore> {
  if (config.clickhouseUrl) {
    return { options: clickHouseOf(config.clickhouseUrl), restarts: () => 0, stop: async () => {} };
  }
  const engine = await startEngine({ dir: dataDir.folders.clickhouse, log });
  const { url, user, password } = engine;
  const options = { url, user, password, database: 'default' };
  return { options, restarts: () => engine.restarts(), stop: () => engine.stop() };
}

/** How the owner reaches an embedded PostgreSQL that another process of this installation runs. */
export function embeddedOwnerUrl(port: number, secrets: Pick<Secrets, 'postgres'>): string {
  return asRole(`postgres://127.0.0.1:${port}/${DATABASE}`, OWNER, secrets.postgres.migrate);
}

/** Makes the database and its owner, who is no superuser, in a fresh embedded PostgreSQL. Returns the owner's address. */
async function embeddedOwner(superUrl: string, secrets: Secrets): Promise<string> {
  const client = new pg.Client({ connectionString: `${superUrl}/postgres` });
  await client.connect();
  try {
    const owner = await client.query('select 1 from pg_roles where rolname = $1', [OWNER]);
    const password = pg.escapeLiteral(secrets.postgres.migrate);
    await client.query(`${owner.rowCount ? 'alter' : 'create'} role ${OWNER} login createrole password ${password}`);
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!database.rowCount) {
      await client.query(`create database ${DATABASE} owner ${OWNER}`);
      await client.query(`revoke all on database ${DATABASE} from public`);
    }
  } finally {
    await client.end();
  }
  return asRole(`${superUrl}/${DATABASE}`, OWNER, secrets.postgres.migrate);
}

function asRole(url: string, role: string, password: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = encodeURIComponent(password);
  return changed.href;
}

/** A question costs three quarters of what it does over TCP. */
function throughSocket(url: string, folder: string | undefined): string {
  if (folder === undefined) return url;
  const changed = new URL(url);
  changed.searchParams.set('host', folder);
  return changed.href;
}

/** How the engine reaches the PostgreSQL that the owner reaches so, as the role that sees no personal field. */
export function pullSourceOf(ownerUrl: string, password: string): PullSource {
  const { hostname, port, pathname } = new URL(ownerUrl);
  return {
    host: hostname,
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    user: 'assay_sync',
    password,
  };
}

function clickHouseOf(address: string): ClickHouseOptions {
  const url = new URL(address);
  const { username, password, pathname } = url;
  return {
    url: url.origin,
    user: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || 'default',
  };
}
