import { useMemo, useState } from 'react';
import type { Overview } from '#contract/analytics.ts';
import { BandLine } from '../../charts/band-line.tsx';
import { PlotTable } from '../../charts/plot-table.tsx';
import { type Bucket, buckets, meanBy } from '../../charts/scale.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { day, dec } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { bucketName, CHART_MODES, type ChartMode } from './volume-panel.tsx';

const HEIGHT = 236;
const text = (value: number | null) => (value === null ? '–' : dec(value));

/** One sentence for those who do not see the line: where it starts, ends, and its lowest day. */
function sentence(quality: Overview['quality']): string {
  const known = quality.filter((point) => point.mean !== null);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return 'Mean lead score a day; there are no scored leads in this period.';
  const lowest = known.reduce((low, point) => ((point.mean ?? 0) < (low.mean ?? 0) ? point : low), first);
  return `Mean lead score a day with the middle half of leads. It starts at ${text(first.mean)}, ends at ${text(last.mean)}, and is lowest on ${day(lowest.day)} at ${text(lowest.mean)}.`;
}

type Point = { bucket: Bucket } & Omit<Overview['quality'][number], 'day'>;

/** The days, or weeks and months of a long period: means weighted by leads; quartiles of days are averaged likewise. */
function pointsOf({ quality, volume }: Overview): Point[] {
  const list = buckets(quality.map((point) => point.day));
  const leads = quality.map((_, i) => volume.reduce((sum, one) => sum + (one.daily[i] ?? 0), 0));
  const by = (pick: (point: Overview['quality'][number]) => number | null, weights?: number[]) =>
    meanBy(list, quality.map(pick), weights);
  const [mean, p25, p75] = [by((p) => p.mean, leads), by((p) => p.p25, leads), by((p) => p.p75, leads)];
  const previous = by((p) => p.previous);
  return list.map((bucket, i) => ({
    bucket,
    mean: mean[i] ?? null,
    p25: p25[i] ?? null,
    p75: p75[i] ?? null,
    previous: previous[i] ?? null,
  }));
}

/** Mean score over time, with the middle half of leads around it. */
export function QualityPanel({ overview, className }: { overview: Overview; className?: string }) {
  const [mode, setMode] = useState<ChartMode>('chart');
  const points = useMemo(() => pointsOf(overview), [overview]);
  const gathered = points.length < overview.quality.length;
  return (
    <Panel
      id="quality"
      title="Quality trend"
      meta={gathered ? 'daily quartiles averaged' : 'mean, middle half shaded'}
      className={className}
      bodyClassName="pb-2"
      actions={<Segmented label="Show quality as" value={mode} onChange={setMode} options={CHART_MODES} />}
    >
      {mode === 'chart' ? (
        <BandLine
          label={sentence(overview.quality)}
          height={HEIGHT}
          columns={points.map(({ bucket, mean }) => ({
            tick: day(bucket.from),
            name: bucketName(bucket),
            label: `${bucketName(bucket)}: mean score ${mean === null ? 'none' : dec(mean)}`,
            to: paths.leads,
            search: { from: bucket.from, to: bucket.to, sort: 'quality_score' },
          }))}
          points={points.map(({ mean, p25, p75, previous }) => ({ mean, low: p25, high: p75, previous }))}
        />
      ) : (
        <PlotTable
          label="Mean score over time, as a table"
          height={HEIGHT}
          head={['Day', 'Mean', '25%', '75%', 'Comparison']}
          rows={points.map(({ bucket, mean, p25, p75, previous }) => ({
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
              text(mean),
              text(p25),
              text(p75),
              text(previous),
            ],
          }))}
        />
      )}
    </Panel>
  );
}
