/** Starting an export: decides what its file may hold, and leaves the writing to a job. */
import * as z from 'zod';
import { EXPORT_FORMATS, type LeadExport, LeadFilter } from '#contract/lead-list.ts';
import { findJob, insertJob, type JobRow } from '../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope } from '../platform/db.ts';
import { refusedField } from '../platform/errors.ts';
import type { LeadDeps } from './deps.ts';
import { EXPORT_COLUMNS, exportColumns } from './export-columns.ts';
import { leadWhere } from './filter.ts';
import { findFilterScope } from './segments/book.ts';

/** What the job is told. `reveal`: personal values stand in clear. */
export const ExportInput = z.object({
  format: z.enum(EXPORT_FORMATS),
  filter: LeadFilter,
  columns: z.array(z.string()),
  anonymised: z.boolean(),
  reveal: z.boolean(),
});
export type ExportInput = z.infer<typeof ExportInput>;

/**
 * Enqueues an export of everything a filter matches. Personal columns are masked for those who may not reveal them, and
 * left out of an anonymised file. Throws 422 for an unknown column or filter value.
 */
export async function startExport(deps: LeadDeps, principal: Principal, wanted: LeadExport): Promise<JobRow> {
  const { client_id: clientId, format, filter = {}, anonymised } = wanted;
  const clients = clientsFor(principal, 'lead.export', clientId);
  const unknown = wanted.columns?.find((name) => !EXPORT_COLUMNS.includes(name));
  if (unknown !== undefined) throw refusedField('columns', `there is no column “${unknown}”`);
  const columns = exportColumns(wanted.columns, anonymised).map(({ name }) => name);
  if (columns.length === 0) throw refusedField('columns', 'none of them may stand in this file');
  // A filter that cannot be read is told now, not by a job that fails.
  const scope = scopeOf(principal, clients);
  leadWhere(filter, await inScope(deps.db, scope, (tx) => findFilterScope(tx, clients, filter, deps.clock())));
  const reveal = !anonymised && (principal.clients.get(clientId)?.has('lead.reveal') ?? false);
  const input: ExportInput = { format, filter, columns, anonymised, reveal };
  await deps.pull.fresh();
  return await inScope(deps.db, scope, async (tx) => {
    const id = await insertJob(tx, {
      clientId,
      kind: 'export',
      title: `Export of leads as ${format.toUpperCase()}`,
      input,
      createdBy: actorOf(principal),
    });
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'export.started',
      object: { type: 'job', id },
      detail: { format, anonymised, revealed: reveal, columns },
    });
    await deps.queue.send(tx, { client_id: clientId, job_id: id });
    const job = await findJob(tx, id);
    if (job === undefined) throw new Error('The job that was just written is not there.');
    return job;
  });
}
