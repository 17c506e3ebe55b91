import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PairDetail } from '#contract/duplicates.ts';
import type { Client } from '#contract/workspace.ts';
import { useMay } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { dateTime, dec } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { leadName } from '../leads/lead-cells.tsx';
import { pairQuery } from './duplicates-api.ts';
import { MergeBox } from './merge-box.tsx';
import { type Choices, MergeTable } from './merge-table.tsx';
import { RevealButton } from './reveal-button.tsx';
import type { useDecide } from './use-decide.ts';
import { usePreview } from './use-preview.ts';
import { Waterfall } from './waterfall.tsx';
import { sureText } from './words.ts';

interface Props {
  client: Client;
  lead_a: string;
  lead_b: string;
  decide: ReturnType<typeof useDecide>;
  /** What was chosen per field, kept by the page so that its keys merge the same. */
  choices: Choices;
  onChoices: (choices: Choices) => void;
  onMerge: (althoughApart: boolean) => void;
  onSay: (word: 'different' | 'unsure') => void;
}

/** One pair: how sure it is and why, both records side by side, and what a merge would make. */
export function PairPanel({ client, lead_a, lead_b, decide, choices, onChoices, onMerge, onSay }: Props) {
  const { data: pair, error, refetch } = useQuery(pairQuery(lead_a, lead_b));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!pair) return <Skeleton height={420} label="Loading the pair" />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5 text-sm">
        <b className="font-semibold text-ink">
          {leadName(pair.a)} and {leadName(pair.b)}
        </b>
        <Badge tone="dup">{sureText(pair.probability)}</Badge>
      </div>
      <p className="num mt-1 text-xs text-muted">
        Match weight {dec(pair.weight_bits)} bits, model version {pair.model_version}
      </p>
      {pair.decision && <Decision pair={pair} client={client} decide={decide} />}
      {pair.state === 'merged' ? (
        <Notice tone="info" className="mt-3">
          These records are one person already.
        </Notice>
      ) : (
        <Merge
          client={client}
          pair={pair}
          busy={decide.busy}
          choices={choices}
          onChoices={onChoices}
          onMerge={onMerge}
          onSay={pair.state === 'different' ? undefined : onSay}
        />
      )}
      <h3 className="mt-5 mb-1 text-xs font-semibold">What speaks for and against it</h3>
      <Waterfall steps={pair.waterfall} weight={pair.weight_bits} />
    </>
  );
}

function Decision({ pair, client, decide }: { pair: PairDetail } & Pick<Props, 'client' | 'decide'>) {
  const mayWrite = useMay('lead.write');
  const { decision } = pair;
  if (decision === null) return null;
  const said = decision.answer === 'unsure' ? 'set this pair aside' : 'keeps them apart';
  return (
    <Notice tone="info" className="mt-3">
      <span className="flex flex-wrap items-center gap-2">
        {decision.by} {decision.undone_merge ? 'undid their merge' : said} on {dateTime(decision.at, client.time_zone)}.
        {mayWrite && (
          <Button size="xs" disabled={decide.busy} onClick={() => void decide.takeBack(decision.id)}>
            Take back
          </Button>
        )}
      </span>
    </Notice>
  );
}

function Merge({
  client,
  pair,
  busy,
  choices,
  onChoices,
  onMerge,
  onSay,
}: { pair: PairDetail; busy: boolean; onSay: Props['onSay'] | undefined } & Pick<
  Props,
  'client' | 'choices' | 'onChoices' | 'onMerge'
>) {
  const mayWrite = useMay('lead.write');
  const question = usePreview(client.id, [pair.a.id, pair.b.id]);
  const { data: preview, error, refetch } = question;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!preview) return <Skeleton height={280} label="Loading both records" />;
  return (
    <div className="mt-2">
      <div className="flex justify-end">
        <RevealButton {...question} />
      </div>
      <MergeTable
        preview={preview}
        choices={choices}
        onChoose={(field, lead) => onChoices({ ...choices, [field]: lead })}
        currency={client.currency}
        timeZone={client.time_zone}
        disabled={!mayWrite}
      />
      <MergeBox
        preview={preview}
        currency={client.currency}
        timeZone={client.time_zone}
        mayWrite={mayWrite}
        busy={busy}
        onMerge={onMerge}
        onApart={onSay && (() => onSay('different'))}
        onUnsure={onSay && (() => onSay('unsure'))}
      />
    </div>
  );
}

/** Choices of one pair; another pair begins without any. */
export function useChoices(pair: string): [Choices, (choices: Choices) => void] {
  const [held, setHeld] = useState<{ pair: string; choices: Choices }>({ pair, choices: {} });
  return [held.pair === pair ? held.choices : {}, (choices) => setHeld({ pair, choices })];
}
