import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Copy, ScanSearch, X } from 'lucide-react';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { useMay } from '../../shell/workspace.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, MenuLabel, MenuRadioGroup } from '../../ui/menu.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { changeStatus } from '../change-status.ts';
import { checkAgain } from '../check-again.ts';
import { CONVERSIONS } from '../lead-words.ts';
import { StageMark } from '../leads/lead-cells.tsx';

async function copyId(id: string) {
  try {
    await navigator.clipboard.writeText(id);
    notify('Lead ID copied');
  } catch (error) {
    notifyError('The ID could not be copied', error);
  }
}

/** What can be done with the lead. It outlives the step to the next one, and so does the focus on its buttons. */
export function LeadBar({
  lead,
  client,
  onClose,
  onStep,
}: {
  lead: Lead;
  client: Client;
  onClose: () => void;
  onStep: (by: number) => void;
}) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('lead.write');
  const mayAudit = useMay('lead.audit');
  const one = { client_id: client.id, ids: [lead.id] };
  return (
    <div className="flex h-11 items-center gap-1 px-3">
      <IconButton label="Previous lead" shortcut="[" onClick={() => onStep(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Next lead" shortcut="]" onClick={() => onStep(1)}>
        <ChevronDown />
      </IconButton>
      <button
        type="button"
        aria-label={`Copy lead ID ${lead.id}`}
        className="ml-1 flex h-6 items-center gap-1 rounded px-1 font-mono text-xs whitespace-nowrap text-muted hover:bg-hover hover:text-ink max-sm:hidden"
        onClick={() => void copyId(lead.id)}
      >
        {lead.id.slice(0, 8)}…{lead.id.slice(-4)}
        <Copy className="size-3" aria-hidden />
      </button>
      <span className="ml-auto flex gap-1">
        {mayWrite && (
          <Menu
            align="end"
            width={180}
            trigger={
              <Button variant="primary">
                Change stage
                <ChevronDown />
              </Button>
            }
          >
            <MenuLabel>Stage</MenuLabel>
            <MenuRadioGroup
              value={lead.conversion_status}
              onChange={(status) => void changeStatus(queryClient, one, status)}
              options={CONVERSIONS.map(({ value }) => ({ value, label: <StageMark stage={value} /> }))}
            />
          </Menu>
        )}
        {mayAudit && (
          <IconButton label="Check again" onClick={() => void checkAgain(queryClient, one)}>
            <ScanSearch />
          </IconButton>
        )}
        <IconButton label="Close" shortcut="Esc" onClick={onClose}>
          <X />
        </IconButton>
      </span>
    </div>
  );
}
