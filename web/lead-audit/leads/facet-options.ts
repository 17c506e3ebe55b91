/** The facets of the leads page: their order, their words, and how a filter reads on a chip. */
import type { LeadFacets } from '#contract/lead-list.ts';
import { EMPTY_VALUE } from '#domain/lead-list/value-list.ts';
import { countryName } from '../../charts/regions.ts';
import { fieldWord } from '../../settings/client/field-words.ts';
import { listOf } from '../../shell/search-params.ts';
import { KIND_LABEL, type SourceKind } from '../../source-book.ts';
import { flagWord } from '../check-words.ts';
import { behindText } from '../journeys/journey-words.ts';
import { CONVERSION, VALIDATION } from '../lead-words.ts';
import type { FilterKey } from './lead-search.ts';

export type Facet = keyof LeadFacets;

/** The page's order. */
export const FACET_ORDER = [
  'validation_status',
  'quality_score',
  'engagement_score',
  'source',
  'flag',
  'conversion_status',
  'country',
  'region',
] as const satisfies readonly Facet[];

export const FILTER_LABEL: Record<FilterKey, string> = {
  source: 'Source',
  source_kind: 'Kind of source',
  campaign_id: 'Campaign',
  ad_group_id: 'Ad group',
  keyword: 'Keyword',
  referrer: 'Referrer',
  validation_status: 'Status',
  conversion_status: 'Stage',
  reached: 'Reached',
  quality_score: 'Score',
  engagement_score: 'Engagement',
  conversion_probability: 'Chance to convert',
  revenue: 'Revenue',
  country: 'Country',
  region: 'State or region',
  email_domain: 'E-mail domain',
  phone_type: 'Phone type',
  flag: 'Flags',
  duplicate: 'Duplicate',
  duplicate_source: 'Repeats leads of',
  mark: 'Marked',
  decision: 'On the list of',
  journey: 'Journeys',
  import_id: 'Import',
  missing: 'Without',
  segment: 'Segment',
  rfm: 'Recency, frequency, value',
  conversion_date: 'Converted',
  updated_at: 'Updated',
};

const lookUp = (table: Record<string, { label: string }>, value: string) => table[value]?.label ?? value;

/** One value of a filter as a person reads it. */
export function valueLabel(key: FilterKey, value: string): string {
  if (value === '') return 'Not given';
  switch (key) {
    case 'validation_status':
      return lookUp(VALIDATION, value);
    case 'conversion_status':
    case 'reached':
      return lookUp(CONVERSION, value);
    case 'flag':
      return flagWord(value).label;
    case 'country':
      return countryName(value);
    case 'source_kind':
      return KIND_LABEL[value as SourceKind] ?? value;
    case 'mark':
      return value === 'payout_hold' ? 'Payout held' : 'Not uploaded';
    case 'decision':
      return 'one decision';
    case 'duplicate':
      return value === 'true' ? 'Yes' : 'No';
    case 'engagement_score':
      return value === '0' ? 'None' : value.endsWith('-') ? `${value.slice(0, -1)} and more` : value.replace('-', '–');
    case 'conversion_probability':
      return `${value.replace('-', '–')}%`;
    case 'quality_score':
    case 'revenue':
      return value.replace('-', '–');
    case 'conversion_date':
    case 'updated_at':
      return value.replace('..', ' to ');
    case 'missing':
      return fieldWord(value);
    case 'rfm':
      return value.toUpperCase();
    case 'segment':
    case 'import_id':
      return `${value.slice(0, 8)}…`;
    default:
      return value;
  }
}
export const filterText = (key: FilterKey, value: string): string =>
  key === 'journey'
    ? behindText(value)
    : listOf(value)
        .map((one) => valueLabel(key, one))
        .join(', ');

/** Values that always stand in the facet, in this order, with or without leads. */
const FIXED: { [F in Facet]?: string[] } = {
  validation_status: Object.keys(VALIDATION),
  conversion_status: Object.keys(CONVERSION),
};

export interface Option {
  value: string;
  label: string;
  count: number;
}

/** The options of one facet: fixed values in their order, scores from the best band down, the rest by count; what is chosen stays in view. */
export function facetOptions(facet: Facet, counts: LeadFacets[Facet] | undefined, chosen: readonly string[]): Option[] {
  const known = new Map((counts ?? []).map(({ value, leads }) => [value === EMPTY_VALUE ? '' : value, leads]));
  for (const value of chosen) if (!known.has(value)) known.set(value, 0);
  const option = (value: string): Option => ({
    value,
    label: valueLabel(facet, value),
    count: known.get(value) ?? 0,
  });
  const fixed = FIXED[facet];
  if (fixed) return fixed.map(option);
  const values = [...known.keys()];
  if (facet === 'quality_score' || facet === 'engagement_score')
    return values.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10)).map(option);
  return values.map(option).sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}
