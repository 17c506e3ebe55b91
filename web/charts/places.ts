/** Geography rows gathered into the places a map can draw. */
import { joinValues } from '#domain/lead-list/value-list.ts';
import { countryName, usState } from './regions.ts';

export interface GeoRow {
  country: string;
  region: string;
  leads: number;
  quality_score: number;
  valid_rate: number;
}
export type MapMetric = 'leads' | 'quality_score' | 'valid_rate';

export interface Place {
  /** The key of the shape on the map: a FIPS number or a country code. */
  key: string;
  name: string;
  leads: number;
  quality_score: number;
  valid_rate: number;
  /** The filter that shows its leads. */
  search: Record<string, string>;
}

function gather(rows: readonly GeoRow[], placeOf: (row: GeoRow) => { key: string; name: string } | undefined) {
  const places = new Map<string, Place & { regions: Set<string>; countries: Set<string> }>();
  for (const row of rows) {
    const at = placeOf(row);
    if (!at) continue;
    let place = places.get(at.key);
    if (!place) {
      place = {
        ...at,
        leads: 0,
        quality_score: 0,
        valid_rate: 0,
        search: {},
        regions: new Set(),
        countries: new Set(),
      };
      places.set(at.key, place);
    }
    // Means are weighted by leads; sums first, the division comes last.
    place.leads += row.leads;
    place.quality_score += row.quality_score * row.leads;
    place.valid_rate += row.valid_rate * row.leads;
    place.regions.add(row.region);
    place.countries.add(row.country);
  }
  return [...places.values()].map((place) => ({
    ...place,
    quality_score: place.quality_score / (place.leads || 1),
    valid_rate: place.valid_rate / (place.leads || 1),
  }));
}

const largestFirst = (a: Place, b: Place) => b.leads - a.leads || a.name.localeCompare(b.name);

/** States of the US, however their region was spelt. */
export const usPlaces = (rows: readonly GeoRow[]): Place[] =>
  gather(
    rows.filter((row) => row.country === 'US'),
    (row) => {
      const state = usState(row.region);
      return state && { key: state.fips, name: state.name };
    },
  )
    .map(({ regions, countries: _, ...place }) => ({
      ...place,
      search: { country: 'US', region: joinValues([...regions].sort()) },
    }))
    .sort(largestFirst);

export const worldPlaces = (rows: readonly GeoRow[]): Place[] =>
  gather(rows, (row) => ({ key: row.country, name: countryName(row.country) }))
    .map(({ regions: _, countries: __, ...place }) => ({
      ...place,
      search: { country: joinValues([place.key]) },
    }))
    .sort(largestFirst);

/** The lead-weighted mean of a metric over places. */
export function meanOf(places: readonly Place[], metric: MapMetric): number {
  const leads = places.reduce((sum, place) => sum + place.leads, 0);
  return places.reduce((sum, place) => sum + place[metric] * place.leads, 0) / (leads || 1);
}

/**
 * The colour step, 1 to 6, of each place. Counts: six groups of equal size. Rates and scores: steps of `unit` around the
 * mean, so that weak places stand out and a place at the mean is pale.
 */
export function steps(places: readonly Place[], metric: MapMetric): Map<string, number> {
  if (metric === 'leads') {
    const sorted = places.map((place) => place.leads).sort((a, b) => a - b);
    const breaks = [1, 2, 3, 4, 5].map((k) => sorted[Math.floor((k / 6) * sorted.length)] ?? Number.POSITIVE_INFINITY);
    return new Map(places.map((place) => [place.key, breaks.filter((edge) => place.leads >= edge).length + 1]));
  }
  const mean = meanOf(places, metric);
  const unit = metric === 'quality_score' ? 3 : 0.02;
  return new Map(
    places.map((place) => [place.key, Math.max(1, Math.min(6, Math.floor((place[metric] - mean) / unit) + 4))]),
  );
}

/** The map to open with: the US when more than half of the placed leads are there. */
export function openWith(rows: readonly GeoRow[]): 'us' | 'world' {
  const placed = rows.filter((row) => row.country);
  const all = placed.reduce((sum, row) => sum + row.leads, 0);
  const us = usPlaces(placed).reduce((sum, place) => sum + place.leads, 0);
  return all === 0 || us > all / 2 ? 'us' : 'world';
}
