/** Leads of the same client with the same e-mail or phone, nearest in time before and after. */
import { type RawBuilder, sql } from 'kysely';
import type { EarlierLead, Facts } from '#domain/lead-checks/check.ts';
import { type Connection, keepToIndexes } from '../platform/db.ts';
import { byteaArray, textArray, timestamptzArray, uuidArray } from '../platform/pg-arrays.ts';

export interface Keyed {
  id: string;
  createdAt: number;
  lead: { source: string };
  emailKey: Uint8Array | undefined;
  phoneKey: Uint8Array | undefined;
}

export interface Neighbours {
  /** Nearest earlier lead per key, and the nearest of another source, by the id of the lead asked for. */
  earlier: Map<string, NonNullable<Facts['duplicates']>>;
  /** Ids of later leads whose nearest earlier lead, or whose nearest of another source, may have changed. */
  later: Set<string>;
}

/** Later leads looked at: so many of one source in a row are one person's only where something is wrong already. */
const LATER_MOST = 20;

/**
 * Finds the neighbours of the given leads, which may be stored or not. Order: created_at, then id. Keys are made with a
 * key of the client, so equal keys are of one client, and row-level security holds besides.
 */
export async function findNeighbours(db: Connection, leads: readonly Keyed[]): Promise<Neighbours> {
  const found: Neighbours = { earlier: new Map(), later: new Set() };
  // In the first minute of a large import there are no statistics, and the planner would read the whole table per lead.
  await keepToIndexes(db);
  const { rows } = await sql<NeighbourRow>`
    (${neighbourQuery('email', leads)}) union all (${neighbourQuery('phone', leads)})`.execute(db);
  for (const row of rows) {
    for (const id of affectedOf(row.later ?? [])) found.later.add(id);
    const known = found.earlier.get(row.id);
    const earlier = earlierLead(row.earlier);
    const other = nearer(known?.otherSource, earlierLead(row.other));
    if (earlier === undefined) continue;
    found.earlier.set(row.id, { ...known, [row.kind]: earlier, ...(other ? { otherSource: other } : {}) });
  }
  return found;
}

/** The next lead, and after it those of its own source: for whatever comes then, it is the nearer one of another. */
function affectedOf(later: readonly LaterLead[]): string[] {
  const end = later.findIndex(({ source }) => source !== later[0]?.source);
  return later.slice(0, end < 0 ? later.length : end).map(({ id }) => id);
}

function earlierLead(row: EarlierRow | null): EarlierLead | undefined {
  return row === null ? undefined : { lead_id: row.id, createdAt: Math.round(row.at), source: row.source };
}

/** Of two at the same instant the smaller id, so that the order in which keys are asked says nothing. */
function nearer(a: EarlierLead | undefined, b: EarlierLead | undefined): EarlierLead | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt ? a : b;
  return a.lead_id < b.lead_id ? a : b;
}

const keyOf = (lead: Keyed, kind: 'email' | 'phone') => (kind === 'email' ? lead.emailKey : lead.phoneKey);

type LaterLead = { id: string; source: string };
/** `at` in milliseconds since 1970. */
type EarlierRow = LaterLead & { at: number };

interface NeighbourRow {
  kind: 'email' | 'phone';
  id: string;
  earlier: EarlierRow | null;
  other: EarlierRow | null;
  later: LaterLead[] | null;
}

/** Whom a reviewer called different people are no duplicates, whatever they share. */
const NOT_KEPT_APART = sql`not exists (
        select from pair_decision d where d.client_id = lead.client_id and d.a_id = least(lead.id, asked.id)
          and d.b_id = greatest(lead.id, asked.id) and d.answer = 'different' and d.origin = 'review'
          and d.revoked_at is null)`;

/** The nearest lead of `asked`'s key before it, as JSON. */
function before(key: RawBuilder<unknown>, also: RawBuilder<unknown>): RawBuilder<EarlierRow | null> {
  return sql`(select json_build_object('id', found.id, 'source', found.source,
      'at', extract(epoch from found.created_at) * 1000)
    from (select lead.id, lead.created_at, lead.source from lead
      where ${key} = asked.key and (lead.created_at, lead.id) < (asked.at, asked.id) and ${NOT_KEPT_APART} ${also}
      order by lead.created_at desc, lead.id desc limit 1) as found)`;
}

function neighbourQuery(kind: 'email' | 'phone', all: readonly Keyed[]): RawBuilder<NeighbourRow> {
  const leads = all.filter((lead) => keyOf(lead, kind) !== undefined);
  const key = sql.ref(`lead.${kind}_key`);
  // Most keys are new: one index probe per lead says so, and only the others are looked at closely. The offset of nothing
  // keeps the question a probe: a plain `exists` becomes a join that reads the whole table. There is no condition on
  // client_id beside that of row-level security: while a new table has no statistics, two conditions look so selective
  // that the planner reads all leads of the client by primary key, once per lead.
  return sql<NeighbourRow>`
    with asked as materialized (
      select t.id, t.key, t.at, t.source
      from unnest(${uuidArray(leads.map((lead) => lead.id))}::uuid[],
        ${byteaArray(leads.map((lead) => keyOf(lead, kind)))}::bytea[],
        ${timestamptzArray(leads.map((lead) => lead.createdAt))}::timestamptz[],
        ${textArray(leads.map((lead) => lead.lead.source))}::text[]) as t(id, key, at, source)
      where exists (select from lead where ${key} = t.key and lead.id <> t.id offset 0)
    )
    select ${kind}::text as kind, asked.id,
      ${before(key, sql``)} as earlier,
      ${before(key, sql`and lead.source <> asked.source`)} as other,
      (select json_agg(json_build_object('id', found.id, 'source', found.source) order by found.created_at, found.id)
        from (select lead.id, lead.created_at, lead.source from lead
          where ${key} = asked.key and (lead.created_at, lead.id) > (asked.at, asked.id) and ${NOT_KEPT_APART}
          order by lead.created_at, lead.id limit ${LATER_MOST}) as found) as later
    from asked`;
}
