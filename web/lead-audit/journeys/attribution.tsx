import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Attribution } from '#contract/journeys.ts';
import type { Client } from '#contract/workspace.ts';
import { useSegment } from '../../segments.ts';
import { usePeriod } from '../../shell/workspace.ts';
import { SavedViews } from '../saved-views.tsx';
import { AnswerFrame, JourneyPage } from './answer-frame.tsx';
import { AttributionPanel } from './attribution-panel.tsx';
import { AttributionTotals } from './attribution-totals.tsx';
import { chosen, DIMENSIONS, GOALS, LOOK_BACKS, MODELS, TRANSFORMS } from './journey-words.ts';
import { attributionQuery, csvHref } from './journeys-api.ts';
import { PickBar } from './pick-bar.tsx';

const route = getRouteApi('/workspace/lead-audit/attribution');
const KEYS = ['goal', 'dimension', 'left', 'right', 'look_back', 'transform', 'order', 'half_life', 'source'] as const;
const ORDERS = ['1', '2', '3', '4'].map((order) => ({
  value: order,
  label: order === '1' ? '1 touch back' : `${order} touches back`,
}));
const HALF_LIVES = ['1', '3', '7', '14', '30'].map((days) => ({
  value: days,
  label: days === '1' ? '1 day' : `${days} days`,
}));

export function AttributionPage() {
  const { query } = useAsked();
  return (
    <JourneyPage title="Attribution" csv={(client) => csvHref('attribution', { client_id: client.id, ...query })}>
      {(client) => <Board key={client.id} client={client} />}
    </JourneyPage>
  );
}

function useAsked() {
  const search = route.useSearch();
  const period = usePeriod();
  const segment = useSegment();
  const picked = {
    goal: chosen(GOALS, search.goal, 'lead'),
    dimension: chosen(DIMENSIONS, search.dimension, 'channel'),
    left: chosen(MODELS, search.left, 'last_non_direct'),
    right: chosen(MODELS, search.right, 'markov'),
    look_back: chosen(LOOK_BACKS, search.look_back, '90'),
    transform: chosen(TRANSFORMS, search.transform, 'none'),
    order: chosen(ORDERS, search.order, '1'),
    half_life: chosen(HALF_LIVES, search.half_life, '7'),
  };
  const query = {
    ...period,
    goal: picked.goal,
    dimension: picked.dimension,
    models: picked.left === picked.right ? picked.left : `${picked.left},${picked.right}`,
    look_back_days: picked.look_back,
    transform: picked.transform,
    order: picked.order,
    half_life_days: picked.half_life,
    source: search.source,
    segment,
  };
  return { picked, query };
}

function Board({ client }: { client: Client }) {
  const navigate = useNavigate({ from: '/lead-audit/attribution' });
  const { picked, query } = useAsked();
  const uses = (model: string) => picked.left === model || picked.right === model;
  return (
    <>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews
          page="attribution"
          clientId={client.id}
          builtIn={[
            { name: 'Leads', query: {} },
            { name: 'Conversions', query: { goal: 'converted' } },
          ]}
          keys={KEYS}
        />
      </div>
      <PickBar
        onPick={(name, value) =>
          void navigate({ search: (previous) => ({ ...previous, [name]: value }), replace: true })
        }
        picks={[
          { name: 'goal', label: 'Goal', value: picked.goal, options: GOALS },
          { name: 'dimension', label: 'Credit to', value: picked.dimension, options: DIMENSIONS },
          { name: 'left', label: 'Model', value: picked.left, options: MODELS },
          { name: 'right', label: 'Beside', value: picked.right, options: MODELS },
          { name: 'look_back', label: 'Look-back', value: picked.look_back, options: LOOK_BACKS },
          { name: 'transform', label: 'Touches', value: picked.transform, options: TRANSFORMS },
          ...(uses('markov')
            ? [{ name: 'order', label: 'Chain remembers', value: picked.order, options: ORDERS }]
            : []),
          ...(uses('time_decay')
            ? [{ name: 'half_life', label: 'Half-life', value: picked.half_life, options: HALF_LIVES }]
            : []),
        ]}
      />
      <AnswerFrame<Attribution>
        options={attributionQuery({ client_id: client.id, ...query })}
        empty="No touch was recorded and no lead came in these dates. Choose a longer period, or set up the form tag."
      >
        {(answer) => (
          <>
            <AttributionTotals answer={answer} query={query} />
            <AttributionPanel answer={answer} query={query} />
          </>
        )}
      </AnswerFrame>
    </>
  );
}
