/** `assay verify` */
import { verifyInstallation } from '../server/platform/verify/verify.ts';
import { type CommandIo, readOptions } from './command.ts';
import { withInstallation } from './open.ts';
import { recordsReport, storesReport } from './verify-report.ts';

export const VERIFY_HELP = `assay verify

Checks everything the installation holds, whether its server runs or not: every entry of the audit log against its
signed heads, every sealed personal record, every file, and each lead in PostgreSQL against ClickHouse. Changes nothing.

  --json   the verdict as JSON

Exit code: 0 when everything is right, 1 when something is not or cannot be looked at, 2 for a wrong call.`;

const OPTIONS = { json: { type: 'boolean' } } as const;

export async function verify(given: readonly string[], io: CommandIo): Promise<number> {
  const { values } = readOptions(given, OPTIONS, []);
  return await withInstallation(async ({ config, installation, log }) => {
    const verdict = await verifyInstallation(config, installation, log);
    if (values.json) io.say(JSON.stringify(verdict, null, 2));
    else for (const line of [...recordsReport(verdict), ...storesReport(verdict.stores)]) io.say(line);
    return verdict.ok ? 0 : 1;
  });
}
