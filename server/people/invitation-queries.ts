/** Questions to the table of invitations. */
import type { ClientRole } from '#contract/people.ts';
import type { Role } from '#contract/workspace.ts';
import type { Connection } from '../platform/db.ts';

const SHOWN = [
  'id',
  'email',
  'organisation_role',
  'roles',
  'created_by',
  'created_at',
  'expires_at',
  'accepted_at',
  'revoked_at',
] as const;

export interface NewInvitation {
  id: string;
  token_hash: Buffer;
  email: string;
  organisation_role: Role | null;
  roles: ClientRole[];
  created_by: string;
  created_at: Date;
  expires_at: Date;
}

export async function insertInvitation(tx: Connection, { roles, ...invitation }: NewInvitation) {
  return await tx
    .insertInto('invitation')
    .values({ ...invitation, roles: JSON.stringify(roles) })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
}

export type InvitationRow = Awaited<ReturnType<typeof insertInvitation>>;

export async function listInvitations(db: Connection): Promise<InvitationRow[]> {
  return await db.selectFrom('invitation').select(SHOWN).orderBy('created_at', 'desc').limit(1000).execute();
}

export async function findInvitation(db: Connection, id: string): Promise<InvitationRow | undefined> {
  return await db.selectFrom('invitation').select(SHOWN).where('id', '=', id).executeTakeFirst();
}

/** The invitation of a link that can still be accepted. */
export async function findOpenInvitation(db: Connection, tokenHash: Buffer, now: Date) {
  return await db
    .selectFrom('invitation')
    .select(SHOWN)
    .where('token_hash', '=', tokenHash)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** True for the one who accepts first. */
export async function acceptInvitation(tx: Connection, id: string, userId: string, now: Date): Promise<boolean> {
  const accepted = await tx
    .updateTable('invitation')
    .set({ accepted_at: now, accepted_by: userId })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return accepted.numUpdatedRows > 0n;
}

export async function revokeInvitation(tx: Connection, id: string, by: string, now: Date): Promise<boolean> {
  const revoked = await tx
    .updateTable('invitation')
    .set({ revoked_at: now, revoked_by: by })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows > 0n;
}

/** Revokes the open invitations a person made; returns their ids. */
export async function revokeInvitationsOf(tx: Connection, userId: string, by: string, now: Date): Promise<string[]> {
  const rows = await tx
    .updateTable('invitation')
    .set({ revoked_at: now, revoked_by: by })
    .where('created_by', '=', userId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
