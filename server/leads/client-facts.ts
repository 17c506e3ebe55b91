/** What a question over leads needs to know of the clients it is about. */
import { sql } from 'kysely';
import type { Connection } from '../platform/db.ts';

export interface ClientFacts {
  id: string;
  timeZone: string;
  currency: string;
  country: string | undefined;
}

/** Facts of the clients in scope, in no order. */
export async function findClientFacts(db: Connection, clients: readonly string[]): Promise<ClientFacts[]> {
  const rows = await db
    .selectFrom('client')
    .select(['id', 'time_zone', 'currency', 'country'])
    .where('id', '=', sql<string>`any(${clients}::uuid[])`)
    .execute();
  return rows.map(({ id, time_zone, currency, country }) => ({
    id,
    timeZone: time_zone,
    currency,
    country: country ?? undefined,
  }));
}

/** The zone that days of several clients begin in: that of a single client, else UTC. */
export function zoneOf(facts: readonly ClientFacts[]): string {
  return facts.length === 1 ? (facts[0]?.timeZone ?? 'UTC') : 'UTC';
}
