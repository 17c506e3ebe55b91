/** Starting a file of conversions for an advertising platform: the writing is left to a job. */
import * as z from 'zod';
import { type ConversionExport, ConversionPlatform } from '#contract/conversions.ts';
import { LeadFilter } from '#contract/lead-list.ts';
import { findJob, insertJob, type JobRow } from '../../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope } from '../../platform/db.ts';
import type { LeadDeps } from '../deps.ts';
import { leadWhere } from '../filter.ts';
import { findFilterScope } from '../segments/book.ts';

/** What the job is told; an export whose input has conversions is one. `reveal`: who fetches the file must be allowed to. */
export const ConversionInput = z.object({
  conversions: z.object({ platform: ConversionPlatform, name: z.string() }),
  filter: LeadFilter,
  reveal: z.literal(true),
});

const TITLES: Record<ConversionPlatform, string> = { google_ads: 'Google Ads', meta: 'Meta' };

/**
 * Enqueues the file. It holds click ids, and digests that anybody can make from an address, so it takes the right to
 * reveal personal values beside that to export. Throws 403, 404 for a client out of reach, 422 for an unreadable filter.
 */
export async function startConversions(
  deps: LeadDeps,
  principal: Principal,
  wanted: ConversionExport,
): Promise<JobRow> {
  const { client_id: clientId, platform, conversion_name: name, filter = {} } = wanted;
  const clients = clientsFor(principal, 'lead.export', clientId);
  clientsFor(principal, 'lead.reveal', clientId);
  const scope = scopeOf(principal, clients);
  // A filter that cannot be read is told now, not by a job that fails.
  leadWhere(filter, await inScope(deps.db, scope, (tx) => findFilterScope(tx, clients, filter, deps.clock())));
  const input: z.infer<typeof ConversionInput> = { conversions: { platform, name }, filter, reveal: true };
  await deps.pull.fresh();
  return await inScope(deps.db, scope, async (tx) => {
    const id = await insertJob(tx, {
      clientId,
      kind: 'export',
      title: `Conversions for ${TITLES[platform]}`,
      input,
      createdBy: actorOf(principal),
    });
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'conversions.started',
      object: { type: 'job', id },
      detail: { platform, name, fields: Object.keys(filter) },
    });
    await deps.queue.send(tx, { client_id: clientId, job_id: id });
    const job = await findJob(tx, id);
    if (job === undefined) throw new Error('The job that was just written is not there.');
    return job;
  });
}
