import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, GitMerge } from 'lucide-react';
import { useEffect } from 'react';
import type { Client } from '#contract/workspace.ts';
import { isTyping, lettersOn } from '../../shell/hotkeys.ts';
import { useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { queueQuery, summaryQuery } from './duplicates-api.ts';
import { MergeLog } from './merge-log.tsx';
import { PairList, pairId } from './pair-list.tsx';
import { PairPanel, useChoices } from './pair-panel.tsx';
import { QueueBar, type QueueView, viewOf } from './queue-bar.tsx';
import { useDecide } from './use-decide.ts';

const route = getRouteApi('/workspace/lead-audit/duplicates');

const NOTHING: Record<QueueView, string> = {
  review: 'No pair waits for an answer.',
  auto: 'No pair is sure enough to be merged unasked.',
  unsure: 'Pairs that you set aside with “Not sure” wait here.',
  different: 'Pairs that somebody keeps apart are remembered here.',
  merged: '',
};

/** The pairs that wait for an answer beside the one that is open. */
export function ReviewQueue({ client }: { client: Client }) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/duplicates' });
  const patch = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const view = viewOf(search.view);
  const { data: summary, error: failed, refetch } = useQuery(summaryQuery(client.id));
  const decide = useDecide(client.id);
  if (failed) return <Problem error={failed} onRetry={() => void refetch()} />;
  if (!summary) return <Skeleton height={480} label="Loading duplicates" />;
  return (
    <div className="flex flex-col gap-3">
      <QueueBar
        client={client}
        summary={summary}
        view={view}
        source={search.source}
        sort={search.sort === 'money' ? 'money' : 'weight'}
        onChange={(change) => patch({ ...change, pair: undefined })}
      />
      {view === 'merged' ? (
        <div className="panel py-1">
          <MergeLog client={client} decide={decide} />
        </div>
      ) : (
        <Pairs
          key={`${view} ${search.source} ${search.sort}`}
          client={client}
          view={view}
          linked={summary.model_version !== null}
          decide={decide}
          open={search.pair}
          source={search.source}
          sort={search.sort === 'money' ? 'money' : 'weight'}
          onOpen={(pair) => patch({ pair })}
        />
      )}
    </div>
  );
}

function Pairs({
  client,
  view,
  linked,
  decide,
  open,
  source,
  sort,
  onOpen,
}: {
  client: Client;
  view: Exclude<QueueView, 'merged'>;
  linked: boolean;
  decide: ReturnType<typeof useDecide>;
  open: string | undefined;
  source: string | undefined;
  sort: 'weight' | 'money';
  onOpen: (pair: string | undefined) => void;
}) {
  const mayWrite = useMay('lead.write');
  const banded = view === 'auto' || view === 'review';
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(
    queueQuery({
      client_id: client.id,
      state: banded ? 'open' : view,
      ...(banded ? { band: view } : {}),
      ...(source === undefined ? {} : { source }),
      sort,
    }),
  );
  const pairs = data?.pages.flatMap((page) => page.pairs) ?? [];
  // On a wide screen the first pair is open by itself; on a phone the list comes first.
  const current = open ?? (pairs[0] && pairId(pairs[0]));
  const at = pairs.findIndex((pair) => pairId(pair) === current);
  const [lead_a = '', lead_b = ''] = current?.split('.') ?? [];
  const [choices, setChoices] = useChoices(current ?? '');

  const next = () => {
    const following = pairs[at + 1] ?? pairs[at - 1];
    onOpen(open === undefined || following === undefined ? undefined : pairId(following));
  };
  const merge = async (althoughApart: boolean) => {
    const done = await decide.merge({ leads: [lead_a, lead_b], choices, although_apart: althoughApart });
    if (done) next();
  };
  const say = async (word: 'different' | 'unsure') => {
    if (await decide.say(lead_a, lead_b, word)) next();
  };
  const step = (by: number) => {
    const to = pairs[at + by];
    if (to) onOpen(pairId(to));
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      const letters = lettersOn();
      if (event.key === 'ArrowDown' || (letters && event.key === 'j')) step(1);
      else if (event.key === 'ArrowUp' || (letters && event.key === 'k')) step(-1);
      else if (!letters || !mayWrite || decide.busy || at < 0) return;
      else if (event.key === 'y' && view !== 'different') void merge(false);
      else if (event.key === 'n' && view !== 'different') void say('different');
      else if (event.key === 'u' && banded) void say('unsure');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={420} label="Loading pairs" />;
  if (pairs.length === 0 || current === undefined)
    return (
      <div className="panel">
        <Empty icon={<GitMerge />} title={linked ? 'All answered' : 'No likely duplicates'}>
          {linked
            ? NOTHING[view]
            : 'Leads are compared as they come, and after each import. Pairs that may be one person wait here.'}
        </Empty>
      </div>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 lg:grid-cols-[320px_minmax(0,1fr)]">
      <section
        aria-label="Queue"
        className={cn('panel overflow-y-auto lg:max-h-[calc(100dvh-176px)]', open !== undefined && 'max-lg:hidden')}
      >
        <PairList
          pairs={pairs}
          open={current}
          onOpen={onOpen}
          currency={client.currency}
          timeZone={client.time_zone}
          more={hasNextPage ? () => void fetchNextPage() : undefined}
        />
      </section>
      <section aria-label="Pair" className={cn('panel min-w-0 p-4', open === undefined && 'max-lg:hidden')}>
        <Button className="mb-3 lg:hidden" icon={<ArrowLeft />} onClick={() => onOpen(undefined)}>
          All pairs
        </Button>
        <PairPanel
          key={current}
          client={client}
          lead_a={lead_a}
          lead_b={lead_b}
          decide={decide}
          choices={choices}
          onChoices={setChoices}
          onMerge={(althoughApart) => void merge(althoughApart)}
          onSay={(word) => void say(word)}
        />
      </section>
    </div>
  );
}
