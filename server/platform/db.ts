/** PostgreSQL through Kysely. Work on clients' data happens inside `inScope`, which sets what row-level security shows. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from '../../db/types.ts';

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

/** A pool whose connections answer in UTC and give numbers as numbers. */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeout ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC',
    types,
  });
  // An idle connection that breaks (the server restarts) must not end the process; the pool opens another.
  pool.on('error', () => {});
  // Nor must one that breaks while it is lent: its query fails, or the next one does.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
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
    await sql`select set_config('assay.clients', ${scope.clients.join(',')}, true),
      set_config('assay.user', ${scope.user ?? ''}, true),
      set_config('assay.installation', ${scope.installation ? 'on' : 'off'}, true)`.execute(tx);
    return await work(tx);
  });
}
