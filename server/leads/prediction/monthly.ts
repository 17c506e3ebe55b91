/** Fits every client's model again each month. */
import { sql } from 'kysely';
import { insertJob } from '../../jobs/queries.ts';
import { type Database, inScope } from '../../platform/db.ts';
import type { Queue } from '../../platform/queue.ts';
import { activeModel, type KeptFeatures } from './kept-model.ts';

/** 03:00 UTC on the first of the month: minute, hour, day of the month. */
export const MONTHLY = '0 3 1 * *';
const HOUR = 3;

/** The next time MONTHLY comes, after `now` in ms. */
export function nextMonthly(now: number): Date {
  const at = new Date(now);
  const thisMonth = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1, HOUR);
  return new Date(thisMonth > now ? thisMonth : Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1, HOUR));
}

/** Enqueues a fit for every client that has a model, with the settings of its last one. Returns how many. */
export async function fitAll(db: Database, queue: Pick<Queue, 'send'>, now: number): Promise<number> {
  const clients = await inScope(db, { clients: [], installation: true }, async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from client`.execute(tx);
    return rows.map(({ id }) => id);
  });
  let started = 0;
  for (const clientId of clients) {
    await inScope(db, { clients: [clientId] }, async (tx) => {
      const model = await activeModel(tx, clientId);
      if (model === undefined) return;
      const id = await insertJob(tx, {
        clientId,
        kind: 'model_fit',
        title: 'Learning anew what makes leads convert, as every month',
        input: {
          horizon_days: model.horizon_days,
          accept: (model.features as unknown as KeptFeatures).accepted,
          at: new Date(now).toISOString(),
        },
        createdBy: 'system:monthly',
      });
      await queue.send(tx, { client_id: clientId, job_id: id });
      started++;
    });
  }
  return started;
}
