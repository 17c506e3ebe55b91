/** Starts the jobs that merge everything above the upper line, or undo what such a job merged. */
import { findJob, insertJob, type JobRow, requestCancel } from '../../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';

export async function startAutoMerge(deps: LeadDeps, principal: Principal, clientId: string): Promise<JobRow> {
  const clients = clientsFor(principal, 'lead.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), (tx) =>
    start(tx, deps, principal, clientId, 'Merging of sure duplicates', {}),
  );
}

/** A job that still merges is cancelled first. Throws 404 when the job is none that merged. */
export async function undoAutoMerge(deps: LeadDeps, principal: Principal, jobId: string): Promise<JobRow> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const job = await findJob(tx, jobId);
    if (job?.kind !== 'merge' || 'undo' in (job.input as object)) throw notFound();
    clientsFor(principal, 'lead.write', job.client_id);
    // No chunk of it is kept once this is: each writes its progress to the row that is written here, and sees it.
    if (job.finished_at === null) await requestCancel(tx, jobId);
    return await start(tx, deps, principal, job.client_id, 'Undoing of a merge of many', { undo: jobId });
  });
}

async function start(
  tx: Tx,
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  title: string,
  input: Record<string, string>,
): Promise<JobRow> {
  const id = await insertJob(tx, { clientId, kind: 'merge', title, input, createdBy: actorOf(principal) });
  await append(tx, {
    clientId,
    actor: { kind: principal.kind, id: principal.id },
    action: 'lead.merge-started',
    object: { type: 'job', id },
    detail: input,
  });
  await deps.queue.send(tx, { client_id: clientId, job_id: id });
  const job = await findJob(tx, id);
  if (job === undefined) throw new Error('The job that was just written is not there.');
  return job;
}
