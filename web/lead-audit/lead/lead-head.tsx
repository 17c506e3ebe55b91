import { Eye, EyeOff } from 'lucide-react';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { countryName } from '../../charts/regions.ts';
import type { SourceBook } from '../../source-book.ts';
import { ScoreChip } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { dateTime } from '../../ui/format.ts';
import { SourceTile } from '../../ui/source-tile.tsx';
import { FlagList, leadName, StageMark, ValidationMark } from '../leads/lead-cells.tsx';
import type { Reveal } from './use-reveal.ts';

/** Who the lead is and where it stands. */
export function LeadHead({
  lead,
  client,
  book,
  reveal,
}: {
  lead: Lead;
  client: Client;
  book: SourceBook;
  reveal: Reveal;
}) {
  const person = reveal.shown?.lead ?? lead;
  return (
    <header className="border-b border-line">
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
