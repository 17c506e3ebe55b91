/** The RFM grid: how many people stand in each cell, and what they brought. */
import * as z from 'zod';
import type { LeadFilter } from '#contract/lead-list.ts';
import type { RfmReply } from '#contract/rfm.ts';
import { rfmBoundsSql, rfmSql } from '#domain/segments/rfm.ts';
import { type Principal, scopeOf } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import type { LeadDeps } from '../deps.ts';
import { leadWhere } from '../filter.ts';
import { oneClient } from '../one-client.ts';
import { findFilterScope } from './book.ts';

const CellRow = z.object({
  recency: SafeInteger,
  frequency: SafeInteger,
  monetary: SafeInteger,
  people: SafeInteger,
  converted: SafeInteger,
  value_minor: SafeInteger,
  days: z.number(),
});

const Bounds = z.array(SafeInteger).length(4);
const BoundsRow = z.object({ days: Bounds, engagements: Bounds, value: Bounds });

/** People of one client by cell. Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
export async function getRfm(deps: LeadDeps, principal: Principal, filter: LeadFilter): Promise<RfmReply> {
  const client = await oneClient(deps, principal, filter.client_id);
  const scope = await inScope(deps.db, scopeOf(principal, [client.id]), (tx) =>
    findFilterScope(tx, [client.id], filter, deps.clock()),
  );
  const where = leadWhere(filter, scope);
  const through = await deps.pull.fresh();
  const places = { client: '{client:UUID}', currency: '{currency:String}', now: '{now:Int64}' };
  const params = { ...where.params, client: client.id, currency: client.currency, now: scope.segments.now };
  const [rows, [bounds]] = await Promise.all([
    ask(
      deps.clickhouse,
      `select recency, frequency, monetary, count() as people, countIf(value > 0) as converted, sum(value) as value_minor,
        avg(of_person.days) as days
      from (
        select days, engagements, value, recency, frequency, monetary from (${rfmSql(places)})
        where identity_id in (select identity_id from lead_fact final where ${where.sql})
      ) as of_person
      group by recency, frequency, monetary order by recency, frequency, monetary`,
      params,
      CellRow,
    ),
    ask(deps.clickhouse, rfmBoundsSql(places), params, BoundsRow),
  ]);
  return {
    currency: client.currency,
    people: rows.reduce((sum, { people }) => sum + people, 0),
    bounds: {
      days: (bounds?.days ?? []).map((days) => 0 - days),
      engagements: bounds?.engagements ?? [],
      value_minor: bounds?.value ?? [],
    },
    cells: rows,
    data_through: through.toISOString(),
  };
}
