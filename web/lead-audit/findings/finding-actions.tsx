import { useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, Ban, CircleSlash, GitMerge, HandCoins, Wrench } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { FindingAction, FindingRecord } from '#contract/findings.ts';
import { paths } from '../../paths.ts';
import { AppLink, useHasPage } from '../../shell/app-link.tsx';
import { useMay } from '../../shell/workspace.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { int, money } from '../../ui/format.ts';
import { Popover } from '../../ui/popover.tsx';
import { ACTION_WORD } from './finding-words.ts';
import { decide, type Scope } from './findings-api.ts';

const ICONS: Record<FindingAction, React.ReactNode> = {
  payout_held: <HandCoins />,
  upload_excluded: <Ban />,
  merged: <GitMerge />,
  fixed: <BadgeCheck />,
  dismissed: <CircleSlash />,
};

/** What can be done about a finding, the most fitting first. Each can be undone. */
export function FindingActions({
  finding,
  clientId,
  scope,
  currency,
}: {
  finding: FindingRecord;
  clientId: string;
  scope: Scope;
  currency: string;
}) {
  const mayWrite = useMay('lead.write');
  const hasPage = useHasPage();
  if (!mayWrite) return null;
  const standing = new Set(finding.state === 'open' ? [] : finding.decisions.map(({ action }) => action));
  const duplicates = '/lead-audit/duplicates';
  return (
    <div className="flex flex-wrap gap-1.5">
      {finding.kind === 'double_selling' && hasPage(duplicates) && (
        <AppLink to={duplicates} search={{ source: finding.filter.source }} className={buttonClass()}>
          <GitMerge />
          Merge duplicates
        </AppLink>
      )}
      {finding.kind === 'click_id_lost' && (
        <AppLink to={paths.imports} className={buttonClass({ variant: 'primary' })}>
          <Wrench />
          Fix mapping
        </AppLink>
      )}
      {finding.actions
        .filter((action) => !standing.has(action))
        .map((action, index) => (
          <ActionButton
            key={action}
            action={action}
            primary={index === 0 && finding.kind !== 'click_id_lost'}
            finding={finding}
            clientId={clientId}
            scope={scope}
            currency={currency}
          />
        ))}
    </div>
  );
}

function ActionButton({
  action,
  primary,
  finding,
  clientId,
  scope,
  currency,
}: {
  action: FindingAction;
  primary: boolean;
  finding: FindingRecord;
  clientId: string;
  scope: Scope;
  currency: string;
}) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const words = ACTION_WORD[action];
  const needed = action === 'dismissed';
  const send = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    void decide(queryClient, clientId, scope, finding, action, reason.trim() || undefined);
  };
  return (
    <Popover
      title={words.verb}
      align="start"
      open={open}
      onOpenChange={setOpen}
      className="w-80 max-w-[calc(100vw-2rem)] p-3"
      trigger={
        <Button variant={primary ? 'primary' : 'outline'} icon={ICONS[action]}>
          {words.verb}
        </Button>
      }
    >
      <form onSubmit={send} className="grid gap-3">
        <p className="text-xs text-muted">
          {action === 'payout_held' && (
            <>
              {int(finding.leads)} leads go on a list of leads not to pay
              {finding.at_stake_minor !== null && `, ${money(finding.at_stake_minor, currency, 0)} in all`}. The list
              keeps them as they are now.
            </>
          )}
          {action === 'upload_excluded' &&
            `${int(finding.leads)} leads are marked and will not be uploaded as conversions.`}
          {action === 'dismissed' && 'It comes back when a quarter more leads, and at least ten, join it.'}
          {(action === 'fixed' || action === 'merged') && 'It comes back when it goes on.'}
        </p>
        <TextField
          label={words.why}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          required={needed}
          minLength={reason || needed ? 3 : undefined}
          maxLength={500}
          placeholder={needed ? undefined : 'May stay empty'}
        />
        <Button type="submit" variant="primary" className="justify-self-end">
          {words.verb}
        </Button>
      </form>
    </Popover>
  );
}
