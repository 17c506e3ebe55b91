import { useQueryClient } from '@tanstack/react-query';
import { GitMerge, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { DuplicateSummary } from '#contract/duplicates.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { int, moneyCompact, plural } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { mergeAll, refreshDuplicates, undoMergeAll } from './duplicates-api.ts';
import { LinesDialog } from './lines-dialog.tsx';
import { SearchButton } from './search-button.tsx';

const VIEWS = ['review', 'auto', 'unsure', 'different', 'merged'] as const;
export type QueueView = (typeof VIEWS)[number];
export const viewOf = (text: string | undefined): QueueView => VIEWS.find((view) => view === text) ?? 'review';

/** Which pairs are shown and in what order, with their numbers. */
export function QueueBar({
  client,
  summary,
  view,
  source,
  sort,
  onChange,
}: {
  client: Client;
  summary: DuplicateSummary;
  view: QueueView;
  source: string | undefined;
  sort: 'weight' | 'money';
  onChange: (change: { view?: QueueView; source?: string | undefined; sort?: 'weight' | 'money' }) => void;
}) {
  const [lines, setLines] = useState(false);
  const mayDraw = useMay('scoring.write');
  const { open } = summary;
  const counts: Record<QueueView, [label: string, pairs: number]> = {
    review: ['To review', open.review.pairs],
    auto: ['Sure', open.auto.pairs],
    unsure: ['Set aside', summary.unsure],
    different: ['Kept apart', summary.different],
    merged: ['Merged', summary.merges],
  };
  const sources = summary.sources.map((one) => ({ value: one.source, label: `${one.source} (${int(one.pairs)})` }));
  const wanted = source !== undefined && !summary.sources.some((one) => one.source === source);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="num text-xs text-muted">
        {plural(summary.leads, 'lead')} are {plural(summary.persons, 'person', 'people')}
        {summary.merged_leads > 0 && (
          <>
            {': '}
            <AppLink to={paths.leads} search={{ duplicate: 'true' }} className="text-accent-ink hover:underline">
              {plural(summary.merged_leads, 'lead')}
            </AppLink>{' '}
            were merged into {int(summary.merged_persons)}
          </>
        )}
        .
        {open.auto.paid_minor + open.review.paid_minor > 0 &&
          ` ${moneyCompact(open.auto.paid_minor + open.review.paid_minor, client.currency)} was paid for leads that may repeat.`}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative max-w-full overflow-x-auto">
          <Segmented
            label="Pairs shown"
            value={view}
            onChange={(next) => onChange({ view: next })}
            options={VIEWS.map((value) => ({
              value,
              label: (
                <>
                  {counts[value][0]} <span className="num text-muted">{int(counts[value][1])}</span>
                </>
              ),
            }))}
          />
        </div>
        {view !== 'merged' && (
          <>
            <Select
              aria-label="Source"
              className="w-44"
              value={source ?? ''}
              onChange={(value) => onChange({ source: value || undefined })}
              options={[
                { value: '', label: 'All sources' },
                ...(wanted ? [{ value: source, label: source }] : []),
                ...sources,
              ]}
            />
            <Segmented
              label="Order"
              value={sort}
              onChange={(next) => onChange({ sort: next })}
              options={[
                { value: 'weight', label: 'Surest first' },
                { value: 'money', label: 'Dearest first' },
              ]}
            />
          </>
        )}
        <span className="flex flex-wrap gap-2 sm:ml-auto">
          {view === 'auto' && open.auto.pairs > 0 && <MergeAll clientId={client.id} pairs={open.auto.pairs} />}
          <SearchButton clientId={client.id} />
          {mayDraw && (
            <Button icon={<SlidersHorizontal />} onClick={() => setLines(true)}>
              Lines
            </Button>
          )}
        </span>
      </div>
      <LinesDialog client={client} summary={summary} open={lines} onOpenChange={setLines} />
    </div>
  );
}

/** Merges everything above the upper line as a job, which can be undone as a whole. */
function MergeAll({ clientId, pairs }: { clientId: string; pairs: number }) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('lead.write');
  const [started, setStarted] = useState(false);
  if (!mayWrite) return null;
  async function start() {
    setStarted(true);
    try {
      const { job } = await mergeAll(clientId);
      void queryClient.invalidateQueries({ queryKey: ['jobs'] });
      notify('Merging sure pairs', {
        description: 'Runs in the background. Pairs that somebody keeps apart are left alone.',
        undo: () => void undoMergeAll(job.id).then(() => refreshDuplicates(queryClient)),
      });
    } catch (error) {
      notifyError('The merge did not start', error);
    } finally {
      setStarted(false);
      refreshDuplicates(queryClient);
    }
  }
  return (
    <Button variant="primary" icon={<GitMerge />} disabled={started} onClick={() => void start()}>
      Merge all {plural(pairs, 'sure pair')}
    </Button>
  );
}
