/** Starting the search for duplicates among all leads of a client: when somebody asks, and each night. */
import { sql } from 'kysely';
import { findJob, insertJob, type JobRow } from '../../jobs/queries.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { type Database, inScope, type Tx } from '../../platform/db.ts';
import type { JobTicket, Queue } from '../../platform/queue.ts';
import type { LeadDeps } from '../deps.ts';

/** 02:30 UTC every day: minute, hour. */
export const NIGHTLY = '30 2 * * *';

/** Enqueues the job, or gives back the one that has not ended yet. */
export async function startLinkage(deps: LeadDeps, principal: Principal, clientId: string): Promise<JobRow> {
  const clients = clientsFor(principal, 'lead.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const open = await openLinkage(tx, clientId);
    if (open !== undefined) return (await findJob(tx, open))!;
    const id = await enqueue(tx, deps.queue, clientId, `${principal.kind}:${principal.id}`);
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.linkage-started',
      object: { type: 'job', id },
      detail: {},
    });
    return (await findJob(tx, id))!;
  });
}

/** Enqueues the job for every client whose leads changed since its last run. Returns how many. */
export async function linkAll(db: Database, queue: Pick<Queue, 'send'>): Promise<number> {
  const clients = await inScope(db, { clients: [], installation: true }, async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from client`.execute(tx);
    return rows.map(({ id }) => id);
  });
  let started = 0;
  for (const clientId of clients) {
    await inScope(db, { clients: [clientId] }, async (tx) => {
      const { rows } = await sql<{ changed: boolean }>`
        select exists (select from lead where client_id = ${clientId} and updated_at > coalesce(
          (select max(started_at) from job where client_id = ${clientId} and kind = 'linkage' and state = 'completed'),
          '-infinity')) as changed`.execute(tx);
      if (!rows[0]?.changed || (await openLinkage(tx, clientId)) !== undefined) return;
      await enqueue(tx, queue, clientId, 'system:nightly');
      started += 1;
    });
  }
  return started;
}

/** Enqueues the job after one that brought many leads, which were not compared as they came. */
export async function linkAfter(db: Database, queue: Pick<Queue, 'send'>, ended: JobTicket): Promise<void> {
  await inScope(db, { clients: [ended.client_id] }, async (tx) => {
    const job = await findJob(tx, ended.job_id);
    if (job === undefined || job.state !== 'completed' || !['import', 'demo'].includes(job.kind)) return;
    if ((await openLinkage(tx, ended.client_id)) === undefined) {
      await enqueue(tx, queue, ended.client_id, `system:${job.id}`);
    }
  });
}

async function openLinkage(tx: Tx, clientId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from job
    where client_id = ${clientId} and kind = 'linkage' and state in ('queued', 'running') limit 1`.execute(tx);
  return rows[0]?.id;
}

async function enqueue(tx: Tx, queue: Pick<Queue, 'send'>, clientId: string, createdBy: string): Promise<string> {
  const title = 'Search for duplicates among all leads';
  const id = await insertJob(tx, { clientId, kind: 'linkage', title, input: {}, createdBy });
  await queue.send(tx, { client_id: clientId, job_id: id });
  return id;
}
