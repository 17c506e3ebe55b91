import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Copy, Eye, EyeOff, ScanSearch, X } from 'lucide-react';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { countryName } from '../../charts/regions.ts';
import { useMay } from '../../shell/workspace.ts';
import type { SourceBook } from '../../source-book.ts';
import { ScoreChip } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { dateTime } from '../../ui/format.ts';
import { Menu, MenuLabel, MenuRadioGroup } from '../../ui/menu.tsx';
import { SourceTile } from '../../ui/source-tile.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { changeStatus } from '../change-status.ts';
import { checkAgain } from '../check-again.ts';
import { CONVERSIONS } from '../lead-words.ts';
import { FlagList, leadName, StageMark, ValidationMark } from '../leads/lead-cells.tsx';
import type { Reveal } from './use-reveal.ts';

async function copyId(id: string) {
  try {
    await navigator.clipboard.writeText(id);
    notify('Lead ID copied');
  } catch (error) {
    notifyError('The ID could not be copied', error);
  }
}

/** Who the lead is, where it stands, and what can be done with it. */
export function LeadHead({
  lead,
  client,
  book,
  reveal,
  onClose,
  onStep,
}: {
  lead: Lead;
  client: Client;
  book: SourceBook;
  reveal: Reveal;
  onClose: () => void;
  onStep: (by: number) => void;
}) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('lead.write');
  const mayAudit = useMay('lead.audit');
  const person = reveal.shown?.lead ?? lead;
  const one = { client_id: client.id, ids: [lead.id] };
  return (
    <header className="border-b border-line">
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
      <div className="flex gap-4 px-5 pt-1 pb-3 max-sm:px-4">
        <ScoreChip value={Math.round(lead.quality_score)} size="lg" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-lg leading-6 font-semibold">{leadName(person)}</h2>
            <ValidationMark status={lead.validation_status} />
            <FlagList flags={lead.flags} max={3} />
          </div>
          <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-0.5 text-xs text-muted">
            {person.email && <span className="break-all">{person.email}</span>}
            {person.phone && <span className="num">{person.phone}</span>}
            {person.company && <span>{person.company}</span>}
            {(lead.region || lead.country) && (
              <span>{[lead.region, lead.country && countryName(lead.country)].filter(Boolean).join(', ')}</span>
            )}
            {reveal.allowed &&
              (reveal.shown ? (
                <Button size="xs" variant="ghost" className="-mx-2" icon={<EyeOff />} onClick={reveal.hide}>
                  <span className="num">Hide, {reveal.left} s left</span>
                </Button>
              ) : (
                <Button size="xs" variant="ghost" className="-mx-2" icon={<Eye />} onClick={reveal.start}>
                  Show for 60 s
                </Button>
              ))}
          </div>
        </div>
      </div>
      <dl className="grid grid-cols-[1.3fr_1fr_1fr] border-t border-line text-xs [&>div]:max-sm:px-3">
        <div className="min-w-0 px-5 py-2">
          <dt className="text-2xs text-muted">Source</dt>
          <dd className="mt-0.5 flex min-w-0 items-center gap-1.5 text-ink">
            <SourceTile kind={book.kind(lead.source)} color={book.color(lead.source)} />
            <span className="truncate" title={lead.source_details.campaign_id}>
              {lead.source}
              {lead.source_details.campaign_id && ` / ${lead.source_details.campaign_id}`}
            </span>
          </dd>
        </div>
        <div className="border-l border-line px-5 py-2">
          <dt className="text-2xs text-muted">Stage</dt>
          <dd className="mt-1">
            <StageMark stage={lead.conversion_status} />
          </dd>
        </div>
        <div className="border-l border-line px-5 py-2">
          <dt className="text-2xs text-muted">Received</dt>
          <dd className="num mt-1 text-ink">{dateTime(lead.created_at, client.time_zone)}</dd>
        </div>
      </dl>
    </header>
  );
}
