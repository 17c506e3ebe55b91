/** The two maps. Their shapes are drawn when the app is built, and fetched when a map is first shown. */
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../ui/problem.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Choropleth } from './choropleth.tsx';
import type { MapMetric, Place } from './places.ts';

const SHAPES = {
  us: async () => (await import('map:us')).drawn,
  world: async () => (await import('map:world')).drawn,
};

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
    queryFn: SHAPES[which],
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
