/** The one folder that holds everything an installation owns, and the lock that lets one server use it at a time. */
import { closeSync } from 'node:fs';
import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { tryLockFile } from './file-lock.ts';

/** Who holds a data directory, as written into its lock file; `address` is null until the server listens. */
const DataDirHolder = z.object({ pid: z.int(), since: z.iso.datetime(), address: z.string().nullable() });
export type DataDirHolder = z.infer<typeof DataDirHolder>;

/** Folders inside the data directory, each 0700. The engines own the insides of theirs. */
export interface DataDirFolders {
  postgres: string;
  clickhouse: string;
  blobs: string;
  secrets: string;
  temporary: string;
}

export interface DataDir {
  /** Absolute path with symbolic links resolved. */
  path: string;
  folders: DataDirFolders;
  /** Writes the server's address into the lock, so that a second start can say where the first one answers. */
  setAddress(url: string): Promise<void>;
  /** Gives the directory up. Calling it again does nothing. */
  release(): Promise<void>;
}

/** Another process, or another part of this one, uses the data directory. */
export class DataDirHeldError extends Error {
  readonly holder: DataDirHolder | undefined;

  constructor(path: string, holder: DataDirHolder | undefined) {
    super(heldMessage(path, holder));
    this.name = 'DataDirHeldError';
    this.holder = holder;
  }
}

/**
 * Opens a data directory for this process alone, creating it and its folders when missing.
 *
 * The folders are 0700. When we run as root the top folder is 0711 instead, because PostgreSQL refuses to run as root
 * and its own account must be able to pass through to its folder.
 * @throws DataDirHeldError naming the holder's pid, since when, and its address.
 */
export async function openDataDir(path: string, { clock = () => new Date() } = {}): Promise<DataDir> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const root = await realpath(path);
  const lockPath = join(root, 'lock');
  const descriptor = tryLockFile(lockPath);
  if (descriptor === undefined) throw new DataDirHeldError(root, await readHolder(lockPath));

  await chmod(root, process.getuid?.() === 0 ? 0o711 : 0o700);
  const folders: DataDirFolders = {
    postgres: join(root, 'postgres'),
    clickhouse: join(root, 'clickhouse'),
    blobs: join(root, 'blobs'),
    secrets: join(root, 'secrets'),
    temporary: join(root, 'temporary'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });

  const since = clock().toISOString();
  const writeHolder = (address: string | null) =>
    writeFile(lockPath, JSON.stringify({ pid: process.pid, since, address } satisfies DataDirHolder));
  await writeHolder(null);

  let held = true;
  return {
    path: root,
    folders,
    setAddress: (url) => writeHolder(url),
    async release() {
      if (!held) return;
      held = false;
      closeSync(descriptor);
    },
  };
}

async function readHolder(lockPath: string): Promise<DataDirHolder | undefined> {
  const text = await readFile(lockPath, 'utf8');
  try {
    return DataDirHolder.parse(JSON.parse(text));
  } catch {
    // The holder took the lock a moment ago and has not written who it is yet.
    return undefined;
  }
}

function heldMessage(path: string, holder: DataDirHolder | undefined): string {
  if (holder === undefined) return `The data directory ${path} is in use by another process that is starting.`;
  const where = holder.address === null ? 'not listening yet' : `at ${holder.address}`;
  return `The data directory ${path} is in use by process ${holder.pid}, since ${holder.since}, ${where}.`;
}
