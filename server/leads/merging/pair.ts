/** Two leads side by side, and what speaks for and against their being one person. */
import { sql } from 'kysely';
import type { LeadPerson, PairDetail, PairQuery, WeightStep } from '#contract/duplicates.ts';
import { matchProbability } from '#domain/identity/recalibrate.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { type Connection, inScope, type Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import { loadContext } from '../context.ts';
import type { LeadDeps } from '../deps.ts';
import { openLeads } from '../reaudit.ts';
import { findLeadRows, type LeadRow, readLeads } from '../view.ts';
import { leadsOfPersons } from './events.ts';
import { learnt } from './learn.ts';
import { findMerges, mergeReply } from './merge-log.ts';
import { PAIRS, type PairRow, pairReplies } from './queue.ts';
import { scoreLeads } from './score.ts';
import { waterfallOf } from './waterfall.ts';

const CANDIDATES_SHOWN = 20;

interface ScoredRow extends PairRow {
  waterfall?: WeightStep[];
  bits: number[];
  gammas: number[];
  model_version: number;
}

/** Pairs as stored, with their levels. */
async function storedPairs(db: Connection, clientId: string, of: ReturnType<typeof sql>): Promise<ScoredRow[]> {
  const { rows } = await sql<ScoredRow>`
    select pair.a_id, pair.b_id, pair.weight_bits, pair.band, pair.state, pair.paid_minor, p.bits::float8[] as bits,
      p.gammas, p.model_version
    from (${PAIRS}) as pair
    join linkage_pair p on p.client_id = pair.client_id and p.a_id = pair.a_id and p.b_id = pair.b_id
    where pair.client_id = ${clientId} and ${of}
    order by pair.weight_bits desc, pair.a_id, pair.b_id limit ${CANDIDATES_SHOWN}`.execute(db);
  return rows;
}

/** One pair in full. Two leads that were never compared are compared now. */
export async function getPair(
  deps: LeadDeps,
  principal: Principal,
  { lead_a, lead_b }: PairQuery,
): Promise<PairDetail> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const rows = await findLeadRows(tx, [lead_a, lead_b]);
    const [one, other] = rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (one === undefined || other === undefined || one.client_id !== other.client_id) throw notFound();
    const clientId = one.client_id;
    const [stored] = await storedPairs(tx, clientId, sql`pair.a_id = ${one.id} and pair.b_id = ${other.id}`);
    const found = stored ?? (await comparedNow(tx, deps, clientId, one, other));
    const calibration = (await learnt(tx, clientId))?.calibration;
    const [reply] = await pairReplies(tx, deps, [{ ...found, band: found.band ?? 'review' }], calibration);
    if (reply === undefined) throw notFound();
    return {
      ...reply,
      band: found.band,
      waterfall: found.waterfall ?? waterfallOf(found),
      model_version: found.model_version,
      decision: await decisionOn(tx, deps, clientId, one.id, other.id),
    };
  });
}

type Compared = Omit<ScoredRow, 'band'> & { band: PairRow['band'] | null };

async function comparedNow(tx: Tx, deps: LeadDeps, clientId: string, one: LeadRow, other: LeadRow): Promise<Compared> {
  const bench = {
    vault: deps.vault,
    context: await loadContext(tx, clientId),
    ipCountries: deps.ipCountries,
    now: deps.clock(),
  };
  const leads = await openLeads(tx, bench, [one.id, other.id]);
  const [a, b] = [leads.find(({ id }) => id === one.id), leads.find(({ id }) => id === other.id)];
  if (a === undefined || b === undefined) throw notFound();
  const { score, version } = await scoreLeads(tx, bench, a.prepared, b.prepared);
  const later = one.created_at > other.created_at ? one : other;
  const paid = await tx
    .selectFrom('source')
    .select('price_minor')
    .where('client_id', '=', clientId)
    .where('name', '=', later.source)
    .executeTakeFirst();
  return {
    a_id: one.id,
    b_id: other.id,
    weight_bits: score.weight_bits,
    band: null,
    state: one.identity_id === other.identity_id ? 'merged' : 'open',
    paid_minor: paid?.price_minor ?? null,
    bits: [],
    gammas: score.gammas,
    waterfall: score.waterfall,
    model_version: version,
  };
}

/** The newest word of a person on a pair, while it stands. */
async function decisionOn(
  tx: Tx,
  deps: LeadDeps,
  clientId: string,
  a: string,
  b: string,
): Promise<PairDetail['decision']> {
  const row = await tx
    .selectFrom('pair_decision')
    .select(['id', 'answer', 'origin', 'decided_by', 'decided_at'])
    .where('client_id', '=', clientId)
    .where('a_id', '=', a)
    .where('b_id', '=', b)
    .where('answer', 'in', ['different', 'unsure'])
    .where('revoked_at', 'is', null)
    .orderBy('decided_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const names = await deps.actorNames(tx, [row.decided_by]);
  return {
    id: row.id,
    answer: row.answer as 'different' | 'unsure',
    undone_merge: row.origin === 'undo',
    by: names.get(row.decided_by) ?? row.decided_by,
    at: row.decided_at.toISOString(),
  };
}

/** Whom a lead was merged with, and who else may be the same person. */
export async function getPerson(deps: LeadDeps, principal: Principal, id: string): Promise<LeadPerson> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [row] = await findLeadRows(tx, [id]);
    if (row === undefined) throw notFound();
    const clientId = row.client_id;
    const merged = (await leadsOfPersons(tx, clientId, [id])).filter((lead) => lead !== id);
    const pairs = await storedPairs(
      tx,
      clientId,
      sql`(pair.a_id = ${id} or pair.b_id = ${id}) and pair.state <> 'merged'`,
    );
    const calibration = (await learnt(tx, clientId))?.calibration;
    const others = pairs.map((pair) => (pair.a_id === id ? pair.b_id : pair.a_id));
    const leads = await readLeads(tx, deps.vault, [...merged, ...others], true);
    const merges = await mergesOf(tx, clientId, [id, ...merged]);
    const names = await deps.actorNames(
      tx,
      merges.flatMap(({ merged_by, undone_by }) => [merged_by, undone_by ?? []].flat()),
    );
    return {
      merged: leads.filter((lead) => merged.includes(lead.id)),
      merges: merges.map((merge) => mergeReply(merge, names)),
      candidates: pairs.flatMap((pair, place) => {
        const lead = leads.find((one) => one.id === others[place]);
        if (lead === undefined) return [];
        const { weight_bits, band, state } = pair;
        const probability = matchProbability(weight_bits, calibration);
        return [{ lead, weight_bits, probability, band, state, waterfall: waterfallOf(pair) }];
      }),
    };
  });
}

/** The merges that name any of these leads, newest first. */
async function mergesOf(tx: Tx, clientId: string, leads: readonly string[]) {
  const { rows } = await sql<{ id: string }>`select distinct merge_id as id from merge_member
    where client_id = ${clientId} and lead_id = any(${uuidArray(leads)}::uuid[])`.execute(tx);
  return await findMerges(
    tx,
    clientId,
    rows.map(({ id }) => id),
  );
}
