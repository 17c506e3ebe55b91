/** PostgreSQL through Kysely. Work on clients' data happens inside `inScope`, which sets what row-level security shows. */
import { Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from '../../db/types.ts';
import { preparedPool } from './prepared-pool.ts';

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;
/** A query takes either. */
export type Connection = Database | Tx;

// Counts and money fit a JavaScript number (checked on the way in), and float8/numeric are read as numbers.
const PARSERS = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.NUMERIC, Number],
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

export interface PoolOptions {
  url: string;
  max: number;
  applicationName: string;
  /** Milliseconds after which a statement is given up; 0 for never. */
  statementTimeout?: number;
}

const SESSION = '-c timezone=UTC';
/** As long as statements stay prepared for the next lead. */
const PREPARED_IDLE_MS = 600_000;

/** A pool whose connections answer in UTC and give numbers as numbers. */
export function openPool(options: PoolOptions): pg.Pool {
  return createPool(options, { options: SESSION });
}

function createPool(options: PoolOptions, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeout ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    types,
    ...more,
  });
  // An idle connection that breaks (the server restarts) must not end the process; the pool opens another.
  pool.on('error', () => {});
  // Nor must one that breaks while it is lent: its query fails, or the next one does.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

export function openDatabase(pool: PostgresPool): Database {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}

/** Databases and transactions whose planner keeps to indexes. */
const keptToIndexes = new WeakSet<Connection>();

/**
 * For a path that asks the same few questions of single rows over and over. Planning them takes longer than answering, so
 * each is planned once per connection, for any parameters, and by indexes alone: while a table or a client is new to the
 * statistics, the planner would else take reading all of it for the cheaper way, and keep to that.
 */
export function openPreparedDatabase(options: PoolOptions): Database {
  const pool = createPool(options, {
    options: `${SESSION} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off`,
    idleTimeoutMillis: PREPARED_IDLE_MS,
  });
  const db = openDatabase(preparedPool(pool));
  keptToIndexes.add(db);
  return db;
}

/** Has the planner keep to indexes for the rest of a transaction, for questions that must not read a table per row. */
export async function keepToIndexes(db: Connection): Promise<void> {
  if (keptToIndexes.has(db)) return;
  await sql`select set_config('enable_seqscan', 'off', true)`.execute(db);
  if (db.isTransaction) keptToIndexes.add(db);
}

/** What row-level security may show in one transaction. */
export interface Scope {
  clients: readonly string[];
  user?: string;
  /** Only for work of the installation itself. */
  installation?: boolean;
}

/** Runs `work` in one transaction that sees the given clients and nothing else. */
export async function inScope<T>(db: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    if (keptToIndexes.has(db)) keptToIndexes.add(tx);
    await sql`select set_config('assay.clients', ${scope.clients.join(',')}, true),
      set_config('assay.user', ${scope.user ?? ''}, true),
      set_config('assay.installation', ${scope.installation ? 'on' : 'off'}, true)`.execute(tx);
    return await work(tx);
  });
}
