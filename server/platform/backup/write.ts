/** Makes a backup: every table in one snapshot, the sealed blobs, the signed heads of the audit log, a signed manifest. */
import { createHash, type Hash, type KeyObject } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import pg from 'pg';
import { headsFileBytes } from '../audit-log/heads-file.ts';
import type { Objects } from '../blobs/objects.ts';
import { epochsInUse } from '../rotate/sealed-tables.ts';
import { copyOut } from './copy.ts';
import { blobFile, MANIFEST, type Manifest, type ManifestFile, SIGNATURE, signManifest } from './manifest.ts';
import { showEverything, tablesToCopy } from './tables.ts';

export interface BackupInput {
  /** Connects as the owner of the tables. */
  ownerUrl: string;
  /** Where the sealed blobs are. */
  objects: Objects;
  headsFile: string;
  signingKey: KeyObject;
  /** Absent or empty; afterwards it holds the backup and nothing of it is readable without the keys. */
  dir: string;
  clock: () => Date;
}

const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** Writes a backup into `dir`. The manifest comes last, so that a backup that was cut off is none. */
export async function writeBackup(input: BackupInput): Promise<Manifest> {
  const { dir } = input;
  await makeEmpty(dir);
  // The file is measured before the snapshot is taken: what is in it by then is in the database too.
  const headsBytes = await headsFileBytes(input.headsFile);
  const { clients, ...rows } = await copyDatabase(input);
  const blobs = await copyBlobs(input, clients);
  const audit_heads = await copyHeads(input, headsBytes);
  const manifest: Manifest = { format: 1, created_at: input.clock().toISOString(), ...rows, blobs, audit_heads };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(dir, SIGNATURE), signManifest(text, input.signingKey), { mode: 0o600, flush: true });
  await writeFile(join(dir, MANIFEST), text, { mode: 0o600, flush: true });
  await syncFolder(dir);
  return manifest;
}

async function makeEmpty(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) throw new Error(`${dir} is not empty. Name a new folder for each backup.`);
}

type DatabasePart = Pick<Manifest, 'installation_epoch' | 'migrations' | 'tables' | 'key_epochs'> & {
  clients: string[];
};

async function copyDatabase({ ownerUrl, dir }: BackupInput): Promise<DatabasePart> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'assay-backup' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const clients = await showEverything(client);
    const [installation] = (await client.query<{ epoch: string }>('select epoch from installation')).rows;
    const migrations = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from migration order by name',
    );
    await mkdir(join(dir, 'tables'), { mode: 0o700 });
    const tables: Manifest['tables'] = [];
    for (const { name, columns } of await tablesToCopy(client)) {
      const { stream, rows } = copyOut(
        client,
        `copy (select ${quoted(columns)} from ${name}) to stdout (format binary)`,
      );
      const file = await writeHashed(dir, `tables/${name}.copy.zst`, stream, createZstdCompress(ZSTD));
      tables.push({ name, columns, rows: await rows, ...file });
    }
    const key_epochs = await epochsInUse(client);
    await client.query('commit');
    return {
      clients,
      installation_epoch: installation?.epoch ?? '',
      migrations: migrations.rows,
      tables,
      key_epochs,
    };
  } finally {
    await client.end();
  }
}

export function quoted(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join();
}

/** Blobs never change, so those listed now include every one that the snapshot's rows name, save the deleted. */
async function copyBlobs({ objects, dir }: BackupInput, clients: readonly string[]): Promise<Manifest['blobs']> {
  let count = 0;
  let blobBytes = 0;
  const lines = async function* () {
    for (const client of clients) {
      for await (const { key } of objects.list(client)) {
        // S3 refuses to read the last 0 bytes of an object.
        const object = await objects.open(key, 1);
        if (object === null) continue;
        try {
          await mkdir(dirname(join(dir, blobFile(key))), { recursive: true, mode: 0o700 });
          const source = Readable.from(object.bytes === 0 ? [] : object.read(0, object.bytes));
          const { bytes, sha256 } = await writeHashed(dir, blobFile(key), source);
          count += 1;
          blobBytes += bytes;
          yield `${JSON.stringify({ key, bytes, sha256 })}\n`;
        } finally {
          await object.close();
        }
      }
    }
  };
  const file = await writeHashed(dir, 'blobs.ndjson', Readable.from(lines()));
  return { ...file, count, blob_bytes: blobBytes };
}

/** The heads up to `bytes`, without a last line that a crash cut off. */
async function copyHeads({ headsFile, dir }: BackupInput, bytes: number): Promise<ManifestFile> {
  const lines = async function* () {
    if (bytes === 0) return;
    let rest = '';
    for await (const text of createReadStream(headsFile, { encoding: 'utf8', end: bytes - 1 })) {
      const end = `${rest}${text}`.lastIndexOf('\n') + 1;
      yield `${rest}${text}`.slice(0, end);
      rest = `${rest}${text}`.slice(end);
    }
  };
  return await writeHashed(dir, 'audit-heads.ndjson', Readable.from(lines()));
}

/** Writes a new file of mode 0600, on disk when the promise resolves; its size and checksum are those of the file. */
async function writeHashed(dir: string, file: string, source: Readable, packed?: Transform): Promise<ManifestFile> {
  const hash: Hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      bytes += piece.length;
      done(null, piece);
    },
  });
  const target = createWriteStream(join(dir, file), { flags: 'wx', mode: 0o600, flush: true });
  await (packed ? pipeline(source, packed, count, target) : pipeline(source, count, target));
  return { file, bytes, sha256: hash.digest('hex') };
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}
