import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ScanSearch, X } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import type { LeadFilter } from '#contract/lead-list.ts';
import { useMay } from '../../shell/workspace.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { int } from '../../ui/format.ts';
import { Menu, MenuItem, MenuLabel } from '../../ui/menu.tsx';
import { changeStatus } from '../change-status.ts';
import { checkAgain } from '../check-again.ts';
import { CONVERSIONS } from '../lead-words.ts';
import { StageMark } from './lead-cells.tsx';
import { countPicked, NOTHING, type Picked } from './selection.ts';

/** What can be done with the picked leads. */
export function BulkBar({
  picked,
  onPicked,
  matching,
  filter,
  clientId,
  searching,
  shifted,
  returnFocus,
}: {
  picked: Picked;
  onPicked: (picked: Picked) => void;
  matching: number;
  filter: LeadFilter;
  clientId: string;
  /** Words narrow the list, and a bulk action cannot name them: only loaded leads can be picked. */
  searching: boolean;
  /** A lead is open beside the table. */
  shifted: boolean;
  /** Where the focus goes when the bar goes with it. */
  returnFocus: RefObject<HTMLElement | null>;
}) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('lead.write');
  const mayAudit = useMay('lead.audit');
  const count = countPicked(picked, matching);
  const before = useRef(count);
  useEffect(() => {
    const left = before.current > 0 && count === 0;
    before.current = count;
    if (left && document.activeElement === document.body) returnFocus.current?.focus();
  }, [count, returnFocus]);
  if (count === 0) return null;
  const selection = picked.all ? { client_id: clientId, filter } : { client_id: clientId, ids: [...picked.ids] };
  const run = (action: Promise<void>) => {
    onPicked(NOTHING);
    void action;
  };
  return (
    <div
      role="toolbar"
      aria-label="Actions on selected leads"
      className={cn(
        'popup fixed bottom-12 left-1/2 z-30 flex -translate-x-1/2 items-center gap-1 p-1.5 md:ml-[110px]',
        'max-md:inset-x-2 max-md:bottom-18 max-md:translate-x-0 max-md:overflow-x-auto',
        shifted && 'md:ml-[-186px]',
      )}
    >
      <span role="status" className="num px-2 text-sm font-medium whitespace-nowrap text-ink">
        {int(count)} selected
      </span>
      {!picked.all && count < matching && !searching && (
        <Button variant="ghost" className="text-accent-ink" onClick={() => onPicked({ all: true })}>
          Select all {int(matching)}
        </Button>
      )}
      <span className="mx-1 h-5 w-px shrink-0 bg-line-strong" />
      {mayWrite && (
        <Menu
          width={180}
          trigger={
            <Button variant="primary">
              Change stage
              <ChevronDown />
            </Button>
          }
        >
          <MenuLabel>Move {int(count)} to</MenuLabel>
          {CONVERSIONS.map(({ value }) => (
            <MenuItem key={value} onClick={() => run(changeStatus(queryClient, selection, value))}>
              <StageMark stage={value} />
            </MenuItem>
          ))}
        </Menu>
      )}
      {mayAudit && (
        <Button icon={<ScanSearch />} onClick={() => run(checkAgain(queryClient, selection))}>
          Check again
        </Button>
      )}
      <IconButton label="Clear selection" shortcut="Esc" onClick={() => onPicked(NOTHING)}>
        <X />
      </IconButton>
    </div>
  );
}
