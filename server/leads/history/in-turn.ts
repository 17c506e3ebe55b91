/** Sweeps of one client take turns, in whichever thread or server: what an older look found must not replace a newer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../platform/db.ts';

const LOOK_MS = 100;

/**
 * Runs `work` when nobody else sweeps the client. The lock is the session's, and ends with it; it is asked for again and
 * again, because a statement that waits for it would be given up after a while.
 */
export async function inTurn<T>(db: Database, clientId: string, work: () => Promise<T>): Promise<T> {
  return await db.connection().execute(async (session) => {
    const key = sql`hashtextextended(${`sweep ${clientId}`}, 0)`;
    for (;;) {
      const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${key}) as held`.execute(session);
      if (rows[0]?.held) break;
      await sleep(LOOK_MS);
    }
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(session);
    }
  });
}
