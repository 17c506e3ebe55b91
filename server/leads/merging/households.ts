/** Who shares a phone number or an address with somebody of another name: found as leads come, and for all at once. */
import { sql } from 'kysely';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { HOUSEHOLD_MAX, type Shared, sharedHome } from '#domain/linkage/households.ts';
import { leadFields } from '#domain/linkage/lead-record.ts';
import type { LinkageFields } from '#domain/linkage/spec.ts';
import type { Tx } from '../../platform/db.ts';
import { int8Array, textArray, uuidArray } from '../../platform/pg-arrays.ts';
import type { IntakeLead, Workbench } from '../intake.ts';
import { findLeadRows, openLead } from '../view.ts';
import { householdKeys } from './block-keys.ts';

/** Two leads, the one of the smaller id first. */
export interface HouseholdPair extends Shared {
  a: string;
  b: string;
}

/**
 * Finds the households of leads that just came, whose keys are written. What grew beyond a household by them is none any
 * more, so the end does not depend on the order in which leads came. Returns the leads whose audit may change.
 */
export async function lookUpHouseholds(tx: Tx, bench: Workbench, leads: readonly IntakeLead[]): Promise<string[]> {
  const { clientId } = bench.context;
  const asked = leads.flatMap(({ id, prepared }) =>
    householdKeys(bench.vault, clientId, prepared).map(({ rule, key }) => ({ id, rule, key })),
  );
  const blocks = await findBlocks(tx, clientId, [...new Set(asked.map(({ key }) => key))], leads.length);
  const candidates = new Map<string, { a: string; b: string; rules: Set<string> }>();
  const outgrown = new Map<string, Set<string>>();
  for (const { id, rule, key } of asked) {
    const block = blocks.get(key) ?? [];
    if (block.length > HOUSEHOLD_MAX) {
      outgrown.set(rule, new Set([...(outgrown.get(rule) ?? []), ...block]));
      continue;
    }
    for (const other of block) {
      if (other === id) continue;
      const [a, b] = id < other ? [id, other] : [other, id];
      const pair = candidates.get(`${a} ${b}`) ?? { a, b, rules: new Set() };
      pair.rules.add(rule);
      candidates.set(`${a} ${b}`, pair);
    }
  }
  const gone = await withdraw(tx, clientId, outgrown);
  const known = await openAll(tx, bench, leads, [...candidates.values()]);
  const found: HouseholdPair[] = [];
  const later = new Set<string>();
  for (const { a, b, rules } of candidates.values()) {
    const [one, other] = [known.get(a), known.get(b)];
    const shared = one && other && sharedHome(one.fields, other.fields);
    if (!shared) continue;
    const pair = { a, b, phone: shared.phone && rules.has('phone'), address: shared.address && rules.has('home') };
    if (!pair.phone && !pair.address) continue;
    found.push(pair);
    // A lead is told of earlier ones only.
    later.add(one.createdAt <= other.createdAt ? b : a);
  }
  await writeHouseholds(tx, clientId, found);
  if (found.length > 0) bench.context.past.pairs = true;
  return [...gone, ...later];
}

/** The leads of each key that more than one has; of those too many for a household enough to know it, and all that were one. */
async function findBlocks(
  tx: Tx,
  clientId: string,
  keys: readonly bigint[],
  came: number,
): Promise<Map<bigint, string[]>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; ids: string[] }>`
    select asked.key::text, block.ids from unnest(${int8Array(keys)}::bigint[]) as asked(key)
    cross join lateral (select array_agg(lead_id::text) as ids from (select lead_id from lead_key
      where client_id = ${clientId}::uuid and key = asked.key limit ${HOUSEHOLD_MAX + came + 1}) as found) as block
    where cardinality(block.ids) > 1`.execute(tx);
  return new Map(rows.map(({ key, ids }) => [BigInt(key), ids]));
}

interface Known {
  fields: LinkageFields;
  createdAt: number;
}

async function openAll(
  tx: Tx,
  { vault, context, now }: Workbench,
  leads: readonly IntakeLead[],
  pairs: readonly { a: string; b: string }[],
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>(
    leads.map(({ id, prepared, createdAt }) => [id, { fields: leadFields(prepared), createdAt }]),
  );
  const unknown = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].filter((id) => !known.has(id));
  const open = openLead(vault);
  for (const row of unknown.length === 0 ? [] : await findLeadRows(tx, unknown)) {
    const prepared = prepareLead(open(row), { ...(context.country ? { country: context.country } : {}), now });
    known.set(row.id, { fields: leadFields(prepared), createdAt: row.created_at.getTime() });
  }
  return known;
}

/** Takes back what leads share by a rule of which there are too many now. Returns whom it concerned. */
async function withdraw(
  tx: Tx,
  clientId: string,
  outgrown: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const concerned: string[] = [];
  for (const [rule, leads] of outgrown) {
    const [flag, other] = rule === 'phone' ? ['by_phone', 'by_address'] : ['by_address', 'by_phone'];
    const ids = sql`${uuidArray([...leads])}::uuid[]`;
    const theirs = sql`client_id = ${clientId} and a_id = any(${ids}) and b_id = any(${ids}) and ${sql.ref(flag)}`;
    const { rows } = await sql<{ a_id: string; b_id: string }>`
      with gone as (delete from household_pair where ${theirs} and not ${sql.ref(other)} returning a_id, b_id),
      kept as (update household_pair set ${sql.ref(flag)} = false where ${theirs} and ${sql.ref(other)} returning a_id, b_id)
      table gone union all table kept`.execute(tx);
    concerned.push(...rows.flatMap(({ a_id, b_id }) => [a_id, b_id]));
  }
  return concerned;
}

/** Writes pairs; of those that are there already, what is shared. Leads that are gone by now are left out. */
export async function writeHouseholds(tx: Tx, clientId: string, pairs: readonly HouseholdPair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`insert into household_pair (client_id, a_id, b_id, by_phone, by_address)
    select ${clientId}::uuid, t.a, t.b, t.shared like '%p%', t.shared like '%a%'
    from unnest(${uuidArray(pairs.map(({ a }) => a))}::uuid[], ${uuidArray(pairs.map(({ b }) => b))}::uuid[],
      ${textArray(pairs.map(({ phone, address }) => `${phone ? 'p' : ''}${address ? 'a' : ''}`))}::text[]) as t(a, b, shared)
    join lead one on one.client_id = ${clientId}::uuid and one.id = t.a
    join lead other on other.client_id = ${clientId}::uuid and other.id = t.b
    on conflict (client_id, a_id, b_id) do update set by_phone = excluded.by_phone, by_address = excluded.by_address`.execute(
    tx,
  );
}
