/**
 * Compares leads that just came with those that are there: one question by block keys, then the linkage's own scoring.
 * Whoever comes later compares, so what is found does not depend on the order in which leads came, as long as nobody
 * shares keys with more than CANDIDATES_MAX others or a key with more than BLOCK_MAX; of a larger crowd it depends on
 * who came first, and the batch job settles it.
 */
import { sql } from 'kysely';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { leadRecord } from '#domain/linkage/lead-record.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import { type PairScore, scorePair } from '#domain/linkage/model.ts';
import type { LinkageRecord } from '#domain/linkage/spec.ts';
import type { Tx } from '../../platform/db.ts';
import { float8Array, int8Array, textArray, uuidArray } from '../../platform/pg-arrays.ts';
import type { IntakeLead, Workbench } from '../intake.ts';
import { bandSql } from '../linkage/band.ts';
import { findSealedLeads, openLead } from '../view.ts';
import { keysForLookup } from './block-keys.ts';
import { lookUpHouseholds } from './households.ts';
import { type ModelInForce, modelInForce } from './model.ts';
import { settlePairs } from './persons.ts';

/** What more leads share tells little; the batch job looks at them by other keys. */
const BLOCK_MAX = 60;
/** Leads opened for one that came, those that share most keys first. */
const CANDIDATES_MAX = 12;

/**
 * Writes the keys of these leads, compares them, and stores the pairs and households found. `rewritten` are those whose
 * data changed: what was found of them before goes. Returns the leads whose audit may change, themselves included.
 */
export async function lookUp(
  tx: Tx,
  bench: Workbench,
  leads: readonly IntakeLead[],
  rewritten: readonly string[],
): Promise<Set<string>> {
  const { clientId } = bench.context;
  const affected = await forgetLikeness(tx, clientId, rewritten);
  const candidates = await findCandidates(tx, bench, leads);
  for (const id of await lookUpHouseholds(tx, bench, leads)) affected.add(id);
  if (candidates.length === 0) return affected;
  const model = await modelInForce(tx, bench);
  const records = await recordsOf(tx, bench, leads, candidates, model);
  const pairs: Found[] = [];
  for (const [one, other] of candidates) {
    const [a, b] = [records.get(one), records.get(other)];
    if (a === undefined || b === undefined) continue;
    const score = scorePair(LEAD_SPEC, a, b, model.model);
    if (score.weight_bits < bench.context.past.lines.review_bits) continue;
    pairs.push({ a: one, b: other, score });
    affected.add(one).add(other);
  }
  await writePairs(tx, bench, pairs, model);
  if (pairs.length > 0) bench.context.past.pairs = true;
  // A pair that a person decided on is written anew as if nobody had.
  if (rewritten.length > 0) await settlePairs(tx, clientId, rewritten, { actor: 'system:linkage', now: bench.now });
  return affected;
}

interface Found {
  a: string;
  b: string;
  score: PairScore;
}

/** Removes what was found of leads whose data changed, but not what a person decided. Returns whom it concerned. */
export async function forgetLikeness(tx: Tx, clientId: string, leads: readonly string[]): Promise<Set<string>> {
  if (leads.length === 0) return new Set();
  const ids = sql`${uuidArray(leads)}::uuid[]`;
  const { rows } = await sql<{ id: string }>`
    with keys as (delete from lead_key where client_id = ${clientId} and lead_id = any(${ids})),
    pairs as (delete from linkage_pair where client_id = ${clientId} and (a_id = any(${ids}) or b_id = any(${ids}))
      returning a_id, b_id),
    households as (delete from household_pair where client_id = ${clientId} and (a_id = any(${ids}) or b_id = any(${ids}))
      returning a_id, b_id)
    select distinct lead.id from (table pairs union all table households) as gone, lateral (values (a_id), (b_id)) as lead(id)`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Pairs that share a key, the smaller id first, each once. Writes the keys in the same question. */
async function findCandidates(
  tx: Tx,
  { vault, context: { clientId } }: Workbench,
  leads: readonly IntakeLead[],
): Promise<[string, string][]> {
  const asked = leads.flatMap(({ id, prepared }) =>
    keysForLookup(vault, clientId, prepared).map((key) => ({ id, key })),
  );
  if (asked.length === 0) return [];
  const { rows } = await sql<{ id: string; other: string; shared: number }>`
    with asked as materialized (
      select * from unnest(${uuidArray(asked.map(({ id }) => id))}::uuid[],
        ${int8Array(asked.map(({ key }) => key))}::bigint[]) as t(id, key)
    ), written as (
      insert into lead_key (client_id, key, lead_id) select ${clientId}::uuid, key, id from asked
    )
    select asked.id, other.id as other, count(*) as shared
    from asked cross join lateral (
      select array_agg(lead_id) as ids from (select lead_id from lead_key
        where client_id = ${clientId}::uuid and key = asked.key limit ${BLOCK_MAX + 1}) as block
    ) as block cross join lateral unnest(block.ids) as other(id)
    where cardinality(block.ids) <= ${BLOCK_MAX} and other.id <> asked.id
    group by asked.id, other.id order by shared desc, other.id`.execute(tx);
  const taken = new Map<string, number>();
  const found = new Map<string, [string, string]>();
  const add = (one: string, other: string) => {
    const pair: [string, string] = one < other ? [one, other] : [other, one];
    found.set(pair.join(), pair);
  };
  for (const { id, other } of rows) {
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    if (count <= CANDIDATES_MAX) add(id, other);
  }
  // Leads that came together do not see each other's keys in the store yet.
  for (const block of Map.groupBy(asked, ({ key }) => key).values()) {
    if (block.length > BLOCK_MAX) continue;
    for (const [place, { id }] of block.entries()) for (const other of block.slice(place + 1)) add(id, other.id);
  }
  return [...found.values()];
}

async function recordsOf(
  tx: Tx,
  { vault, context, now }: Workbench,
  leads: readonly IntakeLead[],
  candidates: readonly (readonly [string, string])[],
  { frequencyOf }: ModelInForce,
): Promise<Map<string, LinkageRecord>> {
  const known = new Map(leads.map(({ id, prepared }) => [id, prepared]));
  const unknown = [...new Set(candidates.flat())].filter((id) => !known.has(id));
  const open = openLead(vault);
  for (const row of unknown.length === 0 ? [] : await findSealedLeads(tx, context.clientId, unknown)) {
    known.set(row.id, prepareLead(open(row), { ...(context.country ? { country: context.country } : {}), now }));
  }
  return new Map([...known].map(([id, prepared]) => [id, leadRecord(prepared, frequencyOf)]));
}

async function writePairs(tx: Tx, { context }: Workbench, pairs: readonly Found[], model: ModelInForce): Promise<void> {
  if (pairs.length === 0) return;
  const version = await model.storedVersion(tx);
  const { auto_bits } = context.past.lines;
  const bitsOf = ({ waterfall }: PairScore) => {
    const bits = new Map(waterfall.map((step) => [step.comparison, step.bits]));
    return LEAD_SPEC.comparisons.map(({ id }) => bits.get(id) ?? 0);
  };
  await sql`insert into linkage_pair (client_id, a_id, b_id, weight_bits, probability, gammas, bits, model_version, band)
    select ${context.clientId}::uuid, t.a, t.b, t.weight, t.probability, t.gammas::smallint[], t.bits::real[],
      ${version}::int, ${bandSql(sql`t.weight`, sql`t.gammas::smallint[]`, auto_bits)}
    from unnest(${uuidArray(pairs.map(({ a }) => a))}::uuid[], ${uuidArray(pairs.map(({ b }) => b))}::uuid[],
      ${float8Array(pairs.map(({ score }) => score.weight_bits))}::float8[],
      ${float8Array(pairs.map(({ score }) => score.probability))}::float8[],
      ${textArray(pairs.map(({ score }) => `{${score.gammas.join()}}`))}::text[],
      ${textArray(pairs.map(({ score }) => `{${bitsOf(score).join()}}`))}::text[]) as t(a, b, weight, probability, gammas, bits)
    on conflict (client_id, a_id, b_id) do update set weight_bits = excluded.weight_bits,
      probability = excluded.probability, gammas = excluded.gammas, bits = excluded.bits,
      model_version = excluded.model_version, band = excluded.band`.execute(tx);
}
