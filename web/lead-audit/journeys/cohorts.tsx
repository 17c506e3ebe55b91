import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Cohorts } from '#contract/journeys.ts';
import type { Client } from '#contract/workspace.ts';
import { useSegment } from '../../segments.ts';
import { usePeriod } from '../../shell/workspace.ts';
import { SavedViews } from '../saved-views.tsx';
import { AnswerFrame, JourneyPage } from './answer-frame.tsx';
import { CohortCurve } from './cohort-curve.tsx';
import { HeatMap } from './heat-map.tsx';
import { chosen } from './journey-words.ts';
import { cohortsQuery, csvHref } from './journeys-api.ts';
import { PickBar } from './pick-bar.tsx';

const route = getRouteApi('/workspace/lead-audit/cohorts');
const KEYS = ['by', 'age', 'goal', 'ages', 'source'] as const;
const BY = [
  { value: 'week', label: 'Week they came' },
  { value: 'month', label: 'Month they came' },
  { value: 'source', label: 'Source' },
  { value: 'campaign', label: 'Campaign' },
];
const AGES = [
  { value: 'day', label: 'Days' },
  { value: 'week', label: 'Weeks' },
  { value: 'month', label: 'Months of 30 days' },
];
const GOALS = [
  { value: 'converted', label: 'Converted' },
  { value: 'qualified', label: 'Qualified' },
];
const HOW_MANY = ['6', '8', '12', '18', '24'].map((value) => ({ value, label: value }));

export interface CohortAsked {
  from: string;
  to: string;
  by: string;
  age: string;
  goal: string;
  ages: string;
}

export function CohortsPage() {
  const query = useAsked();
  return (
    <JourneyPage title="Cohorts" csv={(client) => csvHref('cohorts', { client_id: client.id, ...query })}>
      {(client) => <Board key={client.id} client={client} />}
    </JourneyPage>
  );
}

function useAsked(): CohortAsked & { source: string | undefined; segment: string | undefined } {
  const search = route.useSearch();
  const { from, to } = usePeriod();
  return {
    from,
    to,
    by: chosen(BY, search.by, 'week'),
    age: chosen(AGES, search.age, 'week'),
    goal: chosen(GOALS, search.goal, 'converted'),
    ages: chosen(HOW_MANY, search.ages, '12'),
    source: search.source,
    segment: useSegment(),
  };
}

function Board({ client }: { client: Client }) {
  const navigate = useNavigate({ from: '/lead-audit/cohorts' });
  const query = useAsked();
  return (
    <>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews page="cohorts" clientId={client.id} builtIn={[{ name: 'By week', query: {} }]} keys={KEYS} />
      </div>
      <PickBar
        onPick={(name, value) =>
          void navigate({ search: (previous) => ({ ...previous, [name]: value }), replace: true })
        }
        picks={[
          { name: 'by', label: 'Cohorts by', value: query.by, options: BY },
          { name: 'goal', label: 'Goal', value: query.goal, options: GOALS },
          { name: 'age', label: 'Age in', value: query.age, options: AGES },
          { name: 'ages', label: 'Ages shown', value: query.ages, options: HOW_MANY },
        ]}
      />
      <AnswerFrame<Cohorts>
        options={cohortsQuery({ client_id: client.id, ...query })}
        empty="No lead came in these dates. Choose a longer period."
      >
        {(answer) => (
          <div className="grid gap-3">
            <HeatMap answer={answer} query={query} />
            <CohortCurve answer={answer} />
          </div>
        )}
      </AnswerFrame>
    </>
  );
}
