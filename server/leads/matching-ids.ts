/** Ids of the leads that a filter matches. */
import * as z from 'zod';
import type { LeadFilter } from '#contract/lead-list.ts';
import { ask, type ClickHouse } from '../platform/clickhouse.ts';
import { type Database, inScope } from '../platform/db.ts';
import { leadWhere } from './filter.ts';
import { findFilterScope } from './segments/book.ts';

const IdRow = z.object({ id: z.string() });

export interface MatcherDeps {
  db: Database;
  clickhouse: ClickHouse;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** Finds the ids of the clients' leads that match a filter, newest first, at most `limit`. */
export function leadMatcher({ db, clickhouse, clock }: MatcherDeps) {
  return async (clients: readonly string[], filter: LeadFilter, limit: number): Promise<string[]> => {
    const scope = await inScope(db, { clients }, (tx) => findFilterScope(tx, clients, filter, clock()));
    const where = leadWhere(filter, scope);
    const rows = await ask(
      clickhouse,
      `select id from lead_fact final where ${where.sql} order by created_at desc, id desc limit {limit:UInt32}`,
      { ...where.params, limit },
      IdRow,
    );
    return rows.map(({ id }) => id);
  };
}
