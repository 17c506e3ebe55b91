/** Counts per value for the filters beside a list; each facet's counts ignore its own choice. */
import * as z from 'zod';
import { CONVERSION_STATUSES, VALIDATION_STATUSES } from '#contract/lead.ts';
import { FACETS, type LeadFacets, type LeadFilter } from '#contract/lead-list.ts';
import { ENGAGEMENT_BANDS, SCORE_BANDS } from '#domain/lead-list/ranges.ts';
import { EMPTY_VALUE, splitValues } from '#domain/lead-list/value-list.ts';
import { clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { ask, SafeInteger } from '../platform/clickhouse.ts';
import { inScope } from '../platform/db.ts';
import type { LeadDeps } from './deps.ts';
import { leadWhere, type Where } from './filter.ts';
import { findFilterScope } from './segments/book.ts';

type Facet = (typeof FACETS)[number];

/** Values of one facet that are told apart; more would not fit a screen. */
const VALUES_MAX = 300;

/** The band a score lies in, as text that is also a filter. */
export const SCORE_BAND_SQL =
  "multiIf(quality_score < 40, '0-39', quality_score < 60, '40-59', quality_score < 80, '60-79', '80-100')";

const ENGAGEMENT_BAND_SQL =
  "multiIf(engagement_score < 1, '0', engagement_score < 20, '1-19', engagement_score < 50, '20-49', '50-')";

const EXPRESSIONS: Record<Facet, string> = {
  source: 'source',
  validation_status: 'validation_status',
  conversion_status: 'conversion_status',
  quality_score: SCORE_BAND_SQL,
  engagement_score: ENGAGEMENT_BAND_SQL,
  flag: 'arrayJoin(flags)',
  country: 'country',
  region: 'region',
};

/** Facets whose values are known beforehand show them even when nobody has them. */
const FIXED: Partial<Record<Facet, readonly string[]>> = {
  validation_status: VALIDATION_STATUSES,
  conversion_status: CONVERSION_STATUSES,
  quality_score: SCORE_BANDS,
  engagement_score: ENGAGEMENT_BANDS,
};

const FacetRow = z.object({ facet: z.string(), value: z.string(), leads: SafeInteger });

/** Counts of the principal's leads per facet and value under a filter. Without a value: `(none)`. */
export async function leadFacets(deps: LeadDeps, principal: Principal, filter: LeadFilter): Promise<LeadFacets> {
  const clients = clientsFor(principal, 'lead.read', filter.client_id);
  const scope = await inScope(deps.db, scopeOf(principal, clients), (tx) =>
    findFilterScope(tx, clients, filter, deps.clock()),
  );
  const everything = leadWhere(filter, scope);
  await deps.pull.fresh();
  // Facets without a choice of their own share one reading of the table; flags multiply rows, so they go alone.
  const shared = FACETS.filter((facet) => !filter[facet] && facet !== 'flag');
  const alone = FACETS.filter((facet) => !shared.includes(facet));
  const answers = await Promise.all([
    countTogether(deps, shared, everything),
    ...alone.map((facet) => countTogether(deps, [facet], leadWhere(filter, scope, facet))),
  ]);
  const rows = answers.flat();
  return Object.fromEntries(
    FACETS.map((facet) => [
      facet,
      valuesOf(
        facet,
        rows.filter((row) => row.facet === facet),
        filter[facet],
      ),
    ]),
  ) as LeadFacets;
}

async function countTogether(
  deps: LeadDeps,
  facets: readonly Facet[],
  where: Where,
): Promise<z.output<typeof FacetRow>[]> {
  if (facets.length === 0) return [];
  const [first] = facets;
  const columns = facets.map((facet) => `${EXPRESSIONS[facet]} as k_${facet}`).join(', ');
  const keys = facets.map((facet) => `k_${facet}`);
  const name =
    facets.length === 1
      ? `'${first}'`
      : `multiIf(${facets.map((facet) => `grouping(k_${facet}) = 0, '${facet}'`).join(', ')}, '')`;
  const value =
    facets.length === 1
      ? `toString(k_${first})`
      : `multiIf(${keys.map((key) => `grouping(${key}) = 0, toString(${key})`).join(', ')}, '')`;
  const groups =
    facets.length === 1
      ? `group by k_${first}`
      : `group by grouping sets (${keys.map((key) => `(${key})`).join(', ')})`;
  return await ask(
    deps.clickhouse,
    `select ${name} as facet, ${value} as value, count() as leads
      from (select ${columns} from lead_fact final where ${where.sql})
      ${groups}
      order by leads desc, value limit {values_max:UInt32} by facet`,
    { ...where.params, values_max: VALUES_MAX },
    FacetRow,
  );
}

/** Most leads first, fixed values in their own order; what is chosen is always there. */
function valuesOf(
  facet: Facet,
  rows: readonly z.output<typeof FacetRow>[],
  choice: string | undefined,
): { value: string; leads: number }[] {
  const counts = new Map(rows.map(({ value, leads }) => [value || EMPTY_VALUE, leads]));
  const fixed = FIXED[facet];
  const chosen =
    facet === 'quality_score' || facet === 'engagement_score'
      ? []
      : splitValues(choice ?? '').map((value) => value || EMPTY_VALUE);
  const values = new Set([...(fixed ?? counts.keys()), ...chosen]);
  return [...values].map((value) => ({ value, leads: counts.get(value) ?? 0 }));
}
