import { useState } from 'react';
import type { Overview } from '#contract/analytics.ts';
import { BandLine } from '../../charts/band-line.tsx';
import { PlotTable } from '../../charts/plot-table.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { day, dec, weekday } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CHART_MODES, type ChartMode } from './volume-panel.tsx';

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

export function QualityPanel({ quality, className }: { quality: Overview['quality']; className?: string }) {
  const [mode, setMode] = useState<ChartMode>('chart');
  return (
    <Panel
      id="quality"
      title="Quality trend"
      meta="mean, middle half shaded"
      className={className}
      bodyClassName="pb-2"
      actions={<Segmented label="Show quality as" value={mode} onChange={setMode} options={CHART_MODES} />}
    >
      {mode === 'chart' ? (
        <BandLine
          label={sentence(quality)}
          height={HEIGHT}
          columns={quality.map((point) => ({
            tick: day(point.day),
            name: weekday(point.day),
            label: `${weekday(point.day)}: mean score ${point.mean === null ? 'none' : dec(point.mean)}`,
            to: paths.leads,
            search: { from: point.day, to: point.day, sort: 'quality_score' },
          }))}
          points={quality.map(({ mean, p25, p75, previous }) => ({ mean, low: p25, high: p75, previous }))}
        />
      ) : (
        <PlotTable
          label="Mean score a day, as a table"
          height={HEIGHT}
          head={['Day', 'Mean', '25%', '75%', 'Comparison']}
          rows={quality.map((point) => ({
            key: point.day,
            cells: [
              <AppLink
                key="day"
                to={paths.leads}
                search={{ from: point.day, to: point.day }}
                className="hover:underline"
              >
                {weekday(point.day)}
              </AppLink>,
              text(point.mean),
              text(point.p25),
              text(point.p75),
              text(point.previous),
            ],
          }))}
        />
      )}
    </Panel>
  );
}
