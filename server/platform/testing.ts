/** A real database for a test file: a clone of one migrated template. Used by tests and bench only. */
import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { testClusterUrl } from '../config.ts';
import { type Database, openDatabase, openPool } from './db.ts';
import { startPostgres } from './engines/postgres.ts';
import { createLog } from './log.ts';
import { migratePostgres, readMigrations } from './migrate.ts';

export interface TestCluster {
  /** Superuser connection without a database at its end, e.g. `postgres://postgres:…@127.0.0.1:5555`. */
  url: string;
  stop(): Promise<void>;
}

const PASSWORDS = { app: 'app-of-a-test', sync: 'sync-of-a-test' };

/** Starts a PostgreSQL without fsync in a temporary folder; stopping it removes the folder. */
export async function startTestCluster(): Promise<TestCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-test-'));
  // PostgreSQL runs as another account when we are root, and has to pass through.
  await chmod(dir, 0o711);
  const superPassword = randomUUID();
  const postgres = await startPostgres({
    dir: join(dir, 'postgres'),
    superPassword,
    log: createLog('silent'),
    fast: true,
  });
  return {
    url: `postgres://${postgres.user}:${superPassword}@${postgres.host}:${postgres.port}`,
    async stop() {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  syncUrl: string;
  /** As the server sees it: row-level security applies. */
  db: Database;
  pool: pg.Pool;
  /** As the owner: sees everything, for arranging and asserting. */
  owner: pg.Pool;
  close(): Promise<void>;
}

/**
 * A freshly migrated database of its own, with pools as the app and as the owner: a copy of the template's files, which
 * takes a third of the time of writing its pages to the log. `alone` for what counts open
 * transactions: those of other databases of a server count too.
 */
export async function testDatabase({ alone = false } = {}): Promise<TestDatabase> {
  const shared = alone ? undefined : testClusterUrl();
  const cluster = shared ? { url: shared, stop: async () => {} } : await startTestCluster();
  const template = await ensureTemplate(cluster.url);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser(cluster.url, (client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`),
  );
  const host = cluster.url.replace(/^.*@/, '');
  const ownerUrl = `${cluster.url}/${name}`;
  const appUrl = `postgres://assay_app:${PASSWORDS.app}@${host}/${name}`;
  const pool = openPool({ url: appUrl, max: 8, applicationName: 'test' });
  const owner = openPool({ url: ownerUrl, max: 2, applicationName: 'test-owner' });
  const db = openDatabase(pool);
  return {
    ownerUrl,
    appUrl,
    syncUrl: `postgres://assay_sync:${PASSWORDS.sync}@${host}/${name}`,
    db,
    pool,
    owner,
    async close() {
      await db.destroy();
      await owner.end();
      await asSuperuser(cluster.url, (client) => client.query(`drop database ${name} with (force)`));
      await cluster.stop();
    },
  };
}

/** Makes the template once per set of migrations; several test files may ask at the same time. */
async function ensureTemplate(clusterUrl: string): Promise<string> {
  const files = await readMigrations('postgres');
  const fingerprint = createHash('sha256')
    .update(files.map((file) => file.sha256).join())
    .digest('hex')
    .slice(0, 12);
  const template = `template_${fingerprint}`;
  await asSuperuser(clusterUrl, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const found = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (found.rowCount) return;
    await client.query(`create database ${template}_making`);
    await migratePostgres(`${clusterUrl}/${template}_making`, PASSWORDS);
    await client.query(`alter database ${template}_making rename to ${template}`);
  });
  return template;
}

async function asSuperuser<T>(clusterUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: `${clusterUrl}/postgres` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
