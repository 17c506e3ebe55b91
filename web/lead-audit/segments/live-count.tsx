import { Sigma } from 'lucide-react';
import type { SegmentPreview } from '#contract/segment.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { ScoreChip, Status } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CONVERSION, VALIDATION } from '../lead-words.ts';

/** How many leads the rules hold for, and the newest of them. */
export function LiveCount({
  client,
  preview,
  stale,
}: {
  client: Client;
  preview: SegmentPreview | undefined;
  /** The rules changed since. */
  stale: boolean;
}) {
  if (!preview) return <Skeleton height={240} label="Counting leads" />;
  const { leads, total, sample } = preview;
  const share = total === 0 ? 0 : leads / total;
  return (
    <Panel
      title={
        <span role="status" className={cn('num', stale && 'text-muted')}>
          <span className="text-lg">{int(leads)}</span> of {int(total)} leads, {pct(share)}
        </span>
      }
      bodyClassName="px-0 pb-1"
    >
      <div className="mx-4 mb-2 h-1.5 overflow-hidden rounded-full bg-line" aria-hidden>
        <div className="h-full rounded-full bg-c1" style={{ width: `${share * 100}%` }} />
      </div>
      {leads === 0 ? (
        <Empty icon={<Sigma />} title="These rules hold for no lead">
          Take one away or widen it; the count follows as you type.
        </Empty>
      ) : (
        <section
          aria-label="The newest leads of the segment"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
          tabIndex={0}
          className="relative overflow-x-auto"
        >
          <table className="num w-full text-sm">
            <thead>
              <tr className="border-b border-line text-left text-xs text-muted [&>th]:h-8 [&>th]:px-2 [&>th]:font-medium [&>th]:whitespace-nowrap">
                <th scope="col" className="!pl-4">
                  Newest leads
                </th>
                <th scope="col">Source</th>
                <th scope="col">Score</th>
                <th scope="col">Status</th>
                <th scope="col">Stage</th>
                <th scope="col" className="!pr-4 text-right">
                  Came
                </th>
              </tr>
            </thead>
            <tbody>
              {sample.map((lead) => (
                <tr
                  key={lead.id}
                  className="h-9 border-b border-line whitespace-nowrap last:border-0 hover:bg-hover [&>td]:px-2"
                >
                  <th scope="row" className="pl-4 text-left font-normal">
                    <AppLink to={paths.leads} search={{ lead: lead.id }} className="text-ink hover:underline">
                      {lead.name || lead.email || 'No name'}
                    </AppLink>
                  </th>
                  <td className="text-body">{lead.source}</td>
                  <td>
                    <ScoreChip value={Math.round(lead.quality_score)} />
                  </td>
                  <td>
                    <Status tone={VALIDATION[lead.validation_status].tone}>
                      {VALIDATION[lead.validation_status].label}
                    </Status>
                  </td>
                  <td className="text-body">{CONVERSION[lead.conversion_status].label}</td>
                  <td className="!pr-4 text-right text-muted">{dateTime(lead.created_at, client.time_zone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
