import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Journeys } from '#contract/journeys.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { usePeriod } from '../../shell/workspace.ts';
import { duration, int, moneyCompact, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { SavedViews } from '../saved-views.tsx';
import { AnswerFrame, JourneyPage } from './answer-frame.tsx';
import { behindOf, type SequenceQuery } from './behind.ts';
import { chosen, DIMENSIONS, GOALS, keyLabel, LOOK_BACKS, leadsBehind } from './journey-words.ts';
import { csvHref, journeysQuery } from './journeys-api.ts';
import { LengthPanel } from './length-panel.tsx';
import { PickBar } from './pick-bar.tsx';
import { SankeyPanel } from './sankey.tsx';

const route = getRouteApi('/workspace/lead-audit/journeys');
/** More stand in the file. */
const PATHS_SHOWN = 20;
const KEYS = ['goal', 'dimension', 'look_back', 'source'] as const;

export function JourneysPage() {
  const query = useAsked();
  return (
    <JourneyPage title="Journeys" csv={(client) => csvHref('journeys', { client_id: client.id, ...query })}>
      {(client) => <Board key={client.id} client={client} />}
    </JourneyPage>
  );
}

function useAsked(): SequenceQuery & { source: string | undefined; segment: string | undefined } {
  const search = route.useSearch();
  const { from, to } = usePeriod();
  return {
    from,
    to,
    goal: chosen(GOALS, search.goal, 'lead'),
    dimension: chosen(DIMENSIONS, search.dimension, 'channel'),
    look_back_days: chosen(LOOK_BACKS, search.look_back, '90'),
    transform: 'none',
    source: search.source,
    segment: useSegment(),
  };
}

function Board({ client }: { client: Client }) {
  const navigate = useNavigate({ from: '/lead-audit/journeys' });
  const query = useAsked();
  return (
    <>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews page="journeys" clientId={client.id} builtIn={[{ name: 'All journeys', query: {} }]} keys={KEYS} />
      </div>
      <PickBar
        onPick={(name, value) =>
          void navigate({ search: (previous) => ({ ...previous, [name]: value }), replace: true })
        }
        picks={[
          { name: 'goal', label: 'Goal', value: query.goal, options: GOALS },
          { name: 'dimension', label: 'Touches by', value: query.dimension, options: DIMENSIONS },
          { name: 'look_back', label: 'Look-back', value: query.look_back_days, options: LOOK_BACKS },
        ]}
      />
      <AnswerFrame<Journeys>
        options={journeysQuery({ client_id: client.id, ...query })}
        empty="No touch was recorded and no lead came in these dates. Choose a longer period, or set up the form tag."
      >
        {(answer) => (
          <div className="grid grid-cols-12 gap-3">
            <SankeyPanel className="col-span-12" answer={answer} query={query} />
            <PathPanel className="col-span-12 xl:col-span-8" answer={answer} query={query} />
            <div className="col-span-12 grid content-start gap-3 md:grid-cols-2 xl:col-span-4 xl:grid-cols-1">
              <LengthPanel
                id="touches"
                title="Touches to the goal"
                length={answer.touches}
                name={touchBin}
                text={int}
              />
              <LengthPanel id="time" title="Time to the goal" length={answer.seconds} name={timeBin} text={duration} />
            </div>
          </div>
        )}
      </AnswerFrame>
    </>
  );
}

const touchBin = (from: number, to: number | null) =>
  to === null ? `${from} or more` : to - from === 1 ? `${from}` : `${from} – ${to - 1}`;
const timeBin = (from: number, to: number | null) =>
  to === null ? `over ${duration(from)}` : from === 0 ? `under ${duration(to)}` : `${duration(from)} – ${duration(to)}`;

function PathPanel({ answer, query, className }: { answer: Journeys; query: SequenceQuery; className: string }) {
  const { dimension, currency } = answer;
  return (
    <Panel id="paths" title="Most frequent ways" meta={`${int(answer.n)} journeys`} className={className}>
      <ScrollBox label="Most frequent ways">
        <table className="num w-full text-xs">
          <thead className="text-muted">
            <tr>
              {['Way', 'Journeys', 'Reached', 'Rate', 'Median time', 'Revenue'].map((word, index) => (
                <th
                  key={word}
                  scope="col"
                  className={`py-1 font-medium whitespace-nowrap ${index === 0 ? 'pr-2 text-left' : 'px-2 text-right'}`}
                >
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.paths
              .slice(0, PATHS_SHOWN)
              .map(({ path, journeys, conversions, revenue_minor, median_seconds }) => (
                <tr key={path.join('\u0000')} className="border-t border-line hover:bg-hover">
                  <th scope="row" className="py-1.5 pr-2 text-left font-normal text-ink">
                    <AppLink
                      to={paths.leads}
                      search={leadsBehind(behindOf('path', query, path))}
                      className="hover:underline"
                    >
                      {path.map((key) => keyLabel(dimension, key)).join(' › ')}
                    </AppLink>
                  </th>
                  <td className="px-2 text-right">{int(journeys)}</td>
                  <td className="px-2 text-right">{int(conversions)}</td>
                  <td className="px-2 text-right">{pct(conversions / journeys)}</td>
                  <td className="px-2 text-right whitespace-nowrap">
                    {median_seconds === null ? '–' : duration(median_seconds)}
                  </td>
                  <td className="px-2 text-right">{revenue_minor > 0 ? moneyCompact(revenue_minor, currency) : '–'}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}
