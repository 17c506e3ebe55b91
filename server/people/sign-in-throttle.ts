/** Slows down guessing at one account, from however many addresses. Known and unknown accounts are treated alike. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Connection } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';

/** Tries at once; a forgetful person needs fewer. */
export const TRIES_MAX = 10;
/** Then one try per this time. Passkeys are not counted, so nobody is locked out by somebody else's guessing. */
export const SECONDS_PER_TRY = 90;

function keyOf(account: string): Buffer {
  return createHash('sha256').update(account.trim().toLowerCase()).digest();
}

/** Takes one try of an account before its password or code is looked at. Throws 429 when none is left. */
export async function takeTry(db: Connection, account: string, now: Date): Promise<void> {
  const key = keyOf(account);
  const left = sql<number>`least(${TRIES_MAX}, auth_attempt.tries_left
    + greatest(0, extract(epoch from (${now}::timestamptz - auth_attempt.at))) / ${SECONDS_PER_TRY})`;
  const taken = await sql`
    insert into auth_attempt (account, tries_left, at) values (${key}, ${TRIES_MAX - 1}, ${now})
    on conflict (account) do update set tries_left = ${left} - 1, at = excluded.at where ${left} >= 1
    returning tries_left`.execute(db);
  if (taken.rows.length > 0) return;
  const { rows } = await sql<{ left: number }>`
    select ${left}::float8 as left from auth_attempt where account = ${key}`.execute(db);
  const seconds = Math.max(1, Math.ceil((1 - (rows[0]?.left ?? 0)) * SECONDS_PER_TRY));
  throw new AppError(429, 'too-many-attempts', `Too many attempts at this account. Try again in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

/** Gives an account all its tries back after a success, and forgets accounts that have long recovered. */
export async function forgetTries(db: Connection, account: string, now: Date): Promise<void> {
  await sql`delete from auth_attempt where account = ${keyOf(account)}
    or at < ${now}::timestamptz - interval '1 day'`.execute(db);
}
