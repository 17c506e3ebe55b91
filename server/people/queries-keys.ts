/** Questions to the table of API keys. */
import type { Connection } from '../platform/db.ts';

const SHOWN = [
  'id',
  'name',
  'prefix',
  'actions',
  'client_ids',
  'requests_per_minute',
  'burst',
  'created_by',
  'created_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
] as const;

export async function findUsableKey(db: Connection, hash: Buffer, now: Date) {
  return await db
    .selectFrom('api_key')
    .select(SHOWN)
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst();
}

export async function noteKeyUse(db: Connection, id: string, now: Date): Promise<void> {
  await db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', id).execute();
}

export async function listKeys(db: Connection) {
  return await db.selectFrom('api_key').select(SHOWN).orderBy('created_at', 'desc').execute();
}

export interface NewKey {
  id: string;
  hash: Buffer;
  prefix: string;
  name: string;
  actions: string[];
  client_ids: string[];
  requests_per_minute: number;
  burst: number;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
}

export async function insertKey(db: Connection, key: NewKey) {
  return await db.insertInto('api_key').values(key).returning(SHOWN).executeTakeFirstOrThrow();
}

/** False when there is no such key or it was revoked before. */
export async function revokeKey(db: Connection, id: string, by: string, now: Date): Promise<boolean> {
  const revoked = await db
    .updateTable('api_key')
    .set({ revoked_at: now, revoked_by: by })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows > 0n;
}

/** Revokes all keys a person made; returns their ids. */
export async function revokeKeysOf(db: Connection, userId: string, by: string, now: Date): Promise<string[]> {
  const rows = await db
    .updateTable('api_key')
    .set({ revoked_at: now, revoked_by: by })
    .where('created_by', '=', userId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
