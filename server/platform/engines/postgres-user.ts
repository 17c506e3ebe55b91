/** The system account PostgreSQL runs as when the server itself runs as root, which PostgreSQL refuses. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = 'postgres';

/** What `spawn` needs to run a program as another account; undefined means as ourselves. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account to run PostgreSQL as: undefined when we are not root, else the system user `postgres`, created when
 * missing.
 * @throws Error that says what to do when it cannot be created.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp();
  if (existing !== undefined) return existing;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]);
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root, and the system user "${NAME}" could not be created. ` +
        'Start the server as an ordinary user, or create that user first.',
      { cause },
    );
  }
  const created = await lookUp();
  if (created === undefined) throw new Error(`The system user "${NAME}" was created but cannot be found.`);
  return created;
}

async function lookUp(): Promise<Account | undefined> {
  const id = (flag: string) => run('id', [flag, NAME]).then(({ stdout }) => Number(stdout.trim()));
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    return undefined;
  }
}

/**
 * The first folder on the way to `path`, itself included, that the account may not pass through; undefined when the
 * way is free. Judged by permission bits: access lists beyond them are not seen.
 */
export async function blockingFolder(path: string, account: Account): Promise<string | undefined> {
  const parent = dirname(path);
  const above = parent === path ? undefined : await blockingFolder(parent, account);
  if (above !== undefined) return above;
  const folder = await stat(path);
  if (folder.uid === account.uid) return folder.mode & 0o100 ? undefined : path;
  if (folder.gid === account.gid) return folder.mode & 0o010 ? undefined : path;
  return folder.mode & 0o001 ? undefined : path;
}
