/** How complete leads are: the mean by source, and the fields whose absence costs most. */
import * as z from 'zod';
import { CompletenessQuery, CompletenessReply } from '#contract/completeness.ts';
import { fieldWeights } from '#domain/lead-checks/completeness.ts';
import { type Principal, principalOf, scopeOf } from '../platform/access.ts';
import { ask, SafeInteger } from '../platform/clickhouse.ts';
import { inScope } from '../platform/db.ts';
import type { App } from '../platform/http.ts';
import { loadContext } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { leadWhere } from './filter.ts';
import { oneClient } from './one-client.ts';
import { requirePeriod } from './period.ts';
import { findFilterScope } from './segments/book.ts';

const SourceRow = z.object({ source_name: z.string(), leads: SafeInteger, mean: z.number() });
const FieldRow = z.object({ field: z.string(), source_name: z.string(), leads: SafeInteger });

export function completenessRoutes(app: App, deps: LeadDeps): void {
  app.get(
    '/api/v1/marketing/leads/completeness',
    {
      schema: {
        tags: ['Leads'],
        summary: 'What leads carry and what they lack, by field and source',
        description: 'Leads that lack a field are listed and exported by missing=<field>.',
        querystring: CompletenessQuery,
        response: { 200: CompletenessReply },
      },
    },
    async (request) => await getCompleteness(deps, principalOf(request), request.query),
  );
}

/** Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
async function getCompleteness(
  deps: LeadDeps,
  principal: Principal,
  filter: CompletenessQuery,
): Promise<CompletenessReply> {
  requirePeriod(filter);
  const client = await oneClient(deps, principal, filter.client_id);
  const { scope, required } = await inScope(deps.db, scopeOf(principal, [client.id]), async (tx) => ({
    scope: await findFilterScope(tx, [client.id], filter, deps.clock()),
    required: (await loadContext(tx, client.id)).settings.required_fields ?? [],
  }));
  const where = leadWhere(filter, scope);
  const through = await deps.pull.fresh();
  const [sources, fields] = await Promise.all([
    ask(
      deps.clickhouse,
      `select toString(source) as source_name, count() as leads, avg(completeness) as mean
        from lead_fact final where ${where.sql} group by source order by mean, source`,
      where.params,
      SourceRow,
    ),
    ask(
      deps.clickhouse,
      `select toString(arrayJoin(missing)) as field, toString(source) as source_name, count() as leads
        from lead_fact final where ${where.sql} group by field, source order by leads desc, source`,
      where.params,
      FieldRow,
    ),
  ]);
  const leads = sources.reduce((sum, row) => sum + row.leads, 0);
  const weights = fieldWeights(required);
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return {
    leads,
    mean: leads === 0 ? null : sources.reduce((sum, row) => sum + row.mean * row.leads, 0) / leads,
    fields: [...Map.groupBy(fields, ({ field }) => field)]
      .map(([field, rows]) => {
        const missing = rows.reduce((sum, row) => sum + row.leads, 0);
        const weight = weights.get(field) ?? 0;
        return {
          field,
          weight,
          missing,
          lost: (weight * missing) / (all * leads),
          sources: rows.map(({ source_name: source, leads: without }) => ({ source, missing: without })),
        };
      })
      .sort((a, b) => b.lost - a.lost || (a.field < b.field ? -1 : 1)),
    sources: sources.map(({ source_name: source, leads: count, mean }) => ({ source, leads: count, mean })),
    data_through: through.toISOString(),
  };
}
