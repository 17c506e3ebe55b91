import { ChevronDown, MapPinOff } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Overview } from '#contract/analytics.ts';
import { type MapMetric, openWith, usPlaces, worldPlaces } from '../../charts/places.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dec, int, pct } from '../../ui/format.ts';
import { Menu, MenuLabel, MenuRadioGroup } from '../../ui/menu.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

// The map code arrives after the numbers, behind a box of its size.
const GeoMap = lazy(() => import('../../charts/maps.tsx').then((m) => ({ default: m.GeoMap })));

const METRICS: { value: MapMetric; label: string }[] = [
  { value: 'quality_score', label: 'Quality' },
  { value: 'leads', label: 'Leads' },
  { value: 'valid_rate', label: 'Valid rate' },
];
type Show = 'us' | 'world' | 'table';
const SHOWS: { value: Show; label: string }[] = [
  { value: 'us', label: 'US' },
  { value: 'world', label: 'World' },
  { value: 'table', label: 'Table' },
];

/** Where leads come from: by state, by country, or as a table. */
export function GeoPanel({ rows, className }: { rows: Overview['geography']; className?: string }) {
  const start = useMemo(() => openWith(rows), [rows]);
  const [chosen, setChosen] = useState<Show | null>(null);
  const [metric, setMetric] = useState<MapMetric>('quality_score');
  const show = chosen ?? start;
  const states = useMemo(() => usPlaces(rows), [rows]);
  const countries = useMemo(() => worldPlaces(rows), [rows]);
  // The table lists states where the map would, and countries beside them.
  const listed = start === 'us' ? [...states, ...countries.filter((place) => place.key !== 'US')] : countries;
  const places = show === 'us' ? states : countries;
  return (
    <Panel
      id="geo"
      title={show === 'us' ? 'Leads by state' : show === 'world' ? 'Leads by country' : 'Leads by place'}
      className={className}
      bodyClassName="pb-3"
      actions={
        <>
          {show !== 'table' && (
            <Menu
              align="end"
              width={160}
              trigger={
                <Button variant="ghost" className="gap-0.5 px-1.5">
                  <span className="sr-only">Colours show</span>
                  {METRICS.find((one) => one.value === metric)?.label}
                  <ChevronDown className="text-muted" />
                </Button>
              }
            >
              <MenuLabel>Colours show</MenuLabel>
              <MenuRadioGroup value={metric} onChange={setMetric} options={METRICS} />
            </Menu>
          )}
          <Segmented label="Show places as" value={show} onChange={setChosen} options={SHOWS} />
        </>
      }
    >
      {rows.length === 0 || (show !== 'table' && places.length === 0) ? (
        <Empty icon={<MapPinOff />} title="No places">
          {rows.length === 0 ? 'The leads of this period name no country.' : 'No lead of this period names a US state.'}
        </Empty>
      ) : show === 'table' ? (
        <PlotTable
          label="Leads by place, as a table"
          height={250}
          head={['Place', 'Leads', 'Quality', 'Valid']}
          rows={listed.map((place) => ({
            key: place.key || 'unknown',
            cells: [
              <AppLink key="name" to={paths.leads} search={place.search} className="hover:underline">
                {place.name}
              </AppLink>,
              int(place.leads),
              dec(place.quality_score),
              pct(place.valid_rate),
            ],
          }))}
        />
      ) : (
        <Suspense fallback={<Skeleton height={230} label="Loading map" />}>
          <GeoMap which={show} places={places} metric={metric} to={paths.leads} />
        </Suspense>
      )}
    </Panel>
  );
}
