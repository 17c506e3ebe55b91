import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, MapPinOff } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import type { Analytics } from '#contract/analytics.ts';
import type { Client } from '#contract/workspace.ts';
import { request } from '../../api.ts';
import { type MapMetric, openWith, usPlaces, worldPlaces } from '../../charts/places.ts';
import { countryName } from '../../charts/regions.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { listOf } from '../../shell/search-params.ts';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ExportMenu } from '../export-menu.tsx';
import type { PeriodChoice } from '../queries.ts';
import { SavedViews } from '../saved-views.tsx';
import { TableExportMenu } from '../table-export.tsx';
import { geoRows, placeRows, placeTable } from './place-rows.ts';
import { PlaceTable } from './place-table.tsx';

const route = getRouteApi('/workspace/lead-audit/geography');
// The map code arrives after the numbers, behind a box of its size.
const GeoMap = lazy(() => import('../../charts/maps.tsx').then((m) => ({ default: m.GeoMap })));

const METRICS: { value: MapMetric; label: string }[] = [
  { value: 'leads', label: 'Leads' },
  { value: 'quality_score', label: 'Quality' },
  { value: 'valid_rate', label: 'Valid' },
];
/** Stands in the address for all countries. */
const WORLD = 'all';
const METRIC_NAMES = 'leads,quality_score,valid_rate,fraud_rate';

const placesQuery = (
  clientId: string,
  period: PeriodChoice,
  dimensions: string,
  filter: { source?: string; country?: string; segment?: string },
) =>
  queryOptions({
    queryKey: ['geography', clientId, period.from, period.to, period.compare, dimensions, filter],
    queryFn: ({ signal }) =>
      request<Analytics>('GET', '/marketing/leads/analytics', {
        query: { client_id: clientId, ...period, metrics: METRIC_NAMES, dimensions, ...filter },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

export function GeographyPage() {
  const client = useClient();
  const period = usePeriod();
  const { source, country } = route.useSearch();
  const segment = useSegment();
  return (
    <Page
      title="Geography"
      segment
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Geography']]}
      actions={
        client &&
        client.leads > 0 && (
          <ExportMenu
            filter={{
              client_id: client.id,
              from: period.from,
              to: period.to,
              source,
              segment,
              ...(country === undefined || country === WORLD ? {} : { country }),
            }}
            clientId={client.id}
          />
        )
      }
    >
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Board client={client} />}
    </Page>
  );
}

function Board({ client }: { client: Client }) {
  const period = usePeriod();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/geography' });
  const queryClient = useQueryClient();
  const { source } = search;
  const segment = useSegment();
  const fine = useQuery(placesQuery(client.id, { ...period, compare: 'none' }, 'country,region', { source, segment }));
  const places = useMemo(() => (fine.data ? geoRows(fine.data) : []), [fine.data]);
  const start = useMemo(() => openWith(places), [places]);
  // Most clients work in one country: where that is the US, its states say more than the world.
  const country = search.country === WORLD ? undefined : (search.country ?? (start === 'us' ? 'US' : undefined));
  const listed = useQuery({
    ...(country
      ? placesQuery(client.id, period, 'region', { source, country, segment })
      : placesQuery(client.id, period, 'country', { source, segment })),
    enabled: fine.data !== undefined,
  });
  const metric = METRICS.find(({ value }) => value === search.metric)?.value ?? 'quality_score';
  const go = (change: { source?: string; metric?: string; country?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  const error = fine.error ?? listed.error;
  if (error && (!fine.data || !listed.data)) {
    const retry = () => void queryClient.invalidateQueries({ queryKey: ['geography', client.id] });
    return <Problem error={error} onRetry={retry} />;
  }
  if (!fine.data || !listed.data) return <Skeleton height={560} label="Loading places" />;
  const which = country === undefined ? 'world' : 'us';
  const mapped = which === 'us' ? usPlaces(places) : worldPlaces(places);
  const drawn = country === undefined || country === 'US';
  const rows = placeRows(listed.data, country ? 'region' : 'country', country ?? '');
  return (
    <>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews
          page="geography"
          clientId={client.id}
          builtIn={
            start === 'us'
              ? [
                  { name: 'US states', query: {} },
                  { name: 'World', query: { country: WORLD } },
                ]
              : [{ name: 'World', query: {} }]
          }
          keys={['source', 'metric', 'country']}
        />
        {source && (
          <FilterChip label="Source" value={listOf(source).join(', ')} onClear={() => go({ source: undefined })} />
        )}
      </div>
      <div className="grid grid-cols-12 items-start gap-3">
        <Panel
          id="map"
          title={country === 'US' ? 'Leads by state' : country ? 'Leads by region' : 'Leads by country'}
          className="col-span-12 xl:col-span-7"
          bodyClassName="pb-3"
          actions={
            drawn && (
              <Segmented
                label="Colours show"
                value={metric}
                onChange={(value) => go({ metric: value })}
                options={METRICS}
              />
            )
          }
        >
          {!drawn ? (
            <Notice title={`There is no map of the regions of ${countryName(country ?? '')}`}>
              The table lists them all. Maps are there for the world and for the states of the US.
            </Notice>
          ) : mapped.length === 0 ? (
            <Empty icon={<MapPinOff />} title="No places">
              The leads of this period name no place that the map has.
            </Empty>
          ) : (
            <Suspense fallback={<Skeleton height={420} label="Loading map" />}>
              <GeoMap which={which} places={mapped} metric={metric} to={paths.leads} />
            </Suspense>
          )}
        </Panel>
        <Panel
          id="places"
          title={country ? countryName(country) : 'Countries'}
          meta={plural(rows.length, country ? 'region' : 'country', country ? 'regions' : 'countries')}
          className="col-span-12 xl:col-span-5"
          bodyClassName="pb-2"
          actions={
            <>
              {country && (
                <Button variant="ghost" icon={<ArrowLeft />} onClick={() => go({ country: WORLD })}>
                  All countries
                </Button>
              )}
              <TableExportMenu clientId={client.id} table={() => placeTable(rows, country ? 'region' : 'country')} />
            </>
          }
        >
          {rows.length === 0 ? (
            <Empty icon={<MapPinOff />} title="No places">
              No lead of this period names one.
            </Empty>
          ) : (
            <PlaceTable
              label={country ? `Regions of ${countryName(country)}` : 'Countries'}
              rows={rows}
              onPick={country ? undefined : (key) => go({ country: key })}
            />
          )}
        </Panel>
      </div>
    </>
  );
}
