import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Overview } from '#contract/analytics.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { type Bucket, buckets, sumBy } from '../../charts/scale.ts';
import { StackedBars } from '../../charts/stacked-bars.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { toList } from '../../shell/search-params.ts';
import type { SourceBook } from '../../source-book.ts';
import { cn } from '../../ui/cn.ts';
import { day, int, weekday } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Swatch } from '../../ui/source-tile.tsx';
import { toggleShown, volumeSeries } from './volume-series.ts';

export type ChartMode = 'chart' | 'table';
export const CHART_MODES: { value: ChartMode; label: string }[] = [
  { value: 'chart', label: 'Chart' },
  { value: 'table', label: 'Table' },
];
const HEIGHT = 256;

/** A day with its weekday, or the first and last day of a longer bucket. */
export const bucketName = ({ from, to }: Bucket) => (from === to ? weekday(from) : `${day(from)} – ${day(to)}`);

/** Leads a day, stacked by source. The legend isolates sources; the choice stands in the address. */
export function VolumePanel({
  overview,
  book,
  isolated,
  onIsolate,
  className,
}: {
  overview: Overview;
  book: SourceBook;
  /** Names in view; empty means all. */
  isolated: string[];
  onIsolate: (names: string[]) => void;
  className?: string;
}) {
  const [mode, setMode] = useState<ChartMode>('chart');
  const navigate = useNavigate();
  const list = useMemo(() => buckets(overview.days), [overview.days]);
  const series = useMemo(() => volumeSeries(overview.volume, list, book.color), [overview.volume, list, book]);
  const names = series.map((one) => one.name);
  const shown = isolated.length ? series.filter((one) => isolated.includes(one.name)) : series;
  const visible = shown.length ? shown : series;
  const all = visible.length === series.length;
  const sources = visible.flatMap((one) => one.sources);
  const previous = all && overview.volume_previous.length ? sumBy(list, overview.volume_previous) : [];
  const total = visible.reduce((sum, one) => sum + one.total, 0);
  const columns = list.map((bucket, i) => ({
    tick: day(bucket.from),
    name: bucketName(bucket),
    label: `${bucketName(bucket)}: ${int(visible.reduce((sum, one) => sum + (one.values[i] ?? 0), 0))} leads`,
    to: paths.leads,
    search: { from: bucket.from, to: bucket.to, ...(all ? {} : { source: toList(sources) }) },
  }));
  const pick = (name: string, i: number) => {
    const bucket = list[i];
    const picked = series.find((one) => one.name === name);
    if (!bucket || !picked) return;
    const search = { from: bucket.from, to: bucket.to, source: toList(picked.sources) };
    void navigate({ to: paths.leads, search });
  };
  const toggle = (name: string) => {
    const next = toggleShown(
      names,
      visible.map((one) => one.name),
      name,
    );
    onIsolate(next.length === names.length ? [] : next);
  };
  return (
    <Panel
      id="volume"
      title="Lead volume by source"
      className={className}
      bodyClassName="pb-2"
      actions={<Segmented label="Show volume as" value={mode} onChange={setMode} options={CHART_MODES} />}
    >
      <div className="mb-1 flex flex-wrap gap-x-1 gap-y-0.5">
        {series.map((one) => {
          const on = visible.includes(one);
          return (
            <button
              key={one.name}
              type="button"
              aria-pressed={on}
              onClick={() => toggle(one.name)}
              className={cn(
                'flex h-6 items-center gap-1.5 rounded-[5px] px-1.5 text-xs first:-ml-1.5 hover:bg-hover coarse:h-10',
                on ? 'text-body' : 'text-muted line-through',
              )}
            >
              <Swatch color={one.color} />
              {one.name}
            </button>
          );
        })}
      </div>
      {mode === 'chart' ? (
        <StackedBars
          label={`Leads by source over ${overview.days.length} days, stacked bars. Total ${int(total)}.`}
          columns={columns}
          series={visible}
          previous={previous}
          height={HEIGHT}
          onPick={pick}
        />
      ) : (
        <PlotTable
          label="Leads by source, as a table"
          height={HEIGHT}
          head={['Day', ...visible.map((one) => one.name), 'Total', ...(previous.length ? ['Comparison'] : [])]}
          rows={list.map((bucket, i) => ({
            key: bucket.from,
            cells: [
              <AppLink
                key="day"
                to={paths.leads}
                search={{ from: bucket.from, to: bucket.to }}
                className="hover:underline"
              >
                {bucketName(bucket)}
              </AppLink>,
              ...visible.map((one) => int(one.values[i] ?? 0)),
              int(visible.reduce((sum, one) => sum + (one.values[i] ?? 0), 0)),
              ...(previous.length ? [int(previous[i] ?? 0)] : []),
            ],
          }))}
        />
      )}
    </Panel>
  );
}
