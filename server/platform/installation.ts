/** The installation that a command works on, whether its server runs or not. */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../config.ts';
import type { BlobOptions } from './blobs/open.ts';
import { type DataDir, DataDirHeldError, openDataDir } from './engines/data-dir.ts';
import type { Log } from './log.ts';
import { readMigrations } from './migrate.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { embeddedOwnerUrl, openPostgres } from './stores.ts';

export interface Installation {
  /** Absolute path of the data directory. */
  path: string;
  secrets: Secrets;
  /** Connects as the owner of the tables. */
  ownerUrl: string;
  blobs: BlobOptions;
  /** The copy of the audit log's heads outside the database. */
  headsFile: string;
  /** The data directory when this process holds it; undefined while a server does. */
  held: DataDir | undefined;
  /** Where the server that holds the data directory answers, once it listens. */
  serverUrl: string | undefined;
  close(): Promise<void>;
}

/** The name of the heads file inside a data directory. */
export const HEADS_FILE = 'audit-heads.ndjson';

/**
 * Reaches the PostgreSQL of the installation: that of the server which holds the data directory, or one started here for
 * as long as the command takes. Throws when there is no installation, or none that can be reached.
 */
export async function openInstallation(config: Config, log: Log): Promise<Installation> {
  await access(join(config.dataDir, 'secrets', 'inventory.json')).catch((cause: unknown) => {
    throw new Error(`There is no installation in ${config.dataDir}. ASSAY_DATA names another folder.`, { cause });
  });
  let held: DataDir | undefined;
  let serverUrl: string | undefined;
  try {
    held = await openDataDir(config.dataDir);
  } catch (error) {
    if (!(error instanceof DataDirHeldError)) throw error;
    serverUrl = error.holder?.address ?? undefined;
  }
  const path = held?.path ?? config.dataDir;
  let stop = async () => {};
  try {
    const secrets = loadSecrets(join(path, 'secrets'));
    const postgres = held
      ? await openPostgres(config, held, secrets, log)
      : { ownerUrl: config.databaseUrl ?? (await runningOwnerUrl(path, secrets)), stop: async () => {} };
    stop = postgres.stop;
    await refuseOtherVersion(postgres.ownerUrl);
    return {
      path,
      secrets,
      ownerUrl: postgres.ownerUrl,
      blobs: {
        dir: join(path, 'blobs'),
        key: secrets.blobKey,
        ...(config.s3Url ? { s3Url: config.s3Url } : {}),
      },
      headsFile: join(path, HEADS_FILE),
      held,
      serverUrl,
      async close() {
        await stop();
        await held?.release();
      },
    };
  } catch (error) {
    await stop();
    await held?.release();
    throw error;
  }
}

/** Commands know the tables of their own version only. */
async function refuseOtherVersion(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'assay-command' });
  await client.connect();
  try {
    const { rows } = await client.query<{ sha256: string }>('select sha256 from migration order by name');
    const known = await readMigrations('postgres');
    if (known.length === rows.length && known.every(({ sha256 }, place) => sha256 === rows[place]?.sha256)) return;
    throw new Error(
      'The database is of another version of Assay than this command. Run the command of the version that runs the ' +
        'server, or start the server of this version once.',
    );
  } finally {
    await client.end();
  }
}

/** PostgreSQL writes its port into the fourth line of its pid file. */
async function runningOwnerUrl(path: string, secrets: Secrets): Promise<string> {
  const pidFile = join(path, 'postgres', 'cluster', 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch((cause: unknown) => {
    const hint = 'If it uses a PostgreSQL of its own, set DATABASE_URL as for the server.';
    throw new Error(`A server holds ${path}, but no PostgreSQL runs in there. ${hint}`, { cause });
  });
  return embeddedOwnerUrl(Number(text.split('\n')[3]), secrets);
}
