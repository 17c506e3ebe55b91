/** Plain numbered SQL, forward only. Each file runs once, in a transaction, and may not change afterwards. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import pg from 'pg';

export interface MigrationFile {
  name: string;
  text: string;
  sha256: string;
}

const FOLDERS = {
  postgres: new URL('../../db/postgres/', import.meta.url),
  clickhouse: new URL('../../db/clickhouse/', import.meta.url),
};

/** The migrations of a store in order. Throws when two files carry the same number. */
export async function readMigrations(store: keyof typeof FOLDERS): Promise<MigrationFile[]> {
  const names = (await readdir(FOLDERS[store])).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  const numbers = names.map((name) => name.slice(0, 4));
  const double = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (double) throw new Error(`Two ${store} migrations are numbered ${double}.`);
  return await Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDERS[store]), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

export interface RolePasswords {
  app: string;
  sync: string;
}

/**
 * Creates the roles and brings the database to the newest version, connected as its owner.
 * The owner must be able to create roles. Returns the names of the files that ran.
 * `through` names the last file to run, for a restore into the version that a backup was made with.
 */
export async function migratePostgres(
  ownerUrl: string,
  passwords: RolePasswords,
  { through }: { through?: string } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  try {
    // One migrator at a time: two servers may start on one database.
    await client.query('select pg_advisory_lock(7264101)');
    await ensureRole(client, 'assay_app', passwords.app);
    await ensureRole(client, 'assay_sync', passwords.sync);
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    );
    const ran = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration');
    const known = new Map(ran.rows.map((row) => [row.name, row.sha256]));
    const applied: string[] = [];
    for (const file of await readMigrations('postgres')) {
      if (through !== undefined && file.name > through) break;
      const before = known.get(file.name);
      if (before === file.sha256) continue;
      if (before !== undefined) throw new Error(`Migration ${file.name} was changed after it ran.`);
      await client.query('begin');
      try {
        await client.query(file.text);
        await client.query('insert into migration (name, sha256) values ($1, $2)', [file.name, file.sha256]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`Migration ${file.name} failed: ${(error as Error).message}`, { cause: error });
      }
      applied.push(file.name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
    'select rolsuper, rolbypassrls from pg_roles where rolname = $1',
    [role],
  );
  if (found.rows[0]?.rolsuper || found.rows[0]?.rolbypassrls) {
    throw new Error(`The role ${role} must neither be superuser nor bypass row-level security.`);
  }
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  const limits = role === 'assay_sync' ? `; alter role ${role} set idle_in_transaction_session_timeout = '30s'` : '';
  await client.query(
    `${verb} role ${role} login password ${pg.escapeLiteral(password)};
     alter role ${role} set timezone = 'UTC'${limits}`,
  );
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`grant connect on database ${rows[0]?.name} to ${role}; grant usage on schema public to ${role}`);
}

/** How tables are made: on one server, or replicated on a named cluster. */
export interface TableEngine {
  cluster: string | undefined;
}

/** Fills in `{cluster}` and `{engine:Name:table}`. On a cluster, engines become Replicated with a path per table. */
export function renderClickHouse(text: string, engine: TableEngine): string {
  return text
    .replaceAll('{cluster}', engine.cluster ? `on cluster ${engine.cluster}` : '')
    .replace(/\{engine:(\w+):(\w+)\}\(([^)]*)\)/g, (_, name: string, table: string, columns: string) => {
      if (!engine.cluster) return `${name}(${columns})`;
      const path = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}'`;
      return `Replicated${name}(${[path, columns].filter(Boolean).join(', ')})`;
    });
}

/** Brings ClickHouse to the newest version. Statements say `if not exists`, because ClickHouse has no transactions. */
export async function migrateClickHouse(clickhouse: ClickHouseClient, engine: TableEngine): Promise<void> {
  for (const file of await readMigrations('clickhouse')) {
    const statements = renderClickHouse(file.text, engine)
      .split('\n')
      .filter((line) => !line.startsWith('--'))
      .join('\n')
      .split(';')
      .map((statement) => statement.trim())
      .filter(Boolean);
    for (const query of statements) await clickhouse.command({ query });
  }
}
