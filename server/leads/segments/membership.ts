/** The saved segments that one lead is in, told from its row, so that a change shows at once. */
import type { LeadSegments } from '#contract/segment.ts';
import { fromMinor } from '#domain/money/minor-units.ts';
import { inSegment } from '#domain/segments/evaluate.ts';
import type { SegmentLead } from '#domain/segments/lead.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { type Connection, inScope } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';
import { findSegments } from './book.ts';

/** Segments of the lead's client that hold for it, by name. Throws 404 for a lead out of reach. */
export async function segmentsOfLead(deps: LeadDeps, principal: Principal, id: string): Promise<LeadSegments> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [found] = await findSegmentLeads(tx, [id]);
    if (found === undefined) throw notFound();
    const segments = await findSegments(tx, [found.clientId]);
    const context = { now: deps.clock(), segment: (other: string) => segments.get(other)?.rules };
    return {
      segments: [...segments]
        .filter(([, { rules, zone }]) => inSegment(rules, found.lead, { ...context, zone }))
        .map(([key, { name }]) => ({ id: key, name }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    };
  });
}

/** Leads in scope as segments look at them, in no order. */
export async function findSegmentLeads(
  db: Connection,
  ids: readonly string[],
): Promise<{ id: string; clientId: string; lead: SegmentLead }[]> {
  const rows = await db
    .selectFrom('lead')
    .leftJoin('source', (join) =>
      join.onRef('source.client_id', '=', 'lead.client_id').onRef('source.name', '=', 'lead.source'),
    )
    .selectAll('lead')
    .select('source.kind')
    .where('lead.id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    clientId: row.client_id,
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
        revenue: row.revenue_minor === null ? undefined : fromMinor(row.revenue_minor, row.currency ?? ''),
      },
      times: {
        created_at: row.created_at.getTime(),
        updated_at: row.updated_at.getTime(),
        contacted_at: row.contacted_at?.getTime(),
        qualified_at: row.qualified_at?.getTime(),
        conversion_date: row.conversion_date?.getTime(),
        lost_at: row.lost_at?.getTime(),
        audited_at: row.audited_at.getTime(),
      },
      flags: new Set(row.flags),
      duplicate: row.duplicate_of !== null,
      tokens: new Set(row.tokens.map(String)),
    },
  }));
}
