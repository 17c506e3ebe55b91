/** The saved segments that one lead is in, told from its row, so that a change shows at once. */
import { sql } from 'kysely';
import type { LeadSegments } from '#contract/segment.ts';
import type { SegmentRule } from '#contract/segment-rules.ts';
import { fromMinor } from '#domain/money/minor-units.ts';
import { inSegment } from '#domain/segments/evaluate.ts';
import type { SegmentLead } from '#domain/segments/lead.ts';
import type { Rfm } from '#domain/segments/rfm.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { type Connection, inScope } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { findClientFacts } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import { findSegments } from './book.ts';
import { rfmOfPeople } from './people.ts';

/** Segments of the lead's client that hold for it, by name. Throws 404 for a lead out of reach. */
export async function segmentsOfLead(deps: LeadDeps, principal: Principal, id: string): Promise<LeadSegments> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const row = await tx.selectFrom('lead').select('client_id').where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw notFound();
    const segments = await findSegments(tx, [row.client_id]);
    const [found] = await findSegmentLeads(deps, tx, row.client_id, [id], asksForRfm(segments));
    if (found === undefined) throw notFound();
    const context = { now: deps.clock(), segment: (other: string) => segments.get(other)?.rules };
    return {
      segments: [...segments]
        .filter(([, { rules, zone }]) => inSegment(rules, found.lead, { ...context, zone }))
        .map(([key, { name }]) => ({ id: key, name }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    };
  });
}

const asksForRfm = (segments: ReadonlyMap<string, { rules: SegmentRule }>) =>
  [...segments.values()].some(({ rules }) => holdsRfm(rules));

function holdsRfm(rule: SegmentRule): boolean {
  return rule.kind === 'group' ? rule.rules.some(holdsRfm) : rule.kind === 'rfm';
}

/** Leads of a client as segments look at them, in no order. Their RFM is asked of the engine, and only where it is wanted. */
export async function findSegmentLeads(
  deps: Pick<LeadDeps, 'clickhouse' | 'clock'>,
  db: Connection,
  clientId: string,
  ids: readonly string[],
  withRfm: boolean,
): Promise<{ id: string; lead: SegmentLead }[]> {
  const rows = await db
    .selectFrom('lead')
    .leftJoin('source', (join) =>
      join.onRef('source.client_id', '=', 'lead.client_id').onRef('source.name', '=', 'lead.source'),
    )
    .leftJoin('lead_chance as chance', (join) =>
      join.onRef('chance.client_id', '=', 'lead.client_id').onRef('chance.lead_id', '=', 'lead.id'),
    )
    .selectAll('lead')
    .select(['source.kind', 'chance.probability as conversion_probability'])
    .where('lead.client_id', '=', clientId)
    .where('lead.id', 'in', ids)
    .execute();
  const [facts] = await findClientFacts(db, [clientId]);
  const scope = { clickhouse: deps.clickhouse, clientId, currency: facts?.currency ?? '', now: deps.clock() };
  const identities = [...new Set(rows.map(({ identity_id }) => identity_id))];
  const [touchpoints, rfm] = await Promise.all([
    findTouchpoints(db, clientId, identities),
    withRfm ? rfmOfPeople(scope, identities) : new Map<string, Rfm>(),
  ]);
  return rows.map((row) => ({
    id: row.id,
    lead: {
      text: {
        source: row.source,
        source_kind: row.kind ?? 'other',
        campaign_id: row.campaign_id,
        ad_group_id: row.ad_group_id,
        keyword: row.keyword,
        referrer: row.referrer,
        country: row.country,
        region: row.region,
        email_domain: row.email_domain,
        phone_type: row.phone_type,
        validation_status: row.validation_status,
        conversion_status: row.conversion_status,
        currency: row.currency ?? '',
        import_id: row.import_id ?? '',
      },
      numbers: {
        quality_score: row.quality_score,
        completeness: row.completeness,
        engagement_score: row.engagement_score,
        conversion_probability: row.conversion_probability ?? undefined,
        seconds_on_form: row.seconds_on_form ?? undefined,
        revenue: row.revenue_minor === null ? undefined : fromMinor(row.revenue_minor, row.currency ?? ''),
      },
      times: {
        created_at: row.created_at.getTime(),
        clicked_at: row.clicked_at?.getTime(),
        updated_at: row.updated_at.getTime(),
        contacted_at: row.contacted_at?.getTime(),
        qualified_at: row.qualified_at?.getTime(),
        conversion_date: row.conversion_date?.getTime(),
        lost_at: row.lost_at?.getTime(),
        audited_at: row.audited_at.getTime(),
      },
      flags: new Set(row.flags),
      duplicate: row.duplicate_of !== null,
      touchpoints: touchpoints.get(row.identity_id) ?? [],
      rfm: rfm.get(row.identity_id),
      tokens: new Set(row.tokens.map(String)),
    },
  }));
}

/** What people did, each touchpoint once per person: told by the visitors of their leads, or recorded for one of them. */
async function findTouchpoints(
  db: Connection,
  clientId: string,
  identities: readonly string[],
): Promise<Map<string, { kind: string; at: number }[]>> {
  const { rows } = await sql<{ identity_id: string; kind: string; at: Date }>`
    with people as (
      select distinct identity_id, visitor, id from lead
      where client_id = ${clientId} and identity_id = any(${identities}::uuid[])
    ), touches as (
      select people.identity_id, touchpoint.id, touchpoint.kind, touchpoint.at
      from people join touchpoint on touchpoint.client_id = ${clientId} and touchpoint.visitor = people.visitor
      union
      select people.identity_id, touchpoint.id, touchpoint.kind, touchpoint.at
      from people join touchpoint on touchpoint.client_id = ${clientId} and touchpoint.lead_id = people.id
    )
    select identity_id, kind, at from touches`.execute(db);
  const found = new Map<string, { kind: string; at: number }[]>();
  for (const { identity_id: identity, kind, at } of rows) {
    const known = found.get(identity) ?? [];
    found.set(identity, known);
    known.push({ kind, at: at.getTime() });
  }
  return found;
}
