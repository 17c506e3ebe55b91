/** Sessions: begun at sign-in, read by the cookie, touched while used, over when idle. */
import type { Connection } from '../platform/db.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { hashOfSessionToken } from './session-store.ts';
import { newToken } from './tokens.ts';

/** A session ends this long after sign-in, however busy it is. */
export const SESSION_SECONDS = 7 * 24 * 3600;
/** A session unused for this long is over. */
export const IDLE_SECONDS = 24 * 3600;
/** How often use is written down. */
const TOUCH_SECONDS = 300;

export interface Session {
  id: string;
  userId: string;
}

export interface Visitor {
  ip: string;
  userAgent: string | undefined;
}

/** Begins a session and returns the token for its cookie. */
export async function beginSession(db: Connection, userId: string, visitor: Visitor, now: Date): Promise<string> {
  const token = newToken();
  await db
    .insertInto('auth_session')
    .values({
      id: uuidv7(),
      token: hashOfSessionToken(token),
      user_id: userId,
      ip_address: visitor.ip,
      user_agent: visitor.userAgent?.slice(0, 300) ?? null,
      expires_at: new Date(now.getTime() + SESSION_SECONDS * 1000),
      created_at: now,
      updated_at: now,
    })
    .execute();
  return token;
}

/** The session of a token while it lasts. One that was idle too long is deleted, for better-auth would go on with it. */
export async function readSession(db: Connection, token: string, now: Date): Promise<Session | undefined> {
  const row = await db
    .selectFrom('auth_session')
    .select(['id', 'user_id', 'expires_at', 'updated_at'])
    .where('token', '=', hashOfSessionToken(token))
    .executeTakeFirst();
  if (!row) return undefined;
  const idleSeconds = (now.getTime() - row.updated_at.getTime()) / 1000;
  if (row.expires_at <= now || idleSeconds > IDLE_SECONDS) {
    await db.deleteFrom('auth_session').where('id', '=', row.id).execute();
    return undefined;
  }
  if (idleSeconds > TOUCH_SECONDS) {
    await db.updateTable('auth_session').set({ updated_at: now }).where('id', '=', row.id).execute();
  }
  return { id: row.id, userId: row.user_id };
}

/** A person's sessions that last, the latest used first. */
export async function listSessions(db: Connection, userId: string, now: Date) {
  return await db
    .selectFrom('auth_session')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'updated_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .where('updated_at', '>', new Date(now.getTime() - IDLE_SECONDS * 1000))
    .orderBy('updated_at', 'desc')
    .execute();
}

/** Ends one session of a person; false when it is not theirs or not there. */
export async function endSession(db: Connection, userId: string, id: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('auth_session')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

/** Ends all sessions of a person except one; returns how many. */
export async function endOtherSessions(db: Connection, userId: string, keptId: string | undefined): Promise<number> {
  const deleted = await db
    .deleteFrom('auth_session')
    .where('user_id', '=', userId)
    .$if(keptId !== undefined, (query) => query.where('id', '<>', keptId as string))
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
