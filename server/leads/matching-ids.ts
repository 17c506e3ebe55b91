/** Ids of the leads that a filter matches. */
import * as z from 'zod';
import type { LeadFilter } from '#contract/lead-list.ts';
import { ask, type ClickHouse } from '../platform/clickhouse.ts';
import { type Database, inScope } from '../platform/db.ts';
import { findClientFacts, zoneOf } from './client-facts.ts';
import { leadWhere } from './filter.ts';

const IdRow = z.object({ id: z.string() });

/** Ids of the clients' leads that match the filter, newest first, at most `limit`; days begin in `zone`. */
export async function matchingIds(
  clickhouse: ClickHouse,
  clients: readonly string[],
  filter: LeadFilter,
  zone: string,
  limit: number,
): Promise<string[]> {
  const where = leadWhere(filter, { clients, zone });
  const rows = await ask(
    clickhouse,
    `select id from lead_fact final where ${where.sql} order by created_at desc, id desc limit {limit:UInt32}`,
    { ...where.params, limit },
    IdRow,
  );
  return rows.map(({ id }) => id);
}

/** `matchingIds` that looks up the zone of the clients itself. */
export function leadMatcher({ db, clickhouse }: { db: Database; clickhouse: ClickHouse }) {
  return async (clients: readonly string[], filter: LeadFilter, limit: number): Promise<string[]> => {
    const facts = await inScope(db, { clients }, (tx) => findClientFacts(tx, clients));
    return await matchingIds(clickhouse, clients, filter, zoneOf(facts), limit);
  };
}
