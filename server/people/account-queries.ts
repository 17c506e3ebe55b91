/** Accounts: the person and their password. */
import type { Role } from '#contract/workspace.ts';
import type { Connection } from '../platform/db.ts';
import { uuidv7 } from '../platform/uuid.ts';

export interface NewAccount {
  name: string;
  email: string;
  /** Made by `hashPassword`, before a transaction is opened: it takes its time. */
  passwordHash: string;
}

/** Creates a person who signs in by password. Returns the id; undefined when the e-mail has an account. */
export async function insertAccount(tx: Connection, account: NewAccount, now: Date): Promise<string | undefined> {
  const id = uuidv7();
  const inserted = await tx
    .insertInto('auth_user')
    .values({ id, name: account.name, email: account.email, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return undefined;
  await tx
    .insertInto('auth_account')
    .values({
      id: uuidv7(),
      account_id: id,
      provider_id: 'credential',
      user_id: id,
      password: account.passwordHash,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

export async function findAccountByEmail(db: Connection, email: string) {
  return await db.selectFrom('auth_user').select(['id', 'name', 'email']).where('email', '=', email).executeTakeFirst();
}

/** Gives, changes or takes (null) a person's role everywhere. */
export async function setOrganisationRole(
  tx: Connection,
  userId: string,
  role: Role | null,
  by: string,
  now: Date,
): Promise<void> {
  if (role === null) {
    await tx.deleteFrom('organisation_member').where('user_id', '=', userId).execute();
    return;
  }
  const values = { user_id: userId, role, granted_by: by, granted_at: now };
  await tx
    .insertInto('organisation_member')
    .values(values)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute();
}

export async function countOwners(db: Connection): Promise<number> {
  const { owners } = await db
    .selectFrom('organisation_member')
    .select((select) => select.fn.countAll<number>().as('owners'))
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return owners;
}
