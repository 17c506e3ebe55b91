/** Loads a backup into an empty PostgreSQL and an empty blob store. */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import pg from 'pg';
import { append } from '../audit-log/append.ts';
import { copyIn } from '../backup/copy.ts';
import { blobFile, blobLines, checkFiles, type Manifest } from '../backup/manifest.ts';
import { quoted } from '../backup/write.ts';
import type { Objects } from '../blobs/objects.ts';
import { inScope, openDatabase, openPool } from '../db.ts';
import { migratePostgres, type RolePasswords, readMigrations } from '../migrate.ts';

export interface RestoreInput {
  dir: string;
  manifest: Manifest;
  /** Connects as the owner of an empty database. */
  ownerUrl: string;
  passwords: RolePasswords;
  objects: Objects;
  /** Absent: the copy of the audit log's heads is put here. */
  headsFile: string;
  /** A folder on the disk of the blobs, for files on their way into the store. */
  temporary: string;
}

/**
 * Checks that this version can take the backup, before anything is written: every file is as the manifest says, the
 * schema is known here, and the keys that the records need are there.
 */
export async function checkBackup(dir: string, manifest: Manifest, keyEpochs: readonly number[]): Promise<void> {
  const known = await readMigrations('postgres');
  const unknown = manifest.migrations.find(
    ({ name, sha256 }, place) => known[place]?.name !== name || known[place]?.sha256 !== sha256,
  );
  if (unknown) throw new Error(`The backup was made by another version: this one does not know its ${unknown.name}.`);
  const missing = manifest.key_epochs.filter((epoch) => !keyEpochs.includes(epoch));
  if (missing.length > 0) {
    throw new Error(`Without the keys of epoch ${missing.join(', ')} records of this backup stay closed for ever.`);
  }
  await checkFiles(dir, manifest);
}

/**
 * Restores a checked backup: the schema it was made with, its rows, blobs and audit heads, then the newest schema.
 * The database becomes another one for the engine, which pulls everything anew, and for the audit log, which goes on
 * under its next epoch.
 */
export async function loadBackup(input: RestoreInput): Promise<void> {
  const { ownerUrl, passwords, manifest } = input;
  await refuseUsed(ownerUrl);
  await migratePostgres(ownerUrl, passwords, { through: manifest.migrations.at(-1)?.name ?? '' });
  await loadRows(input);
  await loadBlobs(input);
  await copyFile(join(input.dir, manifest.audit_heads.file), input.headsFile);
  await migratePostgres(ownerUrl, passwords);
  await noteRestore(ownerUrl, manifest);
}

async function refuseUsed(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const { rowCount } = await client.query(
      "select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p') limit 1",
    );
    if (rowCount) throw new Error('The database is not empty. A backup is restored into an empty one only.');
  });
}

/** One transaction: either every row is there or none. */
async function loadRows({ dir, manifest, ownerUrl }: RestoreInput): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query('begin');
    const names = manifest.tables.map(({ name }) => name);
    // The migrations put a first row into some tables, and nothing else is there yet.
    await client.query(`truncate ${names.join()}`);
    const forced = await client.query<{ name: string }>(
      `select relname::text as name from pg_class
       where relnamespace = 'public'::regnamespace and relforcerowsecurity and relname = any($1)`,
      [names],
    );
    // COPY is refused where row-level security holds, so it lets the owner through until the commit.
    for (const { name } of forced.rows) await client.query(`alter table ${name} no force row level security`);
    for (const { name, columns, file, rows } of manifest.tables) {
      let loaded = 0;
      await pipeline(createReadStream(join(dir, file)), createZstdDecompress(), async (source) => {
        loaded = await copyIn(client, `copy ${name} (${quoted(columns)}) from stdin (format binary)`, source);
      });
      if (loaded !== rows) throw new Error(`${name} has ${loaded} rows and should have ${rows}.`);
    }
    await resetSequences(client);
    for (const { name } of forced.rows) await client.query(`alter table ${name} force row level security`);
    await client.query('update installation set epoch = gen_random_uuid()');
    await client.query('insert into audit_epoch (epoch) select coalesce(max(epoch), 0) + 1 from audit_epoch');
    await client.query('commit');
  });
}

/** Numbers go on after the highest one that was loaded. */
async function resetSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ tab: string; col: string; seq: string }>(`
    select c.relname::text as tab, a.attname::text as col, pg_get_serial_sequence(c.oid::regclass::text, a.attname) as seq
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and pg_get_serial_sequence(c.oid::regclass::text, a.attname) is not null`);
  for (const { tab, col, seq } of rows) {
    await client.query(`select setval($1, coalesce(max(${col}), 1), max(${col}) is not null) from ${tab}`, [seq]);
  }
}

/** The backup keeps its files: blobs are copied, and placed the way the store places its own. */
async function loadBlobs({ dir, manifest, objects, temporary }: RestoreInput): Promise<void> {
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  for await (const { key, bytes } of blobLines(dir, manifest)) {
    const file = join(temporary, key.replace('/', '-'));
    await copyFile(join(dir, blobFile(key)), file);
    await objects.place(key, file, bytes);
    // A bucket took a copy; a folder took the file itself.
    await rm(file, { force: true });
  }
}

async function noteRestore(ownerUrl: string, manifest: Manifest): Promise<void> {
  const db = openDatabase(openPool({ url: ownerUrl, max: 1, applicationName: 'assay-restore' }));
  try {
    await inScope(db, { clients: [], installation: true }, (tx) =>
      append(tx, {
        clientId: null,
        actor: { kind: 'system', id: null },
        action: 'backup.restored',
        object: { type: 'backup', id: null },
        detail: { made_at: manifest.created_at, from_epoch: manifest.installation_epoch },
      }),
    );
  } finally {
    await db.destroy();
  }
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'assay-restore' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
