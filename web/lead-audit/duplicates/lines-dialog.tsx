import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DuplicateSummary } from '#contract/duplicates.ts';
import type { Client } from '#contract/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { dec, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { refreshDuplicates, saveSettings } from './duplicates-api.ts';

interface Props {
  client: Client;
  summary: DuplicateSummary;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Where the lines between merged unasked, asked and ignored are, and what answers so far say of them. */
export function LinesDialog({ open, onOpenChange, ...rest }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="When are two leads one person">
      <Form {...rest} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Form({ client, summary, onDone }: Pick<Props, 'client' | 'summary'> & { onDone: () => void }) {
  const queryClient = useQueryClient();
  const [auto, setAuto] = useState(summary.settings.auto_bits);
  const [review, setReview] = useState(summary.settings.review_bits);
  const [learn, setLearn] = useState(summary.settings.learn);
  const [saving, setSaving] = useState(false);
  const { learnt } = summary;
  const wrong = !(review <= auto);
  async function save() {
    setSaving(true);
    try {
      await saveSettings(client.id, { auto_bits: auto, review_bits: review, learn });
      notify('Lines saved', { description: 'Leads whose duplicates changed sides are checked again.' });
      refreshDuplicates(queryClient);
      onDone();
    } catch (error) {
      notifyError('The lines were not saved', error);
      setSaving(false);
    }
  }
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="text-xs text-body">
        Every pair has a match weight in bits: n bits are odds of 2 to the power of n for one person.
      </p>
      <label htmlFor="auto-bits" className="text-xs font-medium text-ink">
        Sure from, in bits
      </label>
      <NumberInput id="auto-bits" value={auto} onChange={setAuto} />
      <label htmlFor="review-bits" className="text-xs font-medium text-ink">
        Ask a person from, in bits
      </label>
      <NumberInput id="review-bits" value={review} onChange={setReview} />
      {wrong && <Notice tone="warn">Asking has to begin below the line from which pairs count as sure.</Notice>}
      <CheckField
        label="Learn from answers"
        hint="Every tenth answer may move both lines"
        checked={learn}
        onChange={(event) => setLearn(event.target.checked)}
      />
      {learnt ? (
        <Notice tone="info" title={`${plural(learnt.answers, 'answer')}, ${learnt.same} of them “same person”`}>
          <span className="flex flex-wrap items-center gap-2">
            They say: sure from {dec(learnt.auto_bits)} bits, ask from {dec(learnt.review_bits)}.
            <Button
              size="xs"
              onClick={() => {
                setAuto(learnt.auto_bits);
                setReview(learnt.review_bits);
              }}
            >
              Use these
            </Button>
          </span>
        </Notice>
      ) : (
        <Notice tone="info">
          {plural(summary.answers, 'answer')} so far. From 20 on they say where the lines should be.
        </Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={saving || wrong}>
          Save
        </Button>
      </div>
    </form>
  );
}
