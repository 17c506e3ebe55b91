/** What a linkage found, as PostgreSQL keeps it: the model, the pairs, the groups. No personal value is among it. */
import { sql } from 'kysely';
import type { LearntFrequencies } from '#domain/linkage/frequencies.ts';
import type { LinkageModel } from '#domain/linkage/model.ts';
import type { Tx } from '../../platform/db.ts';
import { float8Array, textArray, uuidArray } from '../../platform/pg-arrays.ts';

export interface FoundPair {
  a: string;
  b: string;
  weight: number;
  probability: number;
  gammas: readonly number[];
  bits: readonly number[];
  band: 'auto' | 'review';
}

/** Keeps a model as the newest of the client; returns its version. */
export async function storeModel(
  tx: Tx,
  clientId: string,
  model: LinkageModel,
  frequencies: Readonly<Record<string, LearntFrequencies>>,
): Promise<number> {
  const { prior, chances, agreement, thresholds } = model;
  const { rows } = await sql<{ version: number }>`
    insert into linkage_model (client_id, version, parameters, thresholds)
    select ${clientId}::uuid, coalesce(max(version), 0) + 1, ${JSON.stringify({ prior, chances, agreement, frequencies })}::jsonb,
      ${JSON.stringify(thresholds)}::jsonb
    from linkage_model where client_id = ${clientId}
    returning version`.execute(tx);
  return rows[0]!.version;
}

/** Writes pairs; what a person decided stays as it is. Leads that are gone by now are left out. */
export async function storePairs(
  tx: Tx,
  clientId: string,
  version: number,
  pairs: readonly FoundPair[],
): Promise<void> {
  if (pairs.length === 0) return;
  const lists = (values: readonly (readonly number[])[]) => textArray(values.map((value) => `{${value.join()}}`));
  await sql`
    insert into linkage_pair (client_id, a_id, b_id, weight_bits, probability, gammas, bits, model_version, band)
    select ${clientId}::uuid, t.a, t.b, t.weight, t.probability, t.gammas::smallint[], t.bits::real[], ${version}::int, t.band
    from unnest(${uuidArray(pairs.map(({ a }) => a))}::uuid[], ${uuidArray(pairs.map(({ b }) => b))}::uuid[],
      ${float8Array(pairs.map(({ weight }) => weight))}::float8[],
      ${float8Array(pairs.map(({ probability }) => probability))}::float8[],
      ${lists(pairs.map(({ gammas }) => gammas))}::text[], ${lists(pairs.map(({ bits }) => bits))}::text[],
      ${textArray(pairs.map(({ band }) => band))}::text[]) as t(a, b, weight, probability, gammas, bits, band)
    join lead one on one.client_id = ${clientId} and one.id = t.a
    join lead other on other.client_id = ${clientId} and other.id = t.b
    on conflict (client_id, a_id, b_id) do update set weight_bits = excluded.weight_bits,
      probability = excluded.probability, gammas = excluded.gammas, bits = excluded.bits,
      model_version = excluded.model_version, band = excluded.band
    where linkage_pair.state = 'open'`.execute(tx);
}

/**
 * Removes open pairs that were there when the run began and that it did not find again. Returns the leads of these and
 * of the pairs that are new.
 */
export async function settleRun(tx: Tx, clientId: string, version: number, began: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with gone as (delete from linkage_pair where client_id = ${clientId} and state = 'open'
      and model_version <> ${version} and created_at < ${began} returning a_id, b_id)
    select distinct lead.id from (
      table gone union all
      select a_id, b_id from linkage_pair
        where client_id = ${clientId} and model_version = ${version} and created_at >= ${began}
    ) as changed, lateral (values (a_id), (b_id)) as lead(id) order by 1`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Replaces the client's groups; `groups` holds each lead that is not alone with the smallest lead of its group. */
export async function storeGroups(
  tx: Tx,
  clientId: string,
  version: number,
  groups: readonly (readonly [lead: string, group: string])[],
): Promise<void> {
  await sql`delete from linkage_cluster where client_id = ${clientId}`.execute(tx);
  await sql`insert into linkage_cluster (client_id, lead_id, cluster_id, model_version)
    select ${clientId}::uuid, t.lead, t.grp, ${version}::int
    from unnest(${uuidArray(groups.map(([lead]) => lead))}::uuid[], ${uuidArray(groups.map(([, group]) => group))}::uuid[])
      as t(lead, grp)
    join lead on lead.client_id = ${clientId} and lead.id = t.lead`.execute(tx);
}
