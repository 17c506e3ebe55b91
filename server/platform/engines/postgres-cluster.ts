/** The files of the embedded PostgreSQL: made once by initdb, its configuration written anew at each start. */
import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { locatePostgres, type PostgresBinaries } from './postgres-binaries.ts';
import { POSTGRES_ACCESS, postgresConfig } from './postgres-config.ts';
import { type Account, blockingFolder, postgresAccount } from './postgres-user.ts';

const run = promisify(execFile);
const MAJOR_VERSION = '18';
/** The superuser of the cluster. */
export const SUPERUSER = 'postgres';
/** Room for a Unix socket's path in bytes, without its closing zero. */
const SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

export interface Cluster {
  binaries: PostgresBinaries;
  account: Account | undefined;
  /** What PostgreSQL calls its data directory. */
  path: string;
  /** Of its Unix socket; undefined when that path would be too long. */
  socketFolder: string | undefined;
  logPath: string;
  /** The only environment PostgreSQL sees. */
  env: Record<string, string>;
}

export interface ClusterInput {
  /** Folder that belongs to PostgreSQL alone. */
  dir: string;
  superPassword: string;
  fast: boolean;
}

/**
 * Finds the programs, makes the cluster when there is none, and writes its configuration.
 * @throws Error in plain words when the account cannot reach the folder or the cluster is of another major version.
 */
export async function prepareCluster({ dir, superPassword, fast }: ClusterInput): Promise<Cluster> {
  const account = await postgresAccount();
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (account !== undefined) await giveTo(account, dir);
  const binaries = await reachablePrograms(await locatePostgres(), account, dir);

  const path = join(dir, 'cluster');
  const temporary = join(dir, 'temporary');
  const socketFolder = socketFolderIfFits(dir);
  // A start that was cut off may have left the password file of initdb here.
  await rm(temporary, { recursive: true, force: true });
  for (const folder of [temporary, ...(socketFolder === undefined ? [] : [socketFolder])]) {
    await makeFolder(folder, account);
  }
  const env = { PATH: '/usr/bin:/bin', TMPDIR: temporary, LC_ALL: 'C', TZ: 'UTC' };
  const cluster: Cluster = { binaries, account, path, socketFolder, logPath: join(dir, 'postgresql.log'), env };

  const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) await initialise(cluster, superPassword, fast);
  else if (version.trim() !== MAJOR_VERSION) {
    throw new Error(
      `The data in ${path} were written by PostgreSQL ${version.trim()}, and this version brings ${MAJOR_VERSION}. ` +
        'Make a backup with the version that wrote them and restore it here.',
    );
  }

  const config = postgresConfig({ socketFolder, sharedMemoryBytes: await sharedMemoryBytes(), fast });
  await replaceFile(join(path, 'postgresql.conf'), config, account);
  await replaceFile(join(path, 'pg_hba.conf'), POSTGRES_ACCESS, account);
  return cluster;
}

/** initdb works beside the final place and the result is renamed, so a cut-off attempt is never taken for a cluster. */
async function initialise({ binaries, account, path, env }: Cluster, password: string, fast: boolean): Promise<void> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const secretFolder = await mkdtemp(join(env.TMPDIR ?? '', 'init-'));
  try {
    const passwordFile = join(secretFolder, 'password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account !== undefined) await giveTo(account, secretFolder);
    const options = [
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The built-in provider sorts the same on every system; libc's own locale is the one every system has.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(fast ? ['--no-sync'] : []),
    ];
    await run(binaries.initdb, ['-D', unfinished, ...options], { env, cwd: dirname(path), ...account });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new Error(`PostgreSQL could not create its files in ${dirname(path)}: ${said}`, { cause });
  } finally {
    await rm(secretFolder, { recursive: true, force: true });
  }
  await rename(unfinished, path);
}

/**
 * Programs and folder must be open to the account PostgreSQL runs as. Programs it cannot reach, as below /root, are
 * copied into its own folder; for the folder itself only the operator can decide.
 */
async function reachablePrograms(
  found: PostgresBinaries,
  account: Account | undefined,
  dir: string,
): Promise<PostgresBinaries> {
  if (account === undefined) return found;
  const blocked = await blockingFolder(dir, account);
  if (blocked !== undefined) {
    throw new Error(
      `PostgreSQL runs as the user "postgres" here, because it refuses to run as root, and that user may not pass ` +
        `through ${blocked}. Choose a data directory elsewhere (such as /var/lib/assay), start the server as an ` +
        'ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  if ((await blockingFolder(found.postgres, account)) === undefined) return found;
  const root = join(dir, `programs-${(await stat(found.postgres)).mtimeMs}`);
  const copied = await stat(root).catch(() => undefined);
  if (copied === undefined) {
    const unfinished = `${root}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await cp(found.root, unfinished, { recursive: true, verbatimSymlinks: true });
    await giveTo(account, unfinished);
    await rename(unfinished, root);
  }
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

async function makeFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (account !== undefined) await giveTo(account, path);
}

/** Hands a folder and all in it to the account, unless the folder is the account's already. */
async function giveTo(account: Account, folder: string): Promise<void> {
  if ((await stat(folder)).uid === account.uid) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  await chown(folder, account.uid, account.gid);
}

async function replaceFile(path: string, text: string, account: Account | undefined): Promise<void> {
  const unfinished = `${path}.unfinished`;
  await writeFile(unfinished, text, { mode: 0o600 });
  if (account !== undefined) await chown(unfinished, account.uid, account.gid);
  await rename(unfinished, path);
}

function socketFolderIfFits(dir: string): string | undefined {
  const folder = join(dir, 'socket');
  return Buffer.byteLength(join(folder, '.s.PGSQL.65535.lock')) <= SOCKET_PATH_BYTES ? folder : undefined;
}

async function sharedMemoryBytes(): Promise<number | undefined> {
  const { bsize, blocks } = await statfs('/dev/shm').catch(() => ({ bsize: 0, blocks: 0 }));
  return blocks === 0 ? undefined : bsize * blocks;
}
