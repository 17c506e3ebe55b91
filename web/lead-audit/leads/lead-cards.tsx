import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Lead } from '#contract/lead.ts';
import { ScoreChip } from '../../ui/badge.tsx';
import { age } from '../../ui/format.ts';
import type { CellContext } from './columns.tsx';
import { FlagList, leadName, ValidationMark } from './lead-cells.tsx';

/** The phone's shape of the table: the same leads, three lines each, scrolled with the page. */
export function LeadCards({
  leads,
  context,
  onOpen,
  onEnd,
}: {
  leads: Lead[];
  context: CellContext;
  onOpen: (lead: Lead) => void;
  onEnd: () => void;
}) {
  const ref = useRef<HTMLUListElement>(null);
  const virtual = useWindowVirtualizer({
    count: leads.length,
    estimateSize: () => 78,
    overscan: 6,
    scrollMargin: ref.current?.offsetTop ?? 0,
  });
  const items = virtual.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) > leads.length - 40;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);
  return (
    <ul ref={ref} aria-label="Leads" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {items.map((item) => {
        const lead = leads[item.index];
        if (!lead) return null;
        return (
          <li
            key={lead.id}
            className="absolute inset-x-0 top-0 border-b border-line"
            style={{ height: item.size, transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            <button
              type="button"
              onClick={() => onOpen(lead)}
              className="grid h-full w-full grid-cols-[1fr_auto] items-center gap-x-3 px-3 py-1 text-left"
            >
              <span className="truncate font-medium text-ink">{leadName(lead)}</span>
              <ScoreChip value={Math.round(lead.quality_score)} />
              <span className="truncate text-xs text-muted">
                {lead.source}
                {lead.source_details.campaign_id && ` / ${lead.source_details.campaign_id}`}
              </span>
              <span className="num text-right text-xs text-muted">
                {age(lead.created_at, context.now, context.timeZone)}
              </span>
              <span className="col-span-2 flex items-center gap-2 text-xs">
                <ValidationMark status={lead.validation_status} />
                <FlagList flags={lead.flags} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
