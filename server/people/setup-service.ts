/** The first person, let in by the one-time token that the server printed. */
import { sql } from 'kysely';
import type { SetupCreate } from '#contract/people.ts';
import { append } from '../platform/audit-log/append.ts';
import { type Database, inScope } from '../platform/db.ts';
import { AppError, refusedField } from '../platform/errors.ts';
import { consumeSetupToken, readSetupToken } from '../platform/setup-token.ts';
import { countOwners, insertAccount, setOrganisationRole } from './account-queries.ts';
import { hashPassword, passwordFault } from './password.ts';
import { beginSession, type Visitor } from './sessions.ts';

/** One change of owners at a time, so that there is never a second first owner nor none. */
export const OWNERS_LOCK = sql`select pg_advisory_xact_lock(7264102)`;

export interface SetupDeps {
  db: Database;
  /** The directory of the installation's secrets, where the set-up token lies. */
  secretsDir: string;
  clock: () => Date;
}

/** Says whether set-up is needed, and does it. */
export function setupService({ db, secretsDir, clock }: SetupDeps) {
  return {
    async isNeeded(): Promise<boolean> {
      return (await countOwners(db)) === 0;
    },

    /** Creates the owner and signs them in; the token is spent in the same moment. Returns the session's token. */
    async setUp(input: SetupCreate, visitor: Visitor): Promise<{ id: string; sessionToken: string }> {
      const now = clock();
      // Looked at first, so that strangers cannot make the server hash passwords; spent at the end.
      if (!readSetupToken(secretsDir, now)) throw noToken();
      const fault = passwordFault(input.password, [input.name, input.email, 'assay']);
      if (fault) throw refusedField('password', fault);
      const passwordHash = await hashPassword(input.password);
      return await inScope(db, { clients: [] }, async (tx) => {
        await OWNERS_LOCK.execute(tx);
        if ((await countOwners(tx)) > 0) throw noToken();
        const id = await insertAccount(tx, { name: input.name, email: input.email, passwordHash }, now);
        if (id === undefined) throw refusedField('email', 'There is an account with this e-mail.', 409);
        await setOrganisationRole(tx, id, 'owner', 'system:setup', now);
        await append(tx, {
          clientId: null,
          actor: { kind: 'person', id },
          action: 'organisation.set_up',
          object: { type: 'person', id },
          ip: visitor.ip,
        });
        const sessionToken = await beginSession(tx, id, visitor, now);
        // Last, because what follows can hardly fail and a spent token does not come back.
        if (!consumeSetupToken(secretsDir, input.token, now)) throw noToken();
        return { id, sessionToken };
      });
    },
  };
}

function noToken(): AppError {
  return new AppError(
    403,
    'setup-token-refused',
    'This set-up link was used, is over, or is not the newest. Start the server again for a new one.',
  );
}
