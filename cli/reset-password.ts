/** `assay reset-password` */
import { randomBytes } from 'node:crypto';
import { findAccountByEmail } from '../server/people/account-queries.ts';
import { hashPassword } from '../server/people/password.ts';
import { endOtherSessions } from '../server/people/sessions.ts';
import { append } from '../server/platform/audit-log/append.ts';
import { inScope, openDatabase, openPool } from '../server/platform/db.ts';
import type { Installation } from '../server/platform/installation.ts';
import { type CommandIo, readOptions } from './command.ts';
import { withInstallation } from './open.ts';

export const RESET_PASSWORD_HELP = `assay reset-password EMAIL [options]

Gives the account with this e-mail a new password, prints it once, and ends all its sessions. For whoever is locked out:
it needs access to the machine, not to Assay.

  --without-second-factor   also take the authenticator app off the account; passkeys stay

Exit code: 0 when done, 1 when there is no such account, 2 for a wrong call.`;

const OPTIONS = { 'without-second-factor': { type: 'boolean' } } as const;
/** 96 bits: 16 characters that can be typed. */
const PASSWORD_BYTES = 12;

export async function resetPasswordCommand(given: readonly string[], io: CommandIo): Promise<number> {
  const { values, operands } = readOptions(given, OPTIONS, ['EMAIL']);
  const email = (operands[0] ?? '').trim().toLowerCase();
  return await withInstallation(async ({ installation }) => {
    const password = await resetPassword(installation, email, values['without-second-factor'] ?? false);
    if (password === undefined) {
      io.complain(`There is no account with the e-mail ${email}.`);
      return 1;
    }
    io.say(`The new password of ${email} is ${password}\nChange it after signing in. All sessions have ended.`);
    return 0;
  });
}

/** Sets a new password and returns it; undefined when nobody has this e-mail. */
export async function resetPassword(
  installation: Pick<Installation, 'ownerUrl' | 'secrets'>,
  email: string,
  withoutSecondFactor: boolean,
): Promise<string | undefined> {
  const url = new URL(installation.ownerUrl);
  url.username = 'assay_app';
  url.password = encodeURIComponent(installation.secrets.postgres.app);
  const db = openDatabase(openPool({ url: url.href, max: 1, applicationName: 'assay-reset-password' }));
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const hash = await hashPassword(password);
  try {
    return await inScope(db, { clients: [], installation: true }, async (tx) => {
      const account = await findAccountByEmail(tx, email);
      if (account === undefined) return undefined;
      await tx
        .updateTable('auth_account')
        .set({ password: hash, updated_at: new Date() })
        .where('user_id', '=', account.id)
        .where('provider_id', '=', 'credential')
        .execute();
      if (withoutSecondFactor) {
        await tx.deleteFrom('auth_two_factor').where('user_id', '=', account.id).execute();
        await tx.updateTable('auth_user').set({ two_factor_enabled: false }).where('id', '=', account.id).execute();
      }
      await endOtherSessions(tx, account.id, undefined);
      await append(tx, {
        clientId: null,
        actor: { kind: 'system', id: null },
        action: 'person.password_reset',
        object: { type: 'person', id: account.id },
        detail: { second_factor_removed: withoutSecondFactor },
      });
      return password;
    });
  } finally {
    await db.destroy();
  }
}
