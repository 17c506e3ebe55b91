import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { FUNNEL_BREAKDOWNS, type FunnelAnswer } from '#contract/journeys.ts';
import type { Client } from '#contract/workspace.ts';
import { type FunnelStep, readSteps, writeSteps } from '#domain/attribution/funnel-text.ts';
import { useSegment } from '../../segments.ts';
import { usePeriod } from '../../shell/workspace.ts';
import { SavedViews } from '../saved-views.tsx';
import { AnswerFrame, JourneyPage } from './answer-frame.tsx';
import { FunnelBars } from './funnel-bars.tsx';
import { FunnelGroups } from './funnel-groups.tsx';
import { chosen } from './journey-words.ts';
import { csvHref, funnelQuery } from './journeys-api.ts';
import { PickBar } from './pick-bar.tsx';
import { StepEditor } from './step-editor.tsx';

const route = getRouteApi('/workspace/lead-audit/funnel');
const KEYS = ['steps', 'window', 'breakdown', 'source'] as const;
const DEFAULT_STEPS = 'click|visit,lead,contacted,qualified,converted';
const WINDOWS = ['1', '3', '7', '14', '30', '60', '90', '180', '365'].map((days) => ({
  value: days,
  label: days === '1' ? '1 day' : `${days} days`,
}));
const BREAKDOWN_LABEL: Partial<Record<string, string>> = {
  channel: 'First step’s channel',
  source: 'First step’s source',
  campaign: 'First step’s campaign',
  creative: 'First step’s creative',
  lead_source: 'Lead’s source',
  lead_campaign_id: 'Lead’s campaign',
  ad_group_id: 'Ad group',
  email_domain: 'E-mail domain',
  phone_type: 'Phone type',
  validation_status: 'Validation',
  conversion_status: 'Stage',
  score_band: 'Score',
};
const BREAKDOWNS = [
  { value: 'none', label: 'Nothing' },
  ...FUNNEL_BREAKDOWNS.map((value) => ({
    value,
    label: BREAKDOWN_LABEL[value] ?? value.replace(/^./, (letter) => letter.toUpperCase()),
  })),
];

export interface FunnelAsked {
  from: string;
  to: string;
  steps: string;
  window_days: string;
}

export function FunnelPage() {
  const { query } = useAsked();
  return (
    <JourneyPage title="Funnel" csv={(client) => csvHref('funnel', { client_id: client.id, ...query })}>
      {(client) => <Board key={client.id} client={client} />}
    </JourneyPage>
  );
}

function useAsked() {
  const search = route.useSearch();
  const { from, to, compare } = usePeriod();
  const segment = useSegment();
  const text = search.steps ?? DEFAULT_STEPS;
  const read = readSteps(text);
  // An address that cannot be read falls back to the usual steps rather than to an error.
  const steps = 'fault' in read ? (readSteps(DEFAULT_STEPS) as FunnelStep[]) : read;
  const breakdown = chosen(BREAKDOWNS, search.breakdown, 'none');
  const query = {
    from,
    to,
    compare,
    steps: writeSteps(steps),
    window_days: chosen(WINDOWS, search.window, '30'),
    breakdown: breakdown === 'none' ? undefined : breakdown,
    source: search.source,
    segment,
  };
  return { steps, breakdown, query };
}

function Board({ client }: { client: Client }) {
  const navigate = useNavigate({ from: '/lead-audit/funnel' });
  const { steps, breakdown, query } = useAsked();
  const go = (change: Record<string, string | undefined>) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  return (
    <>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews
          page="funnel"
          clientId={client.id}
          builtIn={[
            { name: 'Touch to conversion', query: {} },
            { name: 'Form', query: { steps: 'visit,form_start,form_submit,lead', window: '1' } },
          ]}
          keys={KEYS}
        />
      </div>
      <PickBar
        onPick={(name, value) => go({ [name]: value === 'none' ? undefined : value })}
        picks={[
          { name: 'window', label: 'First step to last within', value: query.window_days, options: WINDOWS },
          { name: 'breakdown', label: 'Break down by', value: breakdown, options: BREAKDOWNS },
        ]}
      />
      <div className="grid grid-cols-12 items-start gap-3">
        <StepEditor
          className="col-span-12 lg:col-span-4"
          steps={steps}
          onChange={(next) => go({ steps: writeSteps(next) })}
        />
        <div className="col-span-12 min-w-0 lg:col-span-8">
          <AnswerFrame<FunnelAnswer>
            options={funnelQuery({ client_id: client.id, ...query })}
            empty="Nobody took the first step in these dates. Choose a longer period or another first step."
          >
            {(answer) => (
              <div className="grid gap-3">
                <FunnelBars answer={answer} query={query} />
                {answer.breakdown && (
                  <FunnelGroups answer={answer} name={BREAKDOWN_LABEL[answer.breakdown] ?? answer.breakdown} />
                )}
              </div>
            )}
          </AnswerFrame>
        </div>
      </div>
    </>
  );
}
