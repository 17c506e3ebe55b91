/** Roles at single clients, as far as the scope shows them. */
import type { ClientRole } from '#contract/people.ts';
import type { Connection } from '../platform/db.ts';

export async function clientRolesOf(db: Connection, userId: string) {
  return await db
    .selectFrom('client_role')
    .select(['client_id', 'role'])
    .where('user_id', '=', userId)
    .orderBy('client_id')
    .execute();
}

export async function setClientRole(
  tx: Connection,
  userId: string,
  { client_id, role }: ClientRole,
  by: string,
  now: Date,
): Promise<void> {
  const values = { client_id, user_id: userId, role, granted_by: by, granted_at: now };
  await tx
    .insertInto('client_role')
    .values(values)
    .onConflict((conflict) => conflict.columns(['client_id', 'user_id']).doUpdateSet(values))
    .execute();
}

/** Takes a person's roles at these clients. */
export async function deleteClientRoles(tx: Connection, userId: string, clientIds: readonly string[]): Promise<void> {
  if (clientIds.length === 0) return;
  await tx.deleteFrom('client_role').where('user_id', '=', userId).where('client_id', 'in', clientIds).execute();
}
