/** Places with their numbers, from counts per country and region. */
import type { Analytics, AnalyticsRow } from '#contract/analytics.ts';
import { EMPTY_VALUE, joinValues } from '#domain/lead-list/value-list.ts';
import type { GeoRow } from '../../charts/places.ts';
import { countryName, usState } from '../../charts/regions.ts';
import type { TableOnScreen } from '../table-export.tsx';

export interface PlaceRow {
  key: string;
  name: string;
  leads: number;
  previous: number | null;
  quality: number | null;
  valid: number | null;
  validLow: number | null;
  validHigh: number | null;
  fraud: number | null;
  search: Record<string, string>;
}

const known = (value: string | undefined) => (value === undefined || value === EMPTY_VALUE ? '' : value);

/** What the maps are drawn from. */
export const geoRows = ({ rows }: Analytics): GeoRow[] =>
  rows.map(({ dimensions, metrics }) => ({
    country: known(dimensions.country),
    region: known(dimensions.region),
    leads: metrics.leads?.value ?? 0,
    quality_score: metrics.quality_score?.value ?? 0,
    valid_rate: metrics.valid_rate?.value ?? 0,
  }));

/** One row per country or per region, as the engine grouped them; most leads first. */
export function placeRows({ rows }: Analytics, level: 'country' | 'region', country: string): PlaceRow[] {
  return rows
    .map((row) => placeOf(row, level, country))
    .sort((a, b) => b.leads - a.leads || a.name.localeCompare(b.name));
}

function placeOf({ dimensions, metrics }: AnalyticsRow, level: 'country' | 'region', country: string): PlaceRow {
  const value = known(dimensions[level]);
  const state = level === 'region' && country === 'US' ? usState(value)?.name : undefined;
  const name = level === 'country' ? countryName(value) : (state ?? (value || 'Not given'));
  const here = joinValues([value]);
  return {
    key: value,
    name,
    leads: metrics.leads?.value ?? 0,
    previous: metrics.leads?.previous ?? null,
    quality: metrics.quality_score?.value ?? null,
    valid: metrics.valid_rate?.value ?? null,
    validLow: metrics.valid_rate?.low ?? null,
    validHigh: metrics.valid_rate?.high ?? null,
    fraud: metrics.fraud_rate?.value ?? null,
    search: level === 'country' ? { country: here } : { country: joinValues([country]), region: here },
  };
}

/** The places as a table for a file. */
export const placeTable = (rows: readonly PlaceRow[], level: 'country' | 'region'): TableOnScreen => ({
  title: level === 'country' ? 'Leads by country' : 'Leads by region',
  columns: [
    { name: level, type: 'text' },
    { name: 'name', type: 'text' },
    ...['leads', 'comparison', 'quality_score', 'valid_rate', 'valid_low', 'valid_high', 'fraud_rate'].map((name) => ({
      name,
      type: 'number' as const,
    })),
  ],
  rows: rows.map((row) => [
    row.key,
    row.name,
    row.leads,
    row.previous,
    row.quality,
    row.valid,
    row.validLow,
    row.validHigh,
    row.fraud,
  ]),
});
