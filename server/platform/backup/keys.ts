/** The keys of an installation, copied to and from a place that is not the backup: whoever has both can read everything. */
import { chmod, copyFile, lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readPrivate } from '../secrets.ts';

/** Names the installation: keys that sign with another one belong elsewhere. */
const SIGNING_KEY = 'audit-signing.pem';
/** Good for one start, so it is no part of a copy; and what an interrupted write left behind. */
const PASSING = /^setup-token$|\.tmp$/;

/** Throws when one of two folders, which need not exist yet, lies in the other. */
export async function refuseNested(backup: string, keys: string): Promise<void> {
  const [a, b] = await Promise.all([absolute(backup), absolute(keys)]);
  if (within(a, b) || within(b, a)) {
    throw new Error(
      'The keys may not lie with the backup: whoever took one would have the other. Choose another folder.',
    );
  }
}

function within(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(outer, way) === inner);
}

/** With links resolved as far as the way exists. */
async function absolute(path: string): Promise<string> {
  const full = resolve(path);
  try {
    return await realpath(full);
  } catch {
    return full === dirname(full) ? full : join(await absolute(dirname(full)), relative(dirname(full), full));
  }
}

/**
 * Brings the copy of the keys in `to` up to date with `from`: folders 0700, files 0600. Keys that the installation
 * destroyed leave the copy too. Throws when `to` holds anything but keys of the same installation.
 * Returns the names of files that were added or replaced, and of those removed.
 */
export async function copyKeys(from: string, to: string): Promise<{ written: string[]; removed: string[] }> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const present = await keyFiles(to);
  if (present.length > 0) {
    const theirs = await readFile(join(to, SIGNING_KEY)).catch(() => undefined);
    if (!theirs?.equals(readPrivate(join(from, SIGNING_KEY)))) {
      throw new Error(`${to} holds something else than a copy of these keys. Name a new folder.`);
    }
  }
  await chmod(to, 0o700);
  const wanted = await keyFiles(from);
  const written: string[] = [];
  for (const name of wanted) {
    const bytes = readPrivate(join(from, name));
    const target = join(to, name);
    if ((await readFile(target).catch(() => undefined))?.equals(bytes)) continue;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(`${target}.tmp`, bytes, { mode: 0o600, flush: true });
    await rename(`${target}.tmp`, target);
    written.push(name);
  }
  const removed = present.filter((name) => !wanted.includes(name));
  for (const name of removed) await rm(join(to, name));
  return { written, removed };
}

/** Puts copied keys into the secrets folder of a new installation. */
export async function placeKeys(keys: string, secrets: string): Promise<void> {
  for (const name of await keyFiles(keys)) {
    const target = join(secrets, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(join(keys, name), target);
    await chmod(target, 0o600);
  }
}

/** The key files below a folder, by their path in it. */
async function keyFiles(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  const files: string[] = [];
  for (const name of names) {
    if (!PASSING.test(name) && !(await lstat(join(dir, name))).isDirectory()) files.push(name);
  }
  return files.sort();
}
