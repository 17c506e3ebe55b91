/** Restores a backup into an empty data directory, and leaves nothing behind where that fails. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { placeKeys } from '../backup/keys.ts';
import { type Manifest, readManifest } from '../backup/manifest.ts';
import { openObjects } from '../blobs/open.ts';
import { openDataDir } from '../engines/data-dir.ts';
import { HEADS_FILE, type Installation } from '../installation.ts';
import type { Log } from '../log.ts';
import { loadSecrets, readPrivate } from '../secrets.ts';
import { openPostgres } from '../stores.ts';
import { checkBackup, loadBackup } from './load.ts';

export interface RestoreCommand {
  config: Config;
  /** The backup. */
  dir: string;
  /** The copy of the keys that goes with it. */
  keys: string;
  log: Log;
  say: (line: string) => void;
  /** Looks at the restored installation before it is kept; throws where it is not right. */
  verify: (installation: Installation) => Promise<void>;
}

/** Restores, verifies and stops again; the next start of the server finds everything in place. */
export async function restoreInstallation(command: RestoreCommand): Promise<Manifest> {
  const { config, dir, keys, say } = command;
  const manifest = await readManifest(dir, publicKeyOf(keys));
  await checkBackup(dir, manifest, await epochsOf(keys));
  say(`The backup of ${manifest.created_at} is whole.`);
  await refuseUsed(config.dataDir);
  const held = await openDataDir(config.dataDir);
  try {
    await restoreInto(command, manifest, held);
  } catch (error) {
    // What is left of a failed restore would look like an installation.
    for (const name of await readdir(held.path)) await rm(join(held.path, name), { recursive: true, force: true });
    throw error;
  } finally {
    await held.release();
  }
  return manifest;
}

async function restoreInto(
  { config, dir, keys, log, say, verify }: RestoreCommand,
  manifest: Manifest,
  held: Awaited<ReturnType<typeof openDataDir>>,
): Promise<void> {
  const { path, folders } = held;
  await placeKeys(keys, folders.secrets);
  const secrets = loadSecrets(folders.secrets);
  const postgres = await openPostgres(config, held, secrets, log);
  try {
    const { ownerUrl } = postgres;
    const blobs = { dir: folders.blobs, key: secrets.blobKey, ...(config.s3Url ? { s3Url: config.s3Url } : {}) };
    const headsFile = join(path, HEADS_FILE);
    await loadBackup({
      dir,
      manifest,
      ownerUrl,
      passwords: secrets.postgres,
      objects: openObjects(blobs),
      headsFile,
      temporary: join(folders.blobs, 'incoming'),
    });
    say('Rows and files are in place; verifying them.');
    await verify({
      path,
      secrets,
      ownerUrl,
      blobs,
      headsFile,
      held,
      serverUrl: undefined,
      close: async () => {},
    });
  } finally {
    await postgres.stop();
  }
}

async function refuseUsed(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch(() => []);
  if (names.length > 0) throw new Error(`${dataDir} is not empty. A backup is restored into an empty folder only.`);
}

function publicKeyOf(keys: string) {
  try {
    return createPublicKey(createPrivateKey(readPrivate(join(keys, 'audit-signing.pem'))));
  } catch (cause) {
    throw new Error(`${keys} is no readable copy of the keys: ${(cause as Error).message}`, { cause });
  }
}

async function epochsOf(keys: string): Promise<number[]> {
  const names = await readdir(join(keys, 'kek'));
  return names.map((name) => Number.parseInt(name, 10)).filter((epoch) => epoch > 0);
}
