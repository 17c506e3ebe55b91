/** Audits many stored leads again, chunk by chunk; goes on where it stopped. */
import { sql } from 'kysely';
import * as z from 'zod';
import { LeadFilter } from '#contract/lead-list.ts';
import { advanceJob } from '../jobs/queries.ts';
import { Cancelled, type JobTools } from '../jobs/tools.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope } from '../platform/db.ts';
import { dnsFacts, systemResolver } from '../platform/dns.ts';
import { loadContext } from './context.ts';
import { leadMatcher } from './matching-ids.ts';
import { reauditLeads } from './reaudit.ts';

/** Few, because a chunk holds its leads' rows, and whoever delivers one of them waits. */
const LEADS_PER_CHUNK = 250;
const LEADS_MAX = 20_000_000;

/** Neither ids nor a filter: all leads of the client. */
const Input = z.object({ ids: z.array(z.string()).optional(), filter: LeadFilter.optional() });
const Resume = z.object({ after: z.string(), changed: z.int() });

/** Works an audit or rescore job. Result: how many leads were audited, how many have another score or status. */
export async function runAudit({ job, db, scope, deps }: JobTools): Promise<Record<string, unknown>> {
  const input = Input.parse(job.input);
  const dns = deps.dns ? dnsFacts(systemResolver(), Date.now) : undefined;
  const resume = job.resume === null ? undefined : Resume.parse(job.resume);
  let after = resume?.after ?? '00000000-0000-0000-0000-000000000000';
  let changed = resume?.changed ?? 0;
  let done = job.done;
  const chosen = await chosenIds({ db, deps }, job.client_id, input);
  const total = chosen?.length ?? (await countLeads({ db, scope, clientId: job.client_id }));
  for (;;) {
    const finished = await inScope(db, scope, async (tx) => {
      const ids = chosen
        ? nextOf(chosen, after)
        : (
            await tx
              .selectFrom('lead')
              .select('id')
              .where('client_id', '=', job.client_id)
              .where('id', '>', after)
              .orderBy('id')
              .limit(LEADS_PER_CHUNK)
              .execute()
          ).map(({ id }) => id);
      const last = ids.at(-1);
      if (last === undefined) return true;
      const bench = {
        vault: deps.vault,
        context: await loadContext(tx, job.client_id),
        ipCountries: deps.ipCountries,
        now: Date.now(),
      };
      const { rows: before } = await sql<{ id: string; state: string }>`
        select id, quality_score || ' ' || validation_status as state from lead
        where client_id = ${job.client_id} and id = any(${ids}::uuid[])`.execute(tx);
      const states = new Map(before.map(({ id, state }) => [id, state]));
      const leads = await reauditLeads(tx, bench, ids, dns ? { dns } : {});
      changed += leads.filter(
        ({ id, packed }) => `${packed.quality_score.toFixed(2)} ${packed.validation_status}` !== states.get(id),
      ).length;
      done += leads.length;
      after = last;
      await append(tx, {
        clientId: job.client_id,
        actor: { kind: 'system', id: job.id },
        action: 'lead.audited',
        object: { type: 'job', id: job.id },
        detail: { leads: leads.length },
      });
      if (await advanceJob(tx, job.id, { done, total, resume: { after, changed } })) throw new Cancelled();
      return false;
    });
    if (finished) return { leads: done, changed };
  }
}

async function chosenIds(
  { db, deps }: Pick<JobTools, 'db' | 'deps'>,
  clientId: string,
  input: z.infer<typeof Input>,
): Promise<string[] | undefined> {
  if (input.ids) return [...input.ids].sort();
  if (!input.filter) return undefined;
  const match = leadMatcher({ db, clickhouse: deps.clickhouse, clock: Date.now });
  return (await match([clientId], input.filter, LEADS_MAX)).sort();
}

/** The next chunk of sorted ids. */
function nextOf(ids: readonly string[], after: string): string[] {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? '') > after) high = middle;
    else low = middle + 1;
  }
  return ids.slice(low, low + LEADS_PER_CHUNK);
}

async function countLeads({ db, scope, clientId }: Pick<JobTools, 'db' | 'scope'> & { clientId: string }) {
  const row = await inScope(db, scope, (tx) =>
    tx
      .selectFrom('lead')
      .select((select) => select.fn.countAll<number>().as('leads'))
      .where('client_id', '=', clientId)
      .executeTakeFirstOrThrow(),
  );
  return row.leads;
}
