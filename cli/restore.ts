/** `assay restore DIR` */
import { resolve } from 'node:path';
import { readConfig } from '../server/config.ts';
import { restoreInstallation } from '../server/platform/restore/restore.ts';
import { verifyRecords } from '../server/platform/verify/records.ts';
import { type CommandIo, readOptions, UsageError } from './command.ts';
import { commandLog } from './open.ts';
import { recordsReport } from './verify-report.ts';

export const RESTORE_HELP = `assay restore DIR --keys DIR

Brings the backup in DIR back into an empty data directory (ASSAY_DATA) with the keys that were copied with it. The
manifest and every file are checked before anything is written, and everything is verified before it is kept. Numbers
for reports are rebuilt when the server starts.

  --keys DIR   the copy of the keys that "assay backup --keys" made

With DATABASE_URL the database named there must be empty; with S3_URL the files go into that bucket.
Exit code: 0 when everything is back and right, else 1 or 2.`;

const OPTIONS = { keys: { type: 'string' } } as const;

export async function restore(given: readonly string[], io: CommandIo): Promise<number> {
  const { values, operands } = readOptions(given, OPTIONS, ['DIR']);
  if (!values.keys) throw new UsageError('--keys DIR is missing: without the keys a backup cannot be read.');
  const config = readConfig();
  const manifest = await restoreInstallation({
    config,
    dir: resolve(operands[0] ?? ''),
    keys: resolve(values.keys),
    log: commandLog(config),
    say: io.say,
    async verify(installation) {
      const verdict = await verifyRecords(installation);
      for (const line of recordsReport(verdict)) io.say(line);
      if (!verdict.audit_log.ok || !verdict.sealed.ok || !verdict.files.ok) {
        throw new Error('What was restored is not right, so nothing of it was kept.');
      }
    },
  });
  io.say(`Restored into ${config.dataDir} as of ${manifest.created_at}. Start the server with npm start.`);
  return 0;
}
