/** Starting an audit report: the writing is left to a job. */
import * as z from 'zod';
import { REPORT_FORMATS, type ReportRequest } from '#contract/reports.ts';
import { joinValues } from '#domain/lead-list/value-list.ts';
import { findJob, insertJob, type JobRow } from '../../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';
import { requirePeriod } from '../period.ts';

/** What the job is told; an export whose input has a report is one. */
export const ReportInput = z.object({
  report: z.object({ source: z.string(), from: z.string(), to: z.string() }),
  format: z.enum(REPORT_FORMATS),
});

/** Enqueues the report on one source. Throws 404 where the source sent nothing in the period. */
export async function startReport(deps: LeadDeps, principal: Principal, wanted: ReportRequest): Promise<JobRow> {
  const { client_id: clientId, source, format } = wanted;
  const clients = clientsFor(principal, 'lead.export', clientId);
  const { from, to } = requirePeriod(wanted);
  await deps.pull.fresh();
  const [any] = await deps.matchingIds(clients, { source: joinValues([source]), from, to }, 1);
  if (any === undefined) throw notFound();
  const input: z.infer<typeof ReportInput> = { report: { source, from, to }, format };
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const id = await insertJob(tx, {
      clientId,
      kind: 'export',
      title: `Audit report on ${source} as ${format.toUpperCase()}`,
      input,
      createdBy: actorOf(principal),
    });
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'report.started',
      object: { type: 'job', id },
      detail: { from, to, format },
    });
    await deps.queue.send(tx, { client_id: clientId, job_id: id });
    const job = await findJob(tx, id);
    if (job === undefined) throw new Error('The job that was just written is not there.');
    return job;
  });
}
