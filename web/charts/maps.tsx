/** The two maps. Shapes come as data files, fetched when a map is first shown. */
import { useQuery } from '@tanstack/react-query';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import statesUrl from 'us-atlas/states-albers-10m.json?url';
import countriesUrl from 'world-atlas/countries-110m.json?url';
import { Problem } from '../ui/problem.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Choropleth, type Shape } from './choropleth.tsx';
import type { MapMetric, Place } from './places.ts';
import { countryByNumeric } from './regions.ts';

type Named = GeometryCollection<{ name: string }>;
interface Drawn {
  viewBox: string;
  shapes: Shape[];
  borders: string;
}

async function load<T extends object>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error('The map could not be fetched.');
  return (await response.json()) as T;
}

async function drawStates(): Promise<Drawn> {
  const atlas = await load<Topology<{ states: Named }>>(statesUrl);
  // The atlas is already projected, so the path needs no projection of its own.
  const path = geoPath();
  return {
    viewBox: '-8 0 990 612',
    shapes: feature(atlas, atlas.objects.states).features.map((shape) => ({
      key: String(shape.id),
      path: path(shape) ?? '',
    })),
    borders: path(mesh(atlas, atlas.objects.states, (a, b) => a !== b)) ?? '',
  };
}

const ANTARCTICA = '010';

async function drawCountries(): Promise<Drawn> {
  const atlas = await load<Topology<{ countries: Named }>>(countriesUrl);
  const all = feature(atlas, atlas.objects.countries);
  const shown = { ...all, features: all.features.filter((shape) => shape.id !== ANTARCTICA) };
  const path = geoPath(geoNaturalEarth1().fitSize([990, 500], shown));
  return {
    viewBox: '0 0 990 504',
    shapes: shown.features.map((shape) => ({
      key: countryByNumeric.get(String(shape.id)) ?? shape.properties.name,
      path: path(shape) ?? '',
    })),
    borders: path(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)) ?? '',
  };
}

export function GeoMap({
  which,
  places,
  metric,
  to,
}: {
  which: 'us' | 'world';
  places: readonly Place[];
  metric: MapMetric;
  to: string;
}) {
  const { data, error, refetch } = useQuery({
    queryKey: ['map', which],
    queryFn: which === 'us' ? drawStates : drawCountries,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={230} label="Loading map" />;
  return (
    <Choropleth
      label={which === 'us' ? 'Leads by state' : 'Leads by country'}
      {...data}
      places={places}
      metric={metric}
      to={to}
    />
  );
}
