import { useState } from 'react';
import type { ModelMetrics } from '#contract/prediction.ts';
import { type Column, Plot, TipRow, TipTitle } from '../../charts/plot.tsx';
import { PlotTable } from '../../charts/plot-table.tsx';
import { ticks } from '../../charts/scale.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { bandOf } from './bands.ts';

const HEIGHT = 252;
const MODES: { value: 'chart' | 'table'; label: string }[] = [
  { value: 'chart', label: 'Chart' },
  { value: 'table', label: 'Table' },
];

type Bin = ModelMetrics['reliability'][number];

/** Foretold against seen rate, group by group: a model that can be trusted has its dashes within the intervals. */
export function ReliabilityPanel({ metrics, className }: { metrics: ModelMetrics; className?: string }) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const bins = metrics.reliability;
  const held = bins.filter((bin) => bin.predicted >= bin.low && bin.predicted <= bin.high).length;
  const searchOf = (place: number) => ({
    conversion_probability: bandOf(bins, place),
    sort: '-conversion_probability',
  });
  return (
    <Panel
      id="reliability"
      title="Foretold and seen"
      meta={`${int(metrics.leads)} leads that came after those learnt from`}
      className={className}
      bodyClassName="pb-2"
      actions={<Segmented label="Show reliability as" value={mode} onChange={setMode} options={MODES} />}
    >
      {mode === 'chart' ? (
        <>
          <ReliabilityPlot
            label={`Foretold and seen conversion rate in ${bins.length} groups of leads. In ${held} the foretold rate lies within the interval of what was seen.`}
            bins={bins}
            searchOf={searchOf}
          />
          <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-2xs text-muted">
            <Key color="var(--c1)">seen, with its 95% interval</Key>
            <Key color="var(--ink)">foretold</Key>
            <span>Each column links to the leads that have such a chance now.</span>
          </p>
        </>
      ) : (
        <PlotTable
          label="Foretold and seen conversion rate, as a table"
          height={HEIGHT}
          head={['Foretold', 'Seen', 'From', 'To', 'Leads', 'Converted']}
          rows={bins.map((bin, place) => ({
            key: String(place),
            cells: [
              <AppLink key="link" to={paths.leads} search={searchOf(place)} className="hover:underline">
                {pct(bin.predicted)}
              </AppLink>,
              pct(bin.seen),
              pct(bin.low),
              pct(bin.high),
              int(bin.leads),
              int(bin.conversions),
            ],
          }))}
        />
      )}
    </Panel>
  );
}

function ReliabilityPlot({
  label,
  bins,
  searchOf,
}: {
  label: string;
  bins: readonly Bin[];
  searchOf: (place: number) => Record<string, string>;
}) {
  const yTicks = ticks(0, Math.max(...bins.map(({ high, predicted }) => Math.max(high, predicted)), 0.01), 4);
  const columns: Column[] = bins.map((bin, place) => ({
    tick: pct(bin.predicted, bin.predicted < 0.1 ? 1 : 0),
    name: `Group ${place + 1} of ${bins.length}`,
    label: `Group ${place + 1}: foretold ${pct(bin.predicted)}, seen ${pct(bin.seen)} of ${int(bin.leads)} leads`,
    to: paths.leads,
    search: searchOf(place),
  }));
  return (
    <Plot
      label={label}
      columns={columns}
      yTicks={yTicks}
      yText={(value) => pct(value, yTicks.every((tick) => Number.isInteger(Math.round(tick * 1e6) / 1e4)) ? 0 : 1)}
      height={HEIGHT}
      tip={(place) => {
        const bin = bins[place];
        if (!bin) return null;
        return (
          <>
            <TipTitle>{`${int(bin.leads)} leads, ${int(bin.conversions)} converted`}</TipTitle>
            <TipRow color="c1" label="Seen" value={pct(bin.seen)} strong />
            <TipRow label="95% interval" value={`${pct(bin.low)}–${pct(bin.high)}`} />
            <TipRow color="ink" label="Foretold" value={pct(bin.predicted)} />
          </>
        );
      }}
    >
      {({ mid, y, band }) => (
        <g pointerEvents="none">
          {bins.map((bin, place) => {
            const half = Math.min(18, band * 0.32);
            return (
              <g key={`${bin.predicted} ${bin.leads}`}>
                <line
                  x1={mid(place)}
                  x2={mid(place)}
                  y1={y(bin.low)}
                  y2={y(bin.high)}
                  stroke="var(--c1)"
                  strokeWidth={6}
                  strokeLinecap="round"
                  opacity={0.25}
                />
                <circle
                  cx={mid(place)}
                  cy={y(bin.seen)}
                  r={4}
                  fill="var(--c1)"
                  stroke="var(--panel)"
                  strokeWidth={1.5}
                />
                <line
                  x1={mid(place) - half}
                  x2={mid(place) + half}
                  y1={y(bin.predicted)}
                  y2={y(bin.predicted)}
                  stroke="var(--ink)"
                  strokeWidth={2}
                />
              </g>
            );
          })}
        </g>
      )}
    </Plot>
  );
}

function Key({ color, children }: { color: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <i className="size-2 rounded-[2px]" style={{ background: color }} aria-hidden />
      {children}
    </span>
  );
}
