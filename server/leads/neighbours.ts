/** Leads of the same client with the same e-mail or phone, nearest in time before and after. */
import { type RawBuilder, sql } from 'kysely';
import type { EarlierLead, Facts } from '#domain/lead-checks/check.ts';
import type { Connection } from '../platform/db.ts';
import { byteaArray, timestamptzArray, uuidArray } from '../platform/pg-arrays.ts';

export interface Keyed {
  id: string;
  createdAt: number;
  emailKey: Uint8Array | undefined;
  phoneKey: Uint8Array | undefined;
}

export interface Neighbours {
  /** Nearest earlier lead per key, by the id of the lead asked for. */
  earlier: Map<string, NonNullable<Facts['duplicates']>>;
  /** Ids of the nearest later leads: their nearest earlier lead may have changed. */
  later: Set<string>;
}

/**
 * Finds the neighbours of the given leads, which may be stored or not. Order: created_at, then id. Keys are made with a
 * key of the client, so equal keys are of one client, and row-level security holds besides.
 */
export async function findNeighbours(db: Connection, leads: readonly Keyed[]): Promise<Neighbours> {
  const found: Neighbours = { earlier: new Map(), later: new Set() };
  // In the first minute of a large import there are no statistics, and the planner would read the whole table per lead.
  await sql`select set_config('enable_seqscan', 'off', true)`.execute(db);
  const { rows } = await sql<NeighbourRow>`
    (${neighbourQuery('email', leads)}) union all (${neighbourQuery('phone', leads)})`.execute(db);
  for (const row of rows) {
    if (row.later_id !== null) found.later.add(row.later_id);
    if (row.earlier_id === null || row.earlier_at === null || row.earlier_source === null) continue;
    const earlier: EarlierLead = {
      lead_id: row.earlier_id,
      createdAt: row.earlier_at.getTime(),
      source: row.earlier_source,
    };
    found.earlier.set(row.id, { ...found.earlier.get(row.id), [row.kind]: earlier });
  }
  return found;
}

const keyOf = (lead: Keyed, kind: 'email' | 'phone') => (kind === 'email' ? lead.emailKey : lead.phoneKey);

interface NeighbourRow {
  kind: 'email' | 'phone';
  id: string;
  earlier_id: string | null;
  earlier_at: Date | null;
  earlier_source: string | null;
  later_id: string | null;
}

function neighbourQuery(kind: 'email' | 'phone', all: readonly Keyed[]): RawBuilder<NeighbourRow> {
  const leads = all.filter((lead) => keyOf(lead, kind) !== undefined);
  const key = sql.ref(`lead.${kind}_key`);
  // Most keys are new: one index probe per lead says so, and only the others are looked at closely. It is a counted
  // subquery in the index's order, because a plain `exists` becomes a join that reads the whole table. There is no
  // condition on client_id beside that of row-level security: while a new table has no statistics, two conditions
  // look so selective that the planner reads all leads of the client by primary key, once per lead.
  return sql<NeighbourRow>`
    with asked as materialized (
      select t.id, t.key, t.at
      from unnest(${uuidArray(leads.map((lead) => lead.id))}::uuid[],
        ${byteaArray(leads.map((lead) => keyOf(lead, kind)))}::bytea[],
        ${timestamptzArray(leads.map((lead) => lead.createdAt))}::timestamptz[]) as t(id, key, at)
      where (select count(*) from (
        select from lead where ${key} = t.key and lead.id <> t.id
        order by lead.created_at, lead.id limit 1
      ) as other) > 0
    )
    select ${kind}::text as kind, asked.id, earlier.id as earlier_id, earlier.created_at as earlier_at, earlier.source as earlier_source,
      later.id as later_id
    from asked
    left join lateral (
      select lead.id, lead.created_at, lead.source from lead
      where ${key} = asked.key and (lead.created_at, lead.id) < (asked.at, asked.id)
      order by lead.created_at desc, lead.id desc limit 1
    ) earlier on true
    left join lateral (
      select lead.id from lead
      where ${key} = asked.key and (lead.created_at, lead.id) > (asked.at, asked.id)
      order by lead.created_at, lead.id limit 1
    ) later on true`;
}
