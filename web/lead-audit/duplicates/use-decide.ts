import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoldenFieldName, PairDecision } from '#contract/duplicates.ts';
import { dec, plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/toast.tsx';
import { answer, merge, refreshDuplicates, undoAnswer, undoMerge } from './duplicates-api.ts';

export interface MergeWish {
  leads: readonly string[];
  survivor?: string;
  choices?: Partial<Record<GoldenFieldName, string>>;
  although_apart?: boolean;
}

/** Merging, keeping apart and putting aside: each acts at once, says so, and can be undone. */
export function useDecide(clientId: string) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);

  async function act(work: () => Promise<void>, failed: string): Promise<boolean> {
    setBusy(true);
    try {
      await work();
      return true;
    } catch (error) {
      notifyError(failed, error);
      return false;
    } finally {
      setBusy(false);
      refreshDuplicates(queryClient);
    }
  }

  const undo = async (id: string) =>
    await act(async () => {
      await undoMerge(id);
      notify('Merge undone', { description: 'Every lead is what it was. They are kept apart from now on.' });
    }, 'The merge could not be undone');

  const takeBack = async (id: string) =>
    await act(async () => {
      await undoAnswer(id);
      notify('Answer taken back');
    }, 'The answer could not be taken back');

  return {
    busy,
    undo,
    takeBack,
    merge: async ({ leads, ...rest }: MergeWish) =>
      await act(async () => {
        const done = await merge({ client_id: clientId, leads: [...leads], ...rest });
        notify(`Merged ${plural(leads.length, 'record')}`, {
          description: 'Can be undone at any time.',
          undo: () => void undo(done.id),
        });
      }, 'The leads were not merged'),
    say: async (lead_a: string, lead_b: string, word: 'different' | 'unsure') =>
      await act(async () => {
        const done = await answer({ client_id: clientId, lead_a, lead_b, answer: word });
        notify(word === 'different' ? 'Kept apart' : 'Set aside', {
          description: learntText(done),
          undo: () => void takeBack(done.id),
        });
      }, 'The answer was not saved'),
  };
}

function learntText({ settings }: PairDecision): string | undefined {
  return settings ? `Your answers moved the line to ${dec(settings.auto_bits)} bits.` : undefined;
}
