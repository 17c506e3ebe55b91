import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LeadFraud } from '#contract/fraud.ts';
import type { Verdict } from '#contract/history.ts';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { dateTime, int, pct } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { refreshLeads } from '../queries.ts';
import { decideFraud, fraudQuery, undoDecision } from './fraud-api.ts';

/** The decision of a person: made with a reason, shown with its effect on the source, taken back with a click. */
export function DecisionPanel({
  lead,
  fraud,
  client,
  mayDecide,
}: {
  lead: Lead;
  fraud: LeadFraud;
  client: Client;
  mayDecide: boolean;
}) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<Verdict>();
  const take = (answer: LeadFraud) => {
    refreshLeads(queryClient);
    queryClient.setQueryData(fraudQuery(lead.id).queryKey, answer);
  };
  const undo = async () => {
    try {
      take(await undoDecision(lead.id));
      notify('Decision taken back, the checks decide again');
    } catch (error) {
      notifyError('The decision stands', error);
    }
  };
  const { decision } = fraud;
  return (
    <>
      {decision && (
        <Notice
          className="mt-3"
          tone={decision.decision === 'fraud' ? 'bad' : 'good'}
          title={`${decision.by_name}, ${dateTime(decision.at, client.time_zone)}: ${decision.decision === 'fraud' ? 'fraud' : 'no fraud'}`}
        >
          {decision.reason && <p>{decision.reason}</p>}
          <Effect source={fraud.source} />
          {decision.new_signs.length > 0 && (
            <p className="mt-1 font-medium text-ink">New since then: {decision.new_signs.join(', ')}</p>
          )}
        </Notice>
      )}
      {mayDecide && (
        <div className="mt-3 flex flex-wrap gap-2">
          {decision?.decision !== 'fraud' && (
            <Button size="md" variant={decision ? 'outline' : 'primary'} onClick={() => setAsking('fraud')}>
              Confirm fraud
            </Button>
          )}
          {decision?.decision !== 'not_fraud' && (
            <Button size="md" onClick={() => setAsking('not_fraud')}>
              Not fraud
            </Button>
          )}
          {decision && (
            <Button size="md" variant="ghost" onClick={() => void undo()}>
              Take back
            </Button>
          )}
        </div>
      )}
      {asking && (
        <DecisionDialog
          decision={asking}
          onClose={() => setAsking(undefined)}
          onDecide={async (reason) => {
            take(await decideFraud(lead.id, { decision: asking, reason }));
            setAsking(undefined);
            notify(asking === 'fraud' ? 'Marked as fraud' : 'Cleared of fraud', { undo: () => void undo() });
          }}
        />
      )}
    </>
  );
}

function Effect({ source }: { source: LeadFraud['source'] }) {
  const { before_decision: before } = source;
  if (!before || source.leads === 0) return null;
  const share = (figures: { fraudulent: number }) => pct(figures.fraudulent / source.leads, 2);
  return (
    <p className="num mt-1">
      {source.name}: fraudulent {int(before.fraudulent)} → {int(source.fraudulent)} of {int(source.leads)} (
      {share(before)} → {share(source)}), valid {int(before.valid)} → {int(source.valid)}
    </p>
  );
}

function DecisionDialog({
  decision,
  onClose,
  onDecide,
}: {
  decision: Verdict;
  onClose: () => void;
  onDecide: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);
  const send = async () => {
    setPending(true);
    try {
      await onDecide(reason);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It was refused.');
      setPending(false);
    }
  };
  const title = decision === 'fraud' ? 'Confirm fraud' : 'Not fraud';
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} className="max-w-[440px]">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {problem && (
          <Notice tone="bad" live>
            {problem}
          </Notice>
        )}
        <p className="text-sm text-body">
          This stands above the checks from now on, also when the lead is audited or delivered again. It can be taken
          back.
        </p>
        <TextField
          label="Why"
          required
          minLength={3}
          maxLength={1000}
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          hint="Kept in the history of the lead."
        />
        <div className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            Keep
          </Button>
          <Button
            type="submit"
            size="md"
            variant={decision === 'fraud' ? 'danger' : 'primary'}
            disabled={pending || reason.trim().length < 3}
          >
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
