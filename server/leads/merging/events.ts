/** What was decided about who is one person: read for the replay, written when somebody decides. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Identities, type IdentityEvent, type Merge, replay } from '#domain/identity/replay.ts';
import type { Connection, Tx } from '../../platform/db.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';

/** Lets one decision of a client pass at a time, so that events have one order. Held until the transaction ends. */
export async function lockDecisions(tx: Tx, clientId: string): Promise<void> {
  const key = createHash('sha256').update(`decisions\0${clientId}`).digest().readBigInt64BE(0);
  await sql`select pg_advisory_xact_lock(${key.toString()}::bigint)`.execute(tx);
}

/** The merges that stand and concern these leads, directly or through others, oldest first. */
export async function standingMerges(db: Connection, clientId: string, leads: readonly string[]): Promise<Merge[]> {
  const { rows } = await sql<MergeRow>`
    with recursive touched(merge_id) as (
      select m.merge_id from merge_member m join merge_event e on e.client_id = m.client_id and e.id = m.merge_id
      where m.client_id = ${clientId} and m.lead_id = any(${uuidArray(leads)}::uuid[]) and e.undone_at is null
      union
      select other.merge_id from touched
      join merge_member mine on mine.client_id = ${clientId} and mine.merge_id = touched.merge_id
      join merge_member other on other.client_id = ${clientId} and other.lead_id = mine.lead_id
      join merge_event e on e.client_id = ${clientId} and e.id = other.merge_id and e.undone_at is null
    )
    select e.id, e.survivor, e.choices, e.confirmed,
      array(select lead_id::text from merge_member m where m.client_id = e.client_id and m.merge_id = e.id
        order by lead_id) as members
    from merge_event e join touched on touched.merge_id = e.id
    where e.client_id = ${clientId} order by e.place`.execute(db);
  return rows.map((row) => ({ kind: 'merge', ...row }));
}

type MergeRow = Omit<Merge, 'kind'>;

export interface Apart {
  id: string;
  a_id: string;
  b_id: string;
  by: string;
  at: Date;
  origin: string;
}

/** Who keeps any two of these leads apart. */
export async function keptApart(db: Connection, clientId: string, leads: readonly string[]): Promise<Apart[]> {
  const { rows } = await sql<Apart>`
    select id, a_id, b_id, decided_by as by, decided_at as at, origin from pair_decision
    where client_id = ${clientId} and answer = 'different' and revoked_at is null
      and a_id = any(${uuidArray(leads)}::uuid[]) and b_id = any(${uuidArray(leads)}::uuid[])
    order by decided_at, id`.execute(db);
  return rows;
}

/** The state of these leads and of all that are joined with them, with who is kept apart among them. */
export async function identitiesOf(
  db: Connection,
  clientId: string,
  leads: readonly string[],
): Promise<{ state: Identities; apart: Apart[] }> {
  const merges = await standingMerges(db, clientId, leads);
  const all = [...new Set([...leads, ...merges.flatMap(({ members }) => members)])];
  const apart = await keptApart(db, clientId, all);
  const events: IdentityEvent[] = [
    ...merges,
    ...apart.map(({ id, a_id, b_id }) => ({ kind: 'apart' as const, id, pair: [a_id, b_id] as const })),
  ];
  return { state: replay(events), apart };
}

/** Leads of the same persons as these, themselves included, as their rows say. */
export async function leadsOfPersons(db: Connection, clientId: string, leads: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with person as (select distinct identity_id as id from lead
      where client_id = ${clientId} and id = any(${uuidArray(leads)}::uuid[]))
    select lead.id from lead join person on person.id = lead.id
      where lead.client_id = ${clientId} and lead.identity_id = person.id
    union
    select lead.id from lead join person on person.id = lead.identity_id
      where lead.client_id = ${clientId} and lead.identity_id <> lead.id
    union
    select lead.id from lead where lead.client_id = ${clientId} and lead.id = any(${uuidArray(leads)}::uuid[])`.execute(
    db,
  );
  return rows.map(({ id }) => id).sort();
}
