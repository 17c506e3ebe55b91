import { useState } from 'react';
import type { FunnelAnswer } from '#contract/journeys.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Delta } from '../../ui/delta.tsx';
import { dec, duration, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { FunnelAsked } from './funnel.tsx';
import { leadsBehind } from './journey-words.ts';

type Step = FunnelAnswer['steps'][number];

/** The steps as bars of one scale; between two of them who went on, who left, and how long it took. */
export function FunnelBars({ answer, query }: { answer: FunnelAnswer; query: FunnelAsked }) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const { steps, seconds } = answer;
  const first = steps[0]?.journeys ?? 0;
  const last = steps.at(-1);
  const leadsOf = (step: number, outcome: 'reached' | 'dropped') => {
    const { from, to, steps: text, window_days } = query;
    return leadsBehind(
      { about: 'funnel', from, to, steps: text, window_days, step: String(step), outcome },
      Number(window_days),
    );
  };
  return (
    <Panel
      id="funnel"
      title="Funnel"
      meta={`${last && first ? `${pct(last.journeys / first)} end to end` : ''}${seconds ? `, median ${duration(seconds.median)}` : ''}`}
      actions={
        <Segmented
          label="Show funnel as"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      {mode === 'table' ? (
        <FunnelTable steps={steps} leadsOf={leadsOf} />
      ) : (
        <ol>
          {steps.map((step, index) => (
            <li key={step.step}>
              {index > 0 && <Between step={step} before={steps[index - 1]} leadsOf={leadsOf} />}
              <AppLink
                to={paths.leads}
                search={leadsOf(step.step, 'reached')}
                className="relative block h-8 overflow-hidden rounded-[5px] bg-sunken hover:bg-hover coarse:h-11"
              >
                <span
                  className="absolute inset-y-0 left-0 rounded-[5px]"
                  style={{
                    width: `${first ? (step.journeys / first) * 100 : 0}%`,
                    background: 'color-mix(in oklab, var(--c1) 24%, var(--panel))',
                  }}
                />
                <span className="absolute inset-y-0 left-0 w-[3px] bg-c1" />
                <span className="relative flex h-full items-center justify-between gap-2 px-3 text-xs">
                  <span className="truncate font-medium text-ink">
                    {step.step}. {step.label}
                  </span>
                  <span className="num font-semibold text-ink">{int(step.journeys)}</span>
                </span>
              </AppLink>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

type LeadsOf = (step: number, outcome: 'reached' | 'dropped') => Record<string, string>;

function Between({ step, before, leadsOf }: { step: Step; before: Step | undefined; leadsOf: LeadsOf }) {
  const rate = step.of_step_before;
  const change = rate?.value != null && rate.previous != null ? rate.value - rate.previous : undefined;
  const left = (before?.journeys ?? 0) - step.journeys;
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-2 pl-2 text-2xs text-muted">
      <span className="num text-xs font-medium text-body">{rate?.value == null ? '–' : pct(rate.value)}</span>
      {rate?.low != null && rate.high != null && (
        <span className="num max-md:hidden">
          {pct(rate.low)} – {pct(rate.high)}
        </span>
      )}
      {change !== undefined && <Delta value={change} text={`${dec(Math.abs(change) * 100)} pt`} className="text-2xs" />}
      {left > 0 && (
        <AppLink
          to={paths.leads}
          search={leadsOf(step.step - 1, 'dropped')}
          className="num text-accent-ink hover:underline"
        >
          {int(left)} left here
        </AppLink>
      )}
      {step.seconds && <span className="num ml-auto">median {duration(step.seconds.median)}</span>}
    </div>
  );
}

function FunnelTable({ steps, leadsOf }: { steps: readonly Step[]; leadsOf: LeadsOf }) {
  return (
    <PlotTable
      label="Funnel, as a table"
      height={Math.max(180, 32 * (steps.length + 1))}
      head={['Step', 'Journeys', 'Of step before', '95 %', 'Of first', 'Was', 'Median', 'Middle half']}
      rows={steps.map(({ step, label, journeys, previous, of_step_before: rate, of_first, seconds }) => ({
        key: String(step),
        cells: [
          <AppLink key="step" to={paths.leads} search={leadsOf(step, 'reached')} className="hover:underline">
            {step}. {label}
          </AppLink>,
          int(journeys),
          rate?.value == null ? '–' : pct(rate.value),
          rate?.low != null && rate.high != null ? `${pct(rate.low)} – ${pct(rate.high)}` : '–',
          of_first.value === null ? '–' : pct(of_first.value),
          previous === null ? '–' : int(previous),
          seconds === null ? '–' : duration(seconds.median),
          seconds === null ? '–' : `${duration(seconds.p25)} – ${duration(seconds.p75)}`,
        ],
      }))}
    />
  );
}
