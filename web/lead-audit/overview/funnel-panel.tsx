import { useState } from 'react';
import type { Overview } from '#contract/analytics.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Delta } from '../../ui/delta.tsx';
import { dec, duration, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Pause } from '../../ui/pause.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { STAGE_FILTER, STAGE_LABEL } from './funnel-stages.ts';
import { CHART_MODES, type ChartMode } from './volume-panel.tsx';

type Stage = Overview['funnel'][number];

/** Bars share one zero line, so their lengths compare; the rate of a step stands between its two bars. */
export function FunnelPanel({ funnel, className }: { funnel: Overview['funnel']; className?: string }) {
  const [mode, setMode] = useState<ChartMode>('chart');
  const top = funnel[0]?.leads ?? 0;
  const last = funnel.at(-1);
  return (
    <Panel
      id="funnel"
      title="Conversion funnel"
      meta={top && last ? `${pct(last.leads / top)} end to end` : undefined}
      className={className}
      actions={<Segmented label="Show funnel as" value={mode} onChange={setMode} options={CHART_MODES} />}
    >
      {mode === 'table' ? (
        <FunnelTable funnel={funnel} />
      ) : (
        <ol>
          {funnel.map((stage, i) => (
            <li key={stage.stage}>
              {i > 0 && <Step stage={stage} />}
              <AppLink
                to={paths.leads}
                search={STAGE_FILTER[stage.stage]}
                className="relative block h-7 overflow-hidden rounded-[5px] bg-sunken hover:bg-hover coarse:h-10"
              >
                <span
                  className="absolute inset-y-0 left-0 rounded-[5px]"
                  style={{
                    width: `${top ? (stage.leads / top) * 100 : 0}%`,
                    background: `color-mix(in oklab, var(--c1) ${26 - i * 1.5}%, var(--panel))`,
                  }}
                />
                <span className="absolute inset-y-0 left-0 w-[3px] bg-c1" />
                <span className="relative flex h-full items-center justify-between px-3 text-xs">
                  <span className="font-medium text-ink">{STAGE_LABEL[stage.stage]}</span>
                  <Pause />
                  <span className="num font-semibold text-ink">{int(stage.leads)}</span>
                </span>
              </AppLink>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Step({ stage }: { stage: Stage }) {
  const diff = stage.rate !== null && stage.previous_rate !== null ? stage.rate - stage.previous_rate : null;
  return (
    <div className="flex h-[21px] items-center gap-2 pl-2 text-2xs text-muted">
      <span className="h-full w-px bg-line-strong" aria-hidden />
      <span className="num text-xs font-medium text-body">
        {stage.rate === null ? '–' : pct(stage.rate)}
        <Pause />
      </span>
      {diff !== null && <Delta value={diff} text={`${dec(Math.abs(diff) * 100)} pt`} className="text-2xs" />}
      {stage.median_seconds !== null && <Pause />}
      {stage.median_seconds !== null && <span className="num ml-auto">median {duration(stage.median_seconds)}</span>}
    </div>
  );
}

function FunnelTable({ funnel }: { funnel: Overview['funnel'] }) {
  return (
    <PlotTable
      label="Conversion funnel, as a table"
      height={224}
      head={['Stage', 'Leads', 'Step', 'Was', 'Median']}
      rows={funnel.map((stage) => ({
        key: stage.stage,
        cells: [
          <AppLink key="stage" to={paths.leads} search={STAGE_FILTER[stage.stage]} className="hover:underline">
            {STAGE_LABEL[stage.stage]}
          </AppLink>,
          int(stage.leads),
          stage.rate === null ? '–' : pct(stage.rate),
          stage.previous_rate === null ? '–' : pct(stage.previous_rate),
          stage.median_seconds === null ? '–' : duration(stage.median_seconds),
        ],
      }))}
    />
  );
}
