/** What the address of the leads page holds: the filters under the API's own names, sort, columns and the open lead. */
import type { LeadFilter, LeadQuery } from '#contract/lead-list.ts';

export const FILTER_KEYS = [
  'source',
  'source_kind',
  'campaign_id',
  'ad_group_id',
  'keyword',
  'referrer',
  'validation_status',
  'conversion_status',
  'reached',
  'quality_score',
  'engagement_score',
  'conversion_probability',
  'revenue',
  'country',
  'region',
  'email_domain',
  'phone_type',
  'flag',
  'duplicate',
  'duplicate_source',
  'mark',
  'decision',
  'journey',
  'import_id',
  'missing',
  'segment',
  'rfm',
  'conversion_date',
  'updated_at',
] as const satisfies readonly (keyof LeadFilter)[];
export type FilterKey = (typeof FILTER_KEYS)[number];

/** What findings are narrowed by beside the segment, which goes along from page to page; they are themselves about flags. */
export const FINDING_FILTER_KEYS = FILTER_KEYS.filter((key) => key !== 'segment' && key !== 'flag');

export const LEAD_SEARCH_KEYS = [...FILTER_KEYS, 'sort', 'cols', 'lead', 'tab'] as const;
export type LeadsSearch = { [K in (typeof LEAD_SEARCH_KEYS)[number]]?: string };

/** The filter part of the address, with client and period, as the API takes it. */
export function filterOf(
  search: LeadsSearch,
  client_id: string,
  { from, to }: { from: string; to: string },
): LeadFilter {
  const filter: Record<string, string> = { client_id, from, to };
  for (const key of FILTER_KEYS) {
    const value = search[key];
    if (value) filter[key] = value;
  }
  return filter as LeadFilter;
}

export type SortField = Exclude<LeadQuery['sort'], `-${string}`>;
const SORTS: readonly SortField[] = [
  'created_at',
  'updated_at',
  'quality_score',
  'engagement_score',
  'conversion_probability',
  'source',
  'validation_status',
  'conversion_status',
  'revenue',
  'country',
];

/** The sort of the address; newest first when it names none that exists. */
export function sortOf(text: string | undefined): { field: SortField; desc: boolean; text: LeadQuery['sort'] } {
  const desc = text?.startsWith('-') ?? true;
  const field = SORTS.find((one) => one === text?.replace(/^-/, ''));
  if (!field) return { field: 'created_at', desc: true, text: '-created_at' };
  return { field, desc, text: desc ? `-${field}` : field };
}

/** The filters in force, as names. */
export const activeFilters = (search: LeadsSearch): FilterKey[] => FILTER_KEYS.filter((key) => search[key]);
export const NO_FILTERS = Object.fromEntries(FILTER_KEYS.map((key) => [key, undefined])) as {
  [K in FilterKey]: undefined;
};
