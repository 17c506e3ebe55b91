/** Listing, searching, counting and exporting leads. Personal values never stand in a URL: search by them is a POST. */
import * as z from 'zod';
import { CalendarDate, Count, Id } from './common.ts';
import { Lead } from './lead.ts';

const list = z.string().max(4000);

/**
 * Every filter is a string as it stands in the URL; lists are comma separated (`source=Meta,Google`), a comma inside a
 * value stands behind a backslash, and `(none)` is the empty value.
 */
export const LeadFilter = z.object({
  client_id: Id.optional(),
  from: CalendarDate.optional(),
  to: CalendarDate.optional(),
  source: list.optional(),
  source_kind: list.optional(),
  campaign_id: list.optional(),
  ad_group_id: list.optional(),
  keyword: list.optional(),
  referrer: list.optional(),
  validation_status: list.optional(),
  conversion_status: list.optional(),
  /** The furthest stages reached: leads that came to one of them, whatever became of them later. */
  reached: list.optional(),
  /** Ranges: `0-39`, several comma separated; either end may be left out. */
  quality_score: list.optional(),
  revenue: list.optional(),
  /** Ranges, as of the instant that the client's engagement scores hold. */
  engagement_score: list.optional(),
  /** In percent, as ranges. */
  conversion_probability: list.optional(),
  country: list.optional(),
  region: list.optional(),
  email_domain: list.optional(),
  phone_type: list.optional(),
  /** Ids of failed checks; any of them. */
  flag: list.optional(),
  duplicate: z.enum(['true', 'false']).optional(),
  /** Sources of the earlier lead that this one repeats. */
  duplicate_source: list.optional(),
  /** Marks that decisions left: `payout_hold`, `no_upload`. */
  mark: list.optional(),
  /** The decision whose list a lead stands on. */
  decision: Id.optional(),
  /** A number of attribution, journeys, funnel or cohorts, as its screen links to it: `about=touch&key=Email&…`. */
  journey: list.optional(),
  import_id: Id.optional(),
  /** Fields that a lead does not carry, such as `phone`; any of them. */
  missing: list.optional(),
  /** Ids of saved segments; leads that are in any of them. */
  segment: list.optional(),
  /** Quintiles of recency, frequency and monetary value, 5 the best: `r5f4m1`, or fewer of the three. */
  rfm: list.optional(),
  /** `2026-01-01..2026-01-31`, either end may be left out. */
  conversion_date: list.optional(),
  updated_at: list.optional(),
});
export type LeadFilter = z.infer<typeof LeadFilter>;

export const LEAD_SORTS = [
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
] as const;
export const LeadQuery = LeadFilter.extend({
  /** A field name, with a minus in front for descending. */
  sort: z.enum(LEAD_SORTS.flatMap((field) => [field, `-${field}` as const])).default('-created_at'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
});
export type LeadQuery = z.infer<typeof LeadQuery>;

export const LeadPage = z.object({
  leads: z.array(Lead),
  /** All that match, not only this page. */
  total: Count,
  mean_quality_score: z.number().nullable(),
  next_cursor: z.string().nullable(),
});
export type LeadPage = z.infer<typeof LeadPage>;

export const FACETS = [
  'source',
  'validation_status',
  'conversion_status',
  'quality_score',
  'engagement_score',
  'flag',
  'country',
  'region',
] as const;
/** Counts per value; each facet's counts ignore its own choice. */
export const LeadFacets = z.record(z.enum(FACETS), z.array(z.object({ value: z.string(), leads: Count })));
export type LeadFacets = z.infer<typeof LeadFacets>;

/** By POST because it holds personal values: words or prefixes of name, company or e-mail, a whole e-mail, or a phone. */
export const LeadSearch = z.object({
  text: z.string().min(2).max(200),
  filter: LeadFilter.optional(),
  sort: LeadQuery.shape.sort,
  limit: z.int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
});
export type LeadSearch = z.infer<typeof LeadSearch>;

export const EXPORT_FORMATS = ['csv', 'ndjson', 'parquet', 'xlsx'] as const;
export const LeadExport = z.object({
  client_id: Id,
  format: z.enum(EXPORT_FORMATS),
  filter: LeadFilter.optional(),
  columns: z.array(z.string().max(100)).max(100).optional(),
  /** Leaves out every personal field. */
  anonymised: z.boolean().default(false),
});
export type LeadExport = z.infer<typeof LeadExport>;
