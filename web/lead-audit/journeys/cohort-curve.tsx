import type { Cohorts } from '#contract/journeys.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';

/** All cohorts together: what is known with its interval, and what is projected beyond. */
export function CohortCurve({ answer }: { answer: Cohorts }) {
  const { all, age, model } = answer;
  const last = [...all].reverse().find(({ projected, rate }) => projected !== null || rate !== null);
  const end = last?.projected ?? last?.rate;
  return (
    <Panel
      id="curve"
      title="All cohorts together"
      meta={end == null ? undefined : `${pct(end)} expected by ${age} ${(last?.age ?? 0) + 1}`}
    >
      <PlotTable
        label="All cohorts by age"
        height={Math.min(420, 28 * (all.length + 1))}
        head={[
          age.replace(/^./, (letter) => letter.toUpperCase()),
          'Old enough',
          'Reached',
          'Rate',
          '95 %',
          'Projected',
        ]}
        rows={all.map(({ age: place, members, conversions, rate, low, high, projected }) => ({
          key: String(place),
          cells: [
            String(place + 1),
            int(members),
            int(conversions),
            rate === null ? '–' : pct(rate),
            low === null || high === null ? '–' : `${pct(low)} – ${pct(high)}`,
            projected === null ? '–' : pct(projected),
          ],
        }))}
      />
      {model && (
        <p className="num mt-2 text-2xs text-muted">
          Shifted beta-geometric: alpha {model.alpha.toFixed(3)}, beta {model.beta.toFixed(3)}.
        </p>
      )}
    </Panel>
  );
}
