/** Brings the rows into the state that the replay of the events says: person of each lead, who leads, what pairs are. */
import { sql } from 'kysely';
import { type Person, replay } from '#domain/identity/replay.ts';
import type { Tx } from '../../platform/db.ts';
import { textArray, uuidArray } from '../../platform/pg-arrays.ts';
import { refreshEngagement } from '../touchpoints/engagement-queries.ts';
import { leadsOfPersons, standingMerges } from './events.ts';

/** Who changed it, when (milliseconds since 1970). */
export interface Stamp {
  actor: string;
  now: number;
}

/**
 * Settles the persons of these leads anew. Call it after an event was written or undone, under the lock of decisions.
 * Nothing of a lead changes but its person, whom it is shown to repeat, and its engagement, which follows from the
 * person, so that undoing restores it exactly.
 */
export async function settle(tx: Tx, clientId: string, seeds: readonly string[], stamp: Stamp): Promise<string[]> {
  const before = await leadsOfPersons(tx, clientId, seeds);
  const { personOf } = replay(await standingMerges(tx, clientId, [...seeds, ...before]));
  const members = new Set([...before, ...[...personOf.values()].flatMap((person) => person.members)]);
  const leads = await living(tx, clientId, [...members]);
  const persons = [...new Set(leads.flatMap(({ id }) => personOf.get(id) ?? []))];
  const stale = [...new Set([...leads.map(({ identity_id }) => identity_id), ...persons.map(({ id }) => id)])];
  await sql`delete from merged_person where client_id = ${clientId} and id = any(${uuidArray(stale)}::uuid[])`.execute(
    tx,
  );
  await writePersons(tx, clientId, persons, leads);
  await sql`update lead set identity_id = t.person
    from unnest(${uuidArray(leads.map(({ id }) => id))}::uuid[],
      ${uuidArray(leads.map(({ id }) => personOf.get(id)?.id ?? id))}::uuid[]) as t(id, person)
    where lead.client_id = ${clientId} and lead.id = t.id`.execute(tx);
  // Apart from the update above, because what is shown looks at the person of other leads.
  await sql`update lead set duplicate_of = duplicate_shown(client_id, id, identity_id, repeats)
    where client_id = ${clientId} and id = any(${uuidArray(leads.map(({ id }) => id))}::uuid[])`.execute(tx);
  await settlePairs(
    tx,
    clientId,
    leads.map(({ id }) => id),
    stamp,
  );
  // A person's engagement is that of all its leads.
  const leadIds = leads.map(({ id }) => id);
  await refreshEngagement(tx, clientId, { visitors: [], leadIds }, stamp.now);
  return leadIds;
}

interface Living {
  id: string;
  identity_id: string;
  at: Date;
}

/** The leads that are there, oldest first, locked in the order in which audits lock them. */
async function living(tx: Tx, clientId: string, ids: readonly string[]): Promise<Living[]> {
  const { rows } = await sql<Living>`select id, identity_id, created_at as at from lead
    where client_id = ${clientId} and id = any(${uuidArray(ids)}::uuid[]) order by id for update`.execute(tx);
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

/** A person with one living lead is written too: what was joined stays known when others of it come back into view. */
async function writePersons(
  tx: Tx,
  clientId: string,
  persons: readonly Person[],
  leads: readonly Living[],
): Promise<void> {
  const rows = persons.flatMap((person) => {
    const alive = leads.filter(({ id }) => person.members.includes(id));
    const leading = alive.find(({ id }) => id === person.survivor) ?? alive[0];
    return leading === undefined
      ? []
      : [{ id: person.id, survivor: leading.id, choices: JSON.stringify(person.choices) }];
  });
  if (rows.length === 0) return;
  await sql`insert into merged_person (client_id, id, survivor, choices)
    select ${clientId}::uuid, t.id, t.survivor, t.choices::jsonb
    from unnest(${uuidArray(rows.map(({ id }) => id))}::uuid[], ${uuidArray(rows.map(({ survivor }) => survivor))}::uuid[],
      ${textArray(rows.map(({ choices }) => choices))}::text[]) as t(id, survivor, choices)`.execute(tx);
}

/** Brings the state of these leads' pairs in line with persons and decisions. */
export async function settlePairs(
  tx: Tx,
  clientId: string,
  leads: readonly string[],
  { actor, now }: Stamp,
): Promise<void> {
  const ids = sql`${uuidArray(leads)}::uuid[]`;
  await sql`
    with mine as materialized (
      select p.a_id, p.b_id,
        case
          when a.identity_id = b.identity_id then 'merged'
          when exists (select from pair_decision d where d.client_id = p.client_id and d.a_id = p.a_id
            and d.b_id = p.b_id and d.answer = 'different' and d.revoked_at is null) then 'rejected'
          else 'open'
        end as state
      from linkage_pair p
      join lead a on a.client_id = p.client_id and a.id = p.a_id
      join lead b on b.client_id = p.client_id and b.id = p.b_id
      where p.client_id = ${clientId} and (p.a_id = any(${ids}) or p.b_id = any(${ids}))
    )
    update linkage_pair p set state = mine.state,
      decided_by = case when mine.state = 'open' then null else ${actor}::text end,
      decided_at = case when mine.state = 'open' then null else ${new Date(now)}::timestamptz end
    from mine
    where p.client_id = ${clientId} and p.a_id = mine.a_id and p.b_id = mine.b_id and p.state <> mine.state`.execute(
    tx,
  );
}
