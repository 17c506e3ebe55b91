/** What a backup holds, with a checksum of every file, signed by the installation that made it. */
import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().min(0);
/** Files lie in the backup's own folder; a name may not lead out of it. */
const FileName = z.string().regex(/^[a-z0-9_-]+(\/[a-z0-9_-]+)?(\.[a-z]+)*$/);
const Name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const ManifestFile = z.object({ file: FileName, bytes: Count, sha256: Sha256 });
export type ManifestFile = z.infer<typeof ManifestFile>;

export const Manifest = z.object({
  format: z.literal(1),
  created_at: z.iso.datetime(),
  /** Names the PostgreSQL that the rows come from; a restore gets another one. */
  installation_epoch: z.uuid(),
  /** The schema: every migration that had run, in order. */
  migrations: z.array(z.object({ name: z.string(), sha256: Sha256 })),
  /** In the order in which they are loaded. PostgreSQL's binary COPY format, compressed with zstd. */
  tables: z.array(ManifestFile.extend({ name: Name, columns: z.array(Name).min(1), rows: Count })),
  /** A line per blob: key, bytes, sha256. The blobs themselves stay sealed. */
  blobs: ManifestFile.extend({ count: Count, blob_bytes: Count }),
  /** The signed heads of the audit log as they were copied outside the database. */
  audit_heads: ManifestFile,
  /** Epochs of the key-encryption keys without which records in here stay closed. */
  key_epochs: z.array(z.int().min(1)),
});
export type Manifest = z.infer<typeof Manifest>;

export const BlobLine = z.object({
  key: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{64}$/),
  bytes: Count,
  sha256: Sha256,
});
export type BlobLine = z.infer<typeof BlobLine>;

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

/** Where a blob lies inside a backup. */
export function blobFile(key: string): string {
  const [client = '', id = ''] = key.split('/');
  return join('blobs', client, id.slice(0, 2), id);
}

export function signManifest(text: string, key: KeyObject): string {
  return `${sign(null, signedBytes(text), key).toString('base64')}\n`;
}

function signedBytes(text: string): Buffer {
  return Buffer.from(`assay backup manifest\n${text}`);
}

/** Reads the manifest of a backup. Throws when it is absent, cut short, or not signed by the installation of the keys. */
export async function readManifest(dir: string, publicKey: KeyObject): Promise<Manifest> {
  const read = async (name: string) =>
    await readFile(join(dir, name), 'utf8').catch((cause: unknown) => {
      throw new Error(`${dir} is no finished backup: it has no ${name}.`, { cause });
    });
  const text = await read(MANIFEST);
  const signature = Buffer.from(await read(SIGNATURE), 'base64');
  if (!verify(null, signedBytes(text), publicKey, signature)) {
    throw new Error(`${MANIFEST} was changed, or these keys are of another installation.`);
  }
  return Manifest.parse(JSON.parse(text));
}

/** Reads every file of a backup and compares it with the manifest. Throws at the first that differs, naming it. */
export async function checkFiles(dir: string, manifest: Manifest): Promise<void> {
  const files = [...manifest.tables, manifest.blobs, manifest.audit_heads];
  for (const { file, bytes, sha256 } of files) await checkFile(dir, file, bytes, sha256);
  for await (const { key, bytes, sha256 } of blobLines(dir, manifest)) {
    await checkFile(dir, blobFile(key), bytes, sha256);
  }
}

/** The blobs that a backup holds. */
export async function* blobLines(dir: string, manifest: Manifest): AsyncGenerator<BlobLine> {
  const text = await readFile(join(dir, manifest.blobs.file), 'utf8');
  for (const line of text.split('\n')) if (line !== '') yield BlobLine.parse(JSON.parse(line));
}

async function checkFile(dir: string, file: string, bytes: number, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of createReadStream(join(dir, file), { highWaterMark: 1024 * 1024 })) {
      hash.update(piece);
      size += piece.length;
    }
  } catch (cause) {
    throw new Error(`The backup's file ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (size !== bytes) throw new Error(`The backup's file ${file} has ${size} bytes and should have ${bytes}.`);
  if (hash.digest('hex') !== sha256) throw new Error(`The backup's file ${file} was damaged or changed.`);
}
