import { useQuery } from '@tanstack/react-query';
import { GitMerge } from 'lucide-react';
import type { Lead } from '#contract/lead.ts';
import type { LeadDuplicates } from '#contract/lead-actions.ts';
import { Badge, ScoreChip } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, plural } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CONVERSION } from '../lead-words.ts';
import { leadName } from '../leads/lead-cells.tsx';
import { duplicatesQuery } from '../queries.ts';

type Match = LeadDuplicates['leads'][number];
const SHOWN = 6;

const FIELDS: { label: string; key?: 'email' | 'phone'; of: (lead: Lead) => string | undefined }[] = [
  { label: 'Name', of: (lead) => lead.name },
  { label: 'E-mail', key: 'email', of: (lead) => lead.email.replace('@', '\u200b@') },
  { label: 'Phone', key: 'phone', of: (lead) => lead.phone },
  { label: 'Company', of: (lead) => lead.company },
  { label: 'Source', of: (lead) => lead.source },
  { label: 'Campaign', of: (lead) => lead.source_details.campaign_id },
  { label: 'Stage', of: (lead) => CONVERSION[lead.conversion_status].label },
];

/** The leads that share e-mail or phone, side by side with this one; equal values stand out. */
export function DuplicatesTab({
  lead,
  timeZone,
  onOpen,
}: {
  lead: Lead;
  timeZone: string;
  onOpen: (id: string) => void;
}) {
  const { data, error, refetch } = useQuery(duplicatesQuery(lead.id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} label="Loading duplicates" />;
  if (data.leads.length === 0)
    return (
      <Empty icon={<GitMerge />} title="No duplicates">
        No other lead of this client has the same e-mail or phone.
      </Empty>
    );
  const shown = data.leads.slice(0, SHOWN);
  return (
    <>
      <p className="text-sm text-body">
        <b className="font-semibold text-ink">{plural(data.leads.length, 'other lead')} of the same person.</b> Values
        that are equal are marked.
        {data.leads.length > SHOWN && ` The ${SHOWN} newest are shown.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <section aria-label="Comparison" tabIndex={0} className="relative -mx-5 mt-3 overflow-x-auto px-5">
        <table className="border-separate border-spacing-0 text-xs" style={{ minWidth: 90 + (shown.length + 1) * 150 }}>
          <thead>
            <tr>
              <th className="w-[76px]">
                <span className="sr-only">Field</span>
              </th>
              <Head lead={lead} timeZone={timeZone} own />
              {shown.map((match) => (
                <Head
                  key={match.lead.id}
                  lead={match.lead}
                  matched={match.matched_by}
                  timeZone={timeZone}
                  onOpen={onOpen}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {FIELDS.map((field, i) => (
              <tr key={field.label}>
                <th scope="row" className="border-t border-line py-2 pr-2 text-left align-top font-medium text-muted">
                  {field.label}
                </th>
                <td
                  className={cn(
                    'border-x border-t border-line border-x-accent-line bg-accent-soft/50 px-2.5 py-2 align-top text-ink',
                    i === FIELDS.length - 1 && 'rounded-b-lg border-b border-b-accent-line',
                  )}
                >
                  <Value text={field.of(lead)} />
                </td>
                {shown.map((match) => (
                  <td key={match.lead.id} className="border-t border-line px-2.5 py-2 align-top text-body">
                    <Value text={field.of(match.lead)} equal={isEqual(field, lead, match)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** E-mail and phone are masked here, so their match is the server's word; other fields are compared as shown. */
function isEqual(field: (typeof FIELDS)[number], lead: Lead, match: Match): boolean {
  if (field.key) return match.matched_by.includes(field.key);
  const value = field.of(lead);
  return Boolean(value) && value === field.of(match.lead);
}

function Value({ text, equal }: { text: string | undefined; equal?: boolean }) {
  if (!text) return <span className="text-muted">empty</span>;
  return (
    <span className={cn('break-words', equal && 'rounded bg-dup-soft px-1 py-0.5 font-medium text-dup')}>
      {text}
      {equal && <span className="sr-only"> (equal)</span>}
    </span>
  );
}

function Head({
  lead,
  timeZone,
  own,
  matched,
  onOpen,
}: {
  lead: Lead;
  timeZone: string;
  own?: boolean;
  matched?: string[];
  onOpen?: (id: string) => void;
}) {
  return (
    <th
      scope="col"
      className={cn(
        'w-[150px] rounded-t-lg border-x border-t px-2.5 pt-2 pb-1.5 text-left align-top font-normal',
        own ? 'border-accent-line bg-accent-soft' : 'border-transparent',
      )}
    >
      <span className="flex items-center justify-between gap-2">
        <span className="truncate font-medium text-ink">{own ? 'This lead' : leadName(lead)}</span>
        <ScoreChip value={Math.round(lead.quality_score)} />
      </span>
      <span className="num block text-2xs text-muted">{dateTime(lead.created_at, timeZone)}</span>
      {matched && (
        <span className="mt-1 flex flex-wrap items-center gap-1">
          {matched.map((key) => (
            <Badge key={key} tone="dup">
              Same {key === 'email' ? 'e-mail' : key}
            </Badge>
          ))}
        </span>
      )}
      {onOpen && (
        <Button size="xs" className="mt-1.5" onClick={() => onOpen(lead.id)}>
          Open
        </Button>
      )}
    </th>
  );
}
