/** `assay backup DIR` */
import { resolve } from 'node:path';
import { append } from '../server/platform/audit-log/append.ts';
import { copyKeys, refuseNested } from '../server/platform/backup/keys.ts';
import type { Manifest } from '../server/platform/backup/manifest.ts';
import { writeBackup } from '../server/platform/backup/write.ts';
import { openObjects } from '../server/platform/blobs/open.ts';
import { inScope, openDatabase, openPool } from '../server/platform/db.ts';
import type { Installation } from '../server/platform/installation.ts';
import { bytesText, type CommandIo, readOptions, UsageError } from './command.ts';
import { withInstallation } from './open.ts';

export const BACKUP_HELP = `assay backup DIR --keys DIR

Copies everything that cannot be made anew into DIR, which must be absent or empty: all rows as of one moment, the
sealed files, the signed heads of the audit log, and a signed manifest with a checksum of every file. Personal records
stay sealed; people's names and addresses for signing in do not. The server may go on working.

  --keys DIR   also brings the copy of the keys in DIR up to date. Whoever has both can read everything, so keep it
               elsewhere; without the keys the backup cannot be read, by you neither.

ASSAY_DATA, DATABASE_URL and S3_URL as for the server. Exit code: 0 when the backup is complete, else 1 or 2.`;

const OPTIONS = { keys: { type: 'string' } } as const;

export async function backup(given: readonly string[], io: CommandIo): Promise<number> {
  const { values, operands } = readOptions(given, OPTIONS, ['DIR']);
  const dir = resolve(operands[0] ?? '');
  if (values.keys === '') throw new UsageError('--keys wants a folder.');
  if (values.keys !== undefined) await refuseNested(dir, values.keys);
  return await withInstallation(async ({ installation }) => {
    const { ownerUrl, secrets, headsFile, blobs, path } = installation;
    await refuseNested(dir, path);
    if (values.keys !== undefined) await refuseNested(values.keys, path);
    const manifest = await writeBackup({
      ownerUrl,
      objects: openObjects(blobs),
      headsFile,
      signingKey: secrets.auditSigningKey,
      dir,
      clock: () => new Date(),
    });
    await note(installation, manifest);
    for (const line of report(dir, manifest)) io.say(line);
    if (values.keys === undefined) {
      io.say('The keys are not in it. Copy them once, and after each rotation, with --keys DIR.');
    } else {
      const { written, removed } = await copyKeys(secrets.dir, values.keys);
      io.say(`Keys: ${values.keys} (${written.length} files written, ${removed.length} removed)`);
    }
    return 0;
  });
}

function report(dir: string, { tables, blobs, audit_heads }: Manifest): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const packed = tables.reduce((sum, table) => sum + table.bytes, blobs.bytes + blobs.blob_bytes + audit_heads.bytes);
  const leads = tables.find(({ name }) => name === 'lead')?.rows ?? 0;
  return [
    `Backup: ${dir}`,
    `${rows.toLocaleString('en-US')} rows in ${tables.length} tables, of them ${leads.toLocaleString('en-US')} leads; ${blobs.count.toLocaleString('en-US')} files; ${bytesText(packed)} in all`,
  ];
}

/** Whoever copies everything leaves a trace. */
async function note({ ownerUrl }: Installation, manifest: Manifest): Promise<void> {
  const db = openDatabase(openPool({ url: ownerUrl, max: 1, applicationName: 'assay-backup' }));
  try {
    await inScope(db, { clients: [], installation: true }, (tx) =>
      append(tx, {
        clientId: null,
        actor: { kind: 'system', id: null },
        action: 'backup.created',
        object: { type: 'backup', id: null },
        detail: { made_at: manifest.created_at, tables: manifest.tables.length, files: manifest.blobs.count },
      }),
    );
  } finally {
    await db.destroy();
  }
}
