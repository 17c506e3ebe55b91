/** Stores leads, one or a thousand, in one transaction: new ones, second deliveries, and the neighbours they affect. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { LeadCreate } from '#contract/lead.ts';
import type { Tx } from '../platform/db.ts';
import { textArray } from '../platform/pg-arrays.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { gatherFacts } from './history/gather.ts';
import { atOnce } from './in-steps.ts';
import { type IntakeLead, takeInAll, takingIn, type Workbench } from './intake.ts';
import { forgetLikeness, lookUp } from './merging/look-up.ts';
import { findNeighbours, type Keyed } from './neighbours.ts';
import { scoreStored } from './prediction/at-intake.ts';
import { lockLeads, openLeads, type ReauditOptions, reauditLeads } from './reaudit.ts';
import { mergeDelivery, sealReason } from './record.ts';
import { refreshEngagement, type Touched } from './touchpoints/engagement-queries.ts';
import { type InsertChunk, insertChunk, prepareInsert, updateLeads } from './write.ts';

/** More leads at once are compared by the linkage job, after their import or at night. */
const COMPARED_AT_ONCE = 50;

/** Leads made ready for one transaction. */
export interface Batch {
  /** One per external id, in the order they came; later deliveries in the same batch are merged into the first. */
  leads: IntakeLead[];
  insert: InsertChunk;
  /** For every delivery, the index of its lead in `leads`. */
  leadOf: number[];
}

export interface BatchResult {
  stored: number;
  updated: number;
  /** For every delivery, its lead as stored. */
  leads: IntakeLead[];
  /** For every delivery, whether it made a new lead. */
  isNew: boolean[];
}

/** Audits, seals and encodes deliveries: all the CPU that can be spent before the transaction begins. */
export function prepareBatch(bench: Workbench, deliveries: readonly LeadCreate[], importId?: string): Batch {
  return atOnce(preparingBatch(bench, deliveries, importId));
}

/** The same in steps of some milliseconds. */
export function* preparingBatch(
  bench: Workbench,
  deliveries: readonly LeadCreate[],
  importId?: string,
): Generator<void, Batch> {
  const merged: LeadCreate[] = [];
  const places = new Map<string, number>();
  const leadOf = deliveries.map((delivery) => {
    const place = delivery.external_id === undefined ? undefined : places.get(delivery.external_id);
    if (place !== undefined) {
      merged[place] = mergeDelivery(merged[place]!, delivery);
      return place;
    }
    merged.push(delivery);
    if (delivery.external_id !== undefined) places.set(delivery.external_id, merged.length - 1);
    return merged.length - 1;
  });
  const leads = yield* takingIn(bench, merged);
  yield;
  return { leads, leadOf, insert: prepareInsert(bench, leads, importId) };
}

/**
 * Stores a prepared batch. Takes the locks that keep two writers of the same e-mail, phone or external id apart:
 * `whole` locks the client, for imports; otherwise only the keys are locked.
 */
export async function storeBatch(
  tx: Tx,
  bench: Workbench,
  batch: Batch,
  options: { whole: boolean; actor: string; importId?: string } & Pick<ReauditOptions, 'dns'>,
): Promise<BatchResult> {
  const { clientId } = bench.context;
  await lockClient(tx, clientId, options.whole ? 'exclusive' : lockKeysOf(batch.leads));
  const known = await storedByExternalId(tx, bench, batch.leads);
  const fresh = known.size === 0 ? batch.leads : batch.leads.filter((lead) => !known.has(externalIdOf(lead)));
  await insertChunk(tx, clientId, known.size === 0 ? batch.insert : prepareInsert(bench, fresh, options.importId));
  const merged = await mergeStored(tx, bench, batch.leads, known, options.actor);
  const written = new Map([...fresh, ...merged.values()].map((lead) => [lead.id, lead]));
  const rewritten = [...merged.values()].map(({ id }) => id);
  const compared =
    written.size > COMPARED_AT_ONCE
      ? await forgetLikeness(tx, clientId, rewritten)
      : await lookUp(tx, bench, [...written.values()], rewritten);
  await auditAffected(tx, bench, written, [...known.values()], compared, options.dns);
  // What is known of the client is as old as an import that goes on for minutes.
  if (options.whole || bench.context.past.touches) {
    await refreshEngagement(tx, clientId, visitedBy(written.values()), bench.now);
  }
  await scoreStored(
    tx,
    bench.context,
    fresh.map(({ id }) => id),
  );
  const final = batch.leads.map((lead) => merged.get(externalIdOf(lead)) ?? lead);
  return {
    stored: fresh.length,
    updated: batch.leadOf.length - fresh.length,
    leads: batch.leadOf.map((place) => final[place] as IntakeLead),
    isNew: batch.leadOf.map(
      (place, index) => !known.has(externalIdOf(final[place] as IntakeLead)) && batch.leadOf.indexOf(place) === index,
    ),
  };
}

/** Leads that came with a device or visitor may have a journey already; the others are their own visitor. */
function visitedBy(leads: Iterable<IntakeLead>): Touched {
  const known = Array.from(leads).filter(({ lead }) => lead.device?.visitor_id || lead.device?.device_id);
  return { visitors: known.map(({ keys }) => keys.visitor), leadIds: [] };
}

const externalIdOf = (lead: IntakeLead) => lead.lead.external_id ?? '';

async function storedByExternalId(
  tx: Tx,
  bench: Workbench,
  leads: readonly IntakeLead[],
): Promise<Map<string, IntakeLead>> {
  const externalIds = leads.flatMap(({ lead }) => lead.external_id ?? []);
  if (externalIds.length === 0) return new Map();
  // A probe of the one index for each, without a condition on client_id beside that of row-level security: of a client
  // that is new to the statistics the planner expects no lead, and would read all of them for each id. The locks name it.
  const { rows } = await sql<{ id: string }>`
    select found.id from unnest(${textArray(externalIds)}::text[]) as t(external_id),
      lateral (select (select lead.id from lead
        where lead.external_id = t.external_id
        order by lead.external_id limit 1) as id) as found
    where found.id is not null`.execute(tx);
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  await lockLeads(tx, bench.context.clientId, ids);
  const opened = await openLeads(tx, bench, ids);
  return new Map(opened.map((lead) => [externalIdOf(lead), lead]));
}

async function mergeStored(
  tx: Tx,
  bench: Workbench,
  leads: readonly IntakeLead[],
  known: ReadonlyMap<string, IntakeLead>,
  actor: string,
): Promise<Map<string, IntakeLead>> {
  const met = leads.flatMap(({ lead }) => {
    const before = known.get(lead.external_id ?? '');
    return before ? [{ before, lead: mergeDelivery(before.lead, lead) }] : [];
  });
  const merged = takeInAll(
    bench,
    met.map(({ lead }) => lead),
    met.map(({ before }) => before),
  );
  await rewriteLeads(tx, bench, [...known.values()], merged, actor);
  return new Map(merged.map((lead) => [externalIdOf(lead), lead]));
}

/** Writes leads anew over what was stored, with an event each that names the fields that changed. */
export async function rewriteLeads(
  tx: Tx,
  bench: Workbench,
  before: readonly IntakeLead[],
  after: readonly IntakeLead[],
  actor: string,
  reason?: string,
): Promise<void> {
  await updateLeads(tx, bench, after);
  const old = new Map(before.map((lead) => [lead.id, lead.lead]));
  const events = after.flatMap((lead) => {
    const previous = old.get(lead.id);
    const fields = previous ? changedFields(previous, lead.lead) : [];
    if (fields.length === 0) return [];
    const status =
      previous && previous.conversion_status !== lead.lead.conversion_status
        ? { from: previous.conversion_status ?? 'new', to: lead.lead.conversion_status ?? 'new' }
        : {};
    return [
      {
        client_id: bench.context.clientId,
        id: uuidv7(bench.now),
        lead_id: lead.id,
        at: new Date(bench.now),
        actor,
        kind: 'from' in status ? 'status' : 'updated',
        detail: JSON.stringify({ fields, ...status }),
        ...(reason
          ? { person_id: lead.person.id, reason: sealReason(bench.vault, bench.context.clientId, lead.person, reason) }
          : {}),
      },
    ];
  });
  if (events.length > 0) await tx.insertInto('lead_event').values(events).execute();
}

function changedFields(before: LeadCreate, after: LeadCreate): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof LeadCreate>;
  return [...fields].filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).sort();
}

/** Audits again whoever is not alone: has an earlier lead with the same key, a signal, a list; and later ones it concerns. */
export async function auditAffected(
  tx: Tx,
  bench: Workbench,
  written: ReadonlyMap<string, IntakeLead>,
  before: readonly Keyed[],
  compared: ReadonlySet<string>,
  dns?: ReauditOptions['dns'],
): Promise<void> {
  const leads = [...written.values()];
  const now = await gatherFacts(tx, bench, leads);
  const affected = new Set([...now.known, ...now.later, ...compared]);
  if (before.length > 0) {
    // A lead that changed its e-mail leaves behind a later one that took it for its original.
    const former = await findNeighbours(tx, before);
    for (const id of former.later) affected.add(id);
    for (const { id } of before) affected.add(id);
  }
  if (dns) for (const { id } of leads) affected.add(id);
  await reauditLeads(tx, bench, [...affected], { known: written, ...(dns ? { dns } : {}) });
}

/**
 * Rows of an unnest come in its order: the client is locked before the keys, and these in an order that all writers
 * keep, so that two of them never wait for each other in a ring.
 */
async function lockClient(tx: Tx, clientId: string, keys: 'exclusive' | bigint[]): Promise<void> {
  const client = lockNumber(clientId).toString();
  if (keys === 'exclusive') {
    await sql`select pg_advisory_xact_lock(${client}::bigint)`.execute(tx);
    return;
  }
  await sql`
    select case place when 1 then pg_advisory_xact_lock_shared(key) else pg_advisory_xact_lock(key) end
    from unnest(${[client, ...keys.map(String)]}::bigint[]) with ordinality as t(key, place)`.execute(tx);
}

function lockKeysOf(leads: readonly IntakeLead[]): bigint[] {
  const keys = leads.flatMap(({ emailKey, phoneKey, lead }) => [
    ...(emailKey ? [emailKey.readBigInt64BE(0)] : []),
    ...(phoneKey ? [phoneKey.readBigInt64BE(0)] : []),
    ...(lead.external_id === undefined ? [] : [lockNumber(`${lead.client_id}\0${lead.external_id}`)]),
  ]);
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function lockNumber(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigInt64BE(0);
}
