/** Merging leads into one person, and undoing it. */
import { sql } from 'kysely';
import type { MergeCreate, MergeRecord } from '#contract/duplicates.ts';
import { pairsOf } from '#domain/identity/replay.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { textArray, uuidArray } from '../../platform/pg-arrays.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { LeadDeps } from '../deps.ts';
import { leadsOfPersons, lockDecisions } from './events.ts';
import { learnFromAnswers } from './learn.ts';
import { findMerges, mergeReply } from './merge-log.ts';
import { type Stamp, settle } from './persons.ts';
import { type MergePlan, planMerge } from './plan.ts';

/** Joins leads into one person. Throws 409 for what somebody keeps apart, unless the request says it knows. */
export async function mergeLeads(deps: LeadDeps, principal: Principal, request: MergeCreate): Promise<MergeRecord> {
  const { client_id: clientId } = request;
  const clients = clientsFor(principal, 'lead.write', clientId);
  const stamp = { actor: actorOf(principal), now: deps.clock() };
  const merge = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    await lockDecisions(tx, clientId);
    const plan = await planMerge(tx, request);
    if (plan.apart.length > 0 && !request.although_apart) {
      throw new AppError(409, 'kept-apart', 'Somebody said that these are different people. Merge them knowingly.');
    }
    const [id = ''] = await writeMerges(tx, clientId, [plan], { ...stamp, confirmed: true, jobId: undefined });
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.merged',
      object: { type: 'merge', id },
      detail: { leads: plan.rows.length, survivor: plan.leading, although_apart: plan.apart.length > 0 },
    });
    await learnFromAnswers(tx, deps, clientId, stamp);
    const [written] = await findMerges(tx, clientId, [id]);
    return written;
  });
  if (merge === undefined) throw notFound();
  return mergeReply(merge);
}

/** What a merge event says. */
export type MergeDraft = Pick<MergePlan, 'members' | 'survivor' | 'choices' | 'weights'>;

/** Writes merges, in their order, and settles what follows from them. Returns their ids. The audit entry is the caller's. */
export async function writeMerges(
  tx: Tx,
  clientId: string,
  drafts: readonly MergeDraft[],
  how: Stamp & { confirmed: boolean; jobId: string | undefined },
): Promise<string[]> {
  const merges = drafts.map((draft) => ({ ...draft, id: uuidv7(how.now) }));
  await insertMerges(tx, clientId, merges, how);
  if (how.confirmed) {
    for (const { id, members } of merges) {
      await answerPairs(tx, clientId, members, { id, answer: 'same', origin: 'merge' }, how);
    }
  }
  const leads = await settle(
    tx,
    clientId,
    merges.flatMap(({ members }) => members),
    how,
  );
  const living = new Set(leads);
  for (const { id, members } of merges) {
    const concerned = await leadsOfPersons(tx, clientId, members);
    await writeEvents(
      tx,
      clientId,
      concerned.filter((lead) => living.has(lead)),
      'merged',
      id,
      how,
    );
  }
  return merges.map(({ id }) => id);
}

async function insertMerges(
  tx: Tx,
  clientId: string,
  merges: readonly (MergeDraft & { id: string })[],
  how: Stamp & { confirmed: boolean; jobId: string | undefined },
): Promise<void> {
  const members = merges.flatMap((merge) => merge.members.map((lead) => ({ id: merge.id, lead })));
  await sql`insert into merge_event
      (client_id, id, place, survivor, choices, confirmed, weights, model_version, job_id, merged_by, merged_at)
    select ${clientId}::uuid, t.id, t.at + (select coalesce(max(place), 0) from merge_event where client_id = ${clientId}::uuid),
      t.survivor, t.choices::jsonb, ${how.confirmed}::bool, t.weights::jsonb,
      case when t.weights <> '[]' then (select max(version) from linkage_model where client_id = ${clientId}::uuid) end,
      ${how.jobId ?? null}::uuid, ${how.actor}::text, ${new Date(how.now)}::timestamptz
    from unnest(${uuidArray(merges.map(({ id }) => id))}::uuid[], ${uuidArray(merges.map(({ survivor }) => survivor))}::uuid[],
      ${textArray(merges.map(({ choices }) => JSON.stringify(choices)))}::text[],
      ${textArray(merges.map(({ weights }) => JSON.stringify(weights)))}::text[])
      with ordinality as t(id, survivor, choices, weights, at)`.execute(tx);
  await sql`insert into merge_member (client_id, merge_id, lead_id)
    select ${clientId}::uuid, t.id, t.lead from unnest(${uuidArray(members.map(({ id }) => id))}::uuid[],
      ${uuidArray(members.map(({ lead }) => lead))}::uuid[]) as t(id, lead)`.execute(tx);
}

/** Takes a merge back. Its members are kept apart from then on, unless somebody joins them knowingly. */
export async function undoMerge(deps: LeadDeps, principal: Principal, id: string): Promise<MergeRecord> {
  const clients = clientsFor(principal, 'lead.read');
  const stamp = { actor: actorOf(principal), now: deps.clock() };
  const merge = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const found = await tx.selectFrom('merge_event').select('client_id').where('id', '=', id).executeTakeFirst();
    if (found === undefined) throw notFound();
    clientsFor(principal, 'lead.write', found.client_id);
    await lockDecisions(tx, found.client_id);
    const leads = await unwriteMerge(tx, found.client_id, id, stamp);
    if (leads === undefined) throw new AppError(409, 'undone-already', 'This merge was undone already.');
    await append(tx, {
      clientId: found.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.unmerged',
      object: { type: 'merge', id },
      detail: { leads: leads.length },
    });
    await learnFromAnswers(tx, deps, found.client_id, stamp);
    const [undone] = await findMerges(tx, found.client_id, [id]);
    return undone;
  });
  if (merge === undefined) throw notFound();
  return mergeReply(merge);
}

/** Marks a merge undone and settles what follows. Undefined when it was undone before. The audit entry is the caller's. */
export async function unwriteMerge(tx: Tx, clientId: string, id: string, stamp: Stamp): Promise<string[] | undefined> {
  const undone = await tx
    .updateTable('merge_event')
    .set({ undone_by: stamp.actor, undone_at: new Date(stamp.now) })
    .where('client_id', '=', clientId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  if (undone.numUpdatedRows === 0n) return undefined;
  const members = await tx
    .selectFrom('merge_member')
    .select('lead_id')
    .where('client_id', '=', clientId)
    .where('merge_id', '=', id)
    .execute();
  const ids = members.map(({ lead_id }) => lead_id);
  await tx
    .updateTable('pair_decision')
    .set({ revoked_by: stamp.actor, revoked_at: new Date(stamp.now) })
    .where('client_id', '=', clientId)
    .where('merge_id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
  await answerPairs(tx, clientId, ids, { id, answer: 'different', origin: 'undo' }, stamp);
  const leads = await settle(tx, clientId, ids, stamp);
  await writeEvents(tx, clientId, leads, 'unmerged', id, stamp);
  return leads;
}

/**
 * Remembers what a merge or its undoing says of every two members. Only of two leads does undoing say that exactly
 * these differ, so only then does the match weight count for the recalibration.
 */
async function answerPairs(
  tx: Tx,
  clientId: string,
  members: readonly string[],
  { id, answer, origin }: { id: string; answer: 'same' | 'different'; origin: 'merge' | 'undo' },
  { actor, now }: Stamp,
): Promise<void> {
  const pairs = pairsOf(members).map((pair) => pair.split(' '));
  const counts = answer === 'same' || members.length === 2;
  await sql`insert into pair_decision
      (client_id, id, a_id, b_id, answer, origin, merge_id, weight_bits, model_version, decided_by, decided_at)
    select ${clientId}::uuid, t.id, t.a, t.b, ${answer}::text, ${origin}::text, ${id}::uuid,
      case when ${counts}::bool then p.weight_bits end, p.model_version, ${actor}::text, ${new Date(now)}::timestamptz
    from unnest(${uuidArray(pairs.map(() => uuidv7(now)))}::uuid[], ${uuidArray(pairs.map(([a]) => a))}::uuid[],
      ${uuidArray(pairs.map(([, b]) => b))}::uuid[]) as t(id, a, b)
    left join linkage_pair p on p.client_id = ${clientId}::uuid and p.a_id = t.a and p.b_id = t.b`.execute(tx);
}

async function writeEvents(
  tx: Tx,
  clientId: string,
  leads: readonly string[],
  kind: 'merged' | 'unmerged',
  merge: string,
  { actor, now }: Stamp,
): Promise<void> {
  const detail = JSON.stringify({ merge_id: merge, leads: leads.length });
  await sql`insert into lead_event (client_id, id, lead_id, at, actor, kind, detail)
    select ${clientId}::uuid, t.id, t.lead_id, ${new Date(now)}::timestamptz, ${actor}::text, ${kind}::text, t.detail::jsonb
    from unnest(${uuidArray(leads.map(() => uuidv7(now)))}::uuid[], ${uuidArray(leads)}::uuid[],
      ${textArray(leads.map(() => detail))}::text[]) as t(id, lead_id, detail)`.execute(tx);
}
