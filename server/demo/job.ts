/** Brings the leads of one demo client, by the way any leads come: audited batches, in order, resumable. */
import { sql } from 'kysely';
import * as z from 'zod';
import { CLIENT_KEYS } from '../../demo/clients/template.ts';
import type { DemoLead } from '../../demo/compose.ts';
import type { DemoTouchpoint } from '../../demo/touchpoints.ts';
import { type DemoJourney, type DemoStatusChange, type DemoWorld, demoWorld } from '../../demo/world.ts';
import { advanceJob } from '../jobs/queries.ts';
import { Cancelled, type JobTools } from '../jobs/tools.ts';
import { prepareBatch, storeBatch } from '../leads/batch.ts';
import { loadContext } from '../leads/context.ts';
import { type SweepTools, sweepAfter } from '../leads/history/watch.ts';
import type { IntakeLead, Workbench } from '../leads/intake.ts';
import { storeTouchpoints, touchpointRow } from '../leads/touchpoints/store.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { uuidv7 } from '../platform/uuid.ts';

const LEADS_PER_CHUNK = 1000;

const Input = z.object({ key: z.enum(CLIENT_KEYS), seed: z.int(), now: z.string() });

/** Works a demo job. Result: how many leads were stored. */
export async function runDemo(tools: SweepTools): Promise<Record<string, unknown>> {
  const input = Input.parse(tools.job.input);
  const now = new Date(input.now);
  const brought = await bringLeads(tools, now, demoWorld({ seed: input.seed, now, only: input.key }));
  await sweepAfter(tools);
  return brought;
}

/** Brings the leads of a world of one client, audited as of the instant up to which the world goes. */
export async function bringLeads(
  { job, db, scope, deps }: JobTools,
  now: Date,
  world: Pick<DemoWorld, 'leads' | 'statusChanges' | 'journeys'>,
): Promise<{ leads: number }> {
  const leads = Array.from(world.leads());
  const changes = Map.groupBy(world.statusChanges(), (change) => change.external_id);
  const context = await inScope(db, scope, (tx) => loadContext(tx, job.client_id));
  const bench = { vault: deps.vault, context, ipCountries: deps.ipCountries, now: now.getTime() };
  const journeys = world.journeys();
  let done = job.done;
  while (done < leads.length) {
    const chunk = leads.slice(done, done + LEADS_PER_CHUNK).map((lead) => delivered(lead, job.client_id));
    const batch = prepareBatch(bench, chunk);
    const touchpoints = touchpointsOf(journeys, new Set(chunk.map((lead) => lead.external_id)));
    done += chunk.length;
    const stop = await inScope(db, scope, async (tx) => {
      const result = await storeBatch(tx, bench, batch, { whole: true, actor: 'system:demo' });
      await writeStages(tx, job.client_id, result.leads, changes);
      await writeTouchpoints(tx, bench, result.leads, touchpoints);
      await append(tx, {
        clientId: job.client_id,
        actor: { kind: 'system', id: job.id },
        action: 'lead.delivered',
        object: { type: 'job', id: job.id },
        detail: { stored: result.stored, updated: result.updated },
      });
      return await advanceJob(tx, job.id, { done, total: leads.length });
    });
    if (stop) throw new Cancelled();
  }
  return { leads: leads.length };
}

/** The touchpoints around the leads with these ids, read on until all of them were met. */
function touchpointsOf(journeys: Iterator<DemoJourney>, ids: Set<string | undefined>): DemoTouchpoint[] {
  const found: DemoTouchpoint[] = [];
  while (ids.size > 0) {
    const next = journeys.next();
    if (next.done) throw new Error('The demo world has no journey for one of its leads.');
    if (ids.delete(next.value.external_id)) found.push(...next.value.touchpoints);
  }
  return found;
}

/** Whoever became a lead has the lead's visitor, whatever the site called it. */
async function writeTouchpoints(
  tx: Tx,
  bench: Workbench,
  leads: readonly IntakeLead[],
  touchpoints: readonly DemoTouchpoint[],
): Promise<void> {
  const { clientId, sources } = bench.context;
  const byExternalId = new Map(leads.map((lead) => [lead.lead.external_id, lead]));
  const rows = touchpoints.map(
    ({ visitor_id, lead: externalId, landing_page, client: _, utm_source: __, ...touch }) => {
      const lead = externalId === undefined ? undefined : byExternalId.get(externalId);
      const known = lead && { id: lead.id, visitor: lead.keys.visitor };
      return touchpointRow(
        { ...touch, ...(known ? {} : { visitor_id }), ...(landing_page === undefined ? {} : { page: landing_page }) },
        { vault: bench.vault, clientId, sources, now: bench.now, lead: known },
      );
    },
  );
  await storeTouchpoints(tx, clientId, rows, bench.now);
}

function delivered(lead: DemoLead, clientId: string) {
  const { client: _, ...rest } = lead;
  return { ...rest, client_id: clientId };
}

/** When each lead reached its stages, and the events that tell it. */
async function writeStages(
  tx: Tx,
  clientId: string,
  leads: readonly { id: string; lead: { external_id?: string | undefined } }[],
  changes: ReadonlyMap<string, DemoStatusChange[]>,
): Promise<void> {
  const steps = leads.flatMap(({ id, lead }) =>
    (changes.get(lead.external_id ?? '') ?? []).map((change, index, all) => ({
      id,
      at: change.at,
      to: change.status,
      from: all[index - 1]?.status,
    })),
  );
  const moved = steps.filter((step) => step.from !== undefined);
  if (moved.length === 0) return;
  const at = (status: string) => sql`max(t.at) filter (where t.status = ${status})`;
  await sql`
    update lead set contacted_at = reached.contacted, qualified_at = reached.qualified, lost_at = reached.lost
    from (select t.id, ${at('contacted')} as contacted, ${at('qualified')} as qualified, ${at('lost')} as lost
      from unnest(${moved.map((step) => step.id)}::uuid[], ${moved.map((step) => step.to)}::text[],
        ${moved.map((step) => step.at)}::timestamptz[]) as t(id, status, at)
      group by t.id) as reached
    where lead.client_id = ${clientId} and lead.id = reached.id`.execute(tx);
  await sql`
    insert into lead_event (client_id, id, lead_id, at, actor, kind, detail)
    select ${clientId}, t.id, t.lead_id, t.at, 'system:demo', 'status', t.detail
    from unnest(${moved.map(() => uuidv7())}::uuid[], ${moved.map((step) => step.id)}::uuid[],
      ${moved.map((step) => step.at)}::timestamptz[],
      ${moved.map((step) => JSON.stringify({ from: step.from, to: step.to }))}::jsonb[]) as t(id, lead_id, at, detail)`.execute(
    tx,
  );
}
