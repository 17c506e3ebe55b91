/** What the stored pairs say of some leads: which earlier lead is likely the same person, with whom one shares a home. */
import { sql } from 'kysely';
import type { Facts } from '#domain/lead-checks/check.ts';
import { type Connection, keepToIndexes } from '../../platform/db.ts';
import { byteaArray, timestamptzArray, uuidArray } from '../../platform/pg-arrays.ts';
import type { IntakeLead, Workbench } from '../intake.ts';
import { waterfallOf } from './waterfall.ts';

type Likeness = NonNullable<Facts['likeness']>;

interface Row {
  id: string;
  other_id: string;
  source: string;
  at: number;
  weight_bits: number | null;
  bits: number[] | null;
  gammas: number[] | null;
  by_phone: boolean;
  by_address: boolean;
}

/**
 * The likeness of each lead that has any. None where nothing was found for the client yet. Whoever has the same e-mail
 * address or phone number is for the exact comparison, the nearest of them and the earlier ones alike.
 */
export async function findLikeness(
  db: Connection,
  { context }: Workbench,
  leads: readonly IntakeLead[],
): Promise<Map<string, Likeness>> {
  const found = new Map<string, Likeness>();
  const { pairs, lines } = context.past;
  if (!pairs || leads.length === 0) return found;
  // Each lead by the index of its pairs, each pair by that of its leads. Of a client that is new to the statistics the
  // planner expects one row in every table, and would read all of the client's for each; so what is asked for is named by
  // its own ids, which are of one client alone, and row-level security names the client.
  await keepToIndexes(db);
  const { rows } = await sql<Row>`
    with asked as materialized (
      select * from unnest(${uuidArray(leads.map(({ id }) => id))}::uuid[],
        ${timestamptzArray(leads.map(({ createdAt }) => createdAt))}::timestamptz[],
        ${byteaArray(leads.map(({ emailKey }) => emailKey))}::bytea[],
        ${byteaArray(leads.map(({ phoneKey }) => phoneKey))}::bytea[]) as t(id, at, email_key, phone_key)
    ), likely as (
      select asked.*, p.other_id, p.weight_bits, p.bits, p.gammas, false as by_phone, false as by_address
      from asked cross join lateral (
        select a_id, b_id, b_id as other_id, weight_bits, bits, gammas, band from linkage_pair
          where a_id = asked.id
        union all
        select a_id, b_id, a_id, weight_bits, bits, gammas, band from linkage_pair
          where b_id = asked.id
      ) as p
      where p.band = 'auto' and p.weight_bits >= ${lines.auto_bits}::real
        and (select true from pair_decision d where d.a_id = p.a_id and d.b_id = p.b_id and d.answer = 'different'
          and d.origin = 'review' and d.revoked_at is null limit 1) is null
      union all
      select asked.*, h.other_id, null, null, null, h.by_phone, h.by_address
      from asked cross join lateral (
        select a_id, b_id, b_id as other_id, by_phone, by_address from household_pair
          where a_id = asked.id
        union all
        select a_id, b_id, a_id, by_phone, by_address from household_pair
          where b_id = asked.id
      ) as h
      -- Who is surely one person under two names, as after a wedding, shares nothing with another.
      where (select true from linkage_pair p where p.a_id = h.a_id and p.b_id = h.b_id and p.band = 'auto'
        and p.weight_bits >= ${lines.auto_bits}::real and p.state <> 'rejected' limit 1) is null
    )
    select likely.id, likely.other_id, other.source, extract(epoch from other.created_at) * 1000 as at,
      likely.weight_bits::float8 as weight_bits, likely.bits::float8[] as bits, likely.gammas, likely.by_phone, likely.by_address
    from likely cross join lateral (select lead.id, lead.source, lead.created_at, lead.email_key, lead.phone_key
      from lead where lead.client_id = ${context.clientId} and lead.id = likely.other_id limit 1) as other
    where (other.created_at, other.id) < (likely.at, likely.id)
      and (likely.weight_bits is null or not coalesce(other.email_key = likely.email_key, false)
        and not coalesce(other.phone_key = likely.phone_key, false))
    order by likely.weight_bits desc, other.created_at desc, other.id`.execute(db);
  for (const row of rows) {
    const known = found.get(row.id) ?? {};
    const lead = { lead_id: row.other_id, source: row.source, createdAt: Math.round(Number(row.at)) };
    const { weight_bits, bits, gammas } = row;
    if (weight_bits !== null && bits !== null && gammas !== null) {
      const steps = waterfallOf({ weight_bits, bits, gammas });
      known.person ??= { lead, weight_bits, line_bits: lines.auto_bits, steps };
    } else {
      const shared = [row.by_phone ? 'phone number' : '', row.by_address ? 'address' : ''].filter(Boolean);
      known.household ??= { lead, shared };
    }
    found.set(row.id, known);
  }
  return found;
}
