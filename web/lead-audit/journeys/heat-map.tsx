import { useState } from 'react';
import type { CohortCell, Cohorts } from '#contract/journeys.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { addDays } from '../../shell/period.ts';
import { toList } from '../../shell/search-params.ts';
import { day, int, moneyCompact, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { CohortAsked } from './cohorts.tsx';
import { leadsBehind } from './journey-words.ts';

type Measure = 'rate' | 'revenue';
type Cohort = Cohorts['cohorts'][number];
const SHADES = 6;
const DAYS = { week: 6, month: 30 } as const;

/** Share that reached the goal, by cohort and age. It is a table whose cells are shaded; projected cells have a dashed edge. */
export function HeatMap({ answer, query }: { answer: Cohorts; query: CohortAsked }) {
  const [measure, setMeasure] = useState<Measure>('rate');
  const { cohorts, all, currency, age } = answer;
  const value = (cell: CohortCell) =>
    measure === 'rate' ? cell.rate : cell.members > 0 ? cell.revenue_minor / cell.members : null;
  const most = Math.max(1e-12, ...cohorts.flatMap(({ cells }) => cells.map((cell) => value(cell) ?? 0)));
  const text = (cell: CohortCell) => {
    const shown = value(cell);
    if (shown !== null) return measure === 'rate' ? pct(shown) : moneyCompact(shown, currency);
    return measure === 'rate' && cell.projected !== null ? pct(cell.projected) : '';
  };
  return (
    <Panel
      id="cohorts"
      title={
        measure === 'rate'
          ? `${answer.goal === 'converted' ? 'Converted' : 'Qualified'} by age`
          : 'Revenue per lead by age'
      }
      meta={`${int(answer.n)} people; dashed is projected`}
      actions={
        <Segmented
          label="Measure"
          value={measure}
          onChange={setMeasure}
          options={[
            { value: 'rate', label: 'Rate' },
            { value: 'revenue', label: 'Revenue' },
          ]}
        />
      }
    >
      <ScrollBox label="Cohorts by age">
        <table className="num w-full border-separate border-spacing-0.5 text-2xs">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="pr-2 text-left text-xs font-medium">
                Cohort
              </th>
              <th scope="col" className="px-2 text-right text-xs font-medium">
                Leads
              </th>
              {all.map((cell) => (
                <th key={cell.age} scope="col" className="px-1 text-center font-medium whitespace-nowrap">
                  {age.slice(0, 1).toUpperCase()}
                  {cell.age + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <tr key={cohort.key}>
                <th scope="row" className="pr-2 text-left text-xs font-normal whitespace-nowrap text-ink">
                  {cohort.from ? `${day(cohort.key)}` : cohort.key}
                </th>
                <td className="px-2 text-right text-xs">
                  <AppLink to={paths.leads} search={searchOf(answer, query, cohort)} className="hover:underline">
                    {int(cohort.members)}
                  </AppLink>
                </td>
                {cohort.cells.map((cell) => (
                  <td key={cell.age} className="h-7 min-w-11 p-0 text-center">
                    <Shaded
                      cell={cell}
                      share={(value(cell) ?? cell.projected ?? 0) / most}
                      known={value(cell) !== null}
                    >
                      {value(cell) !== null && cell.conversions > 0 ? (
                        <AppLink
                          to={paths.leads}
                          search={searchOf(answer, query, cohort, cell.age)}
                          className="block hover:underline"
                        >
                          {text(cell)}
                        </AppLink>
                      ) : (
                        text(cell)
                      )}
                    </Shaded>
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row" className="pt-1 pr-2 text-left text-xs font-semibold text-ink">
                All
              </th>
              <td className="px-2 pt-1 text-right text-xs font-semibold">{int(answer.n)}</td>
              {all.map((cell) => (
                <td key={cell.age} className="pt-1 text-center font-semibold text-ink">
                  {text(cell)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

function Shaded({
  cell,
  share,
  known,
  children,
}: {
  cell: CohortCell;
  share: number;
  known: boolean;
  children: React.ReactNode;
}) {
  const shade = Math.max(1, Math.min(SHADES, Math.ceil(share * SHADES)));
  if (!known && cell.projected === null) return null;
  return (
    <span
      className={`block rounded-[4px] px-1 py-1.5 text-ink ${known ? '' : 'border border-dashed border-line-strong'}`}
      style={known ? { background: `var(--s${shade})`, color: shade > 4 ? 'var(--canvas)' : 'var(--ink)' } : undefined}
    >
      {children}
      {!known && <span className="sr-only"> projected</span>}
    </span>
  );
}

/** The leads of a cohort: those who came on its days, or in the whole period from its source; by an age those who got there. */
function searchOf(
  { from, to, by }: Cohorts,
  query: CohortAsked,
  cohort: Cohort,
  age?: number,
): Record<string, string | undefined> {
  const start = cohort.from ?? from;
  const last = cohort.from === null ? to : by === 'week' ? addDays(cohort.key, DAYS.week) : lastOfMonth(cohort.key);
  const behind = leadsBehind({
    about: 'cohort',
    from: start,
    to: last < to ? last : to,
    goal: query.goal,
    age: query.age,
    by_age: age === undefined ? undefined : String(age),
  });
  if (by === 'source') return { ...behind, source: toList([cohort.key]) };
  if (by === 'campaign') return { ...behind, campaign_id: toList([cohort.key]) };
  return behind;
}

function lastOfMonth(first: string): string {
  const next = addDays(first, DAYS.month + 1);
  return addDays(`${next.slice(0, 7)}-01`, -1);
}
