import { useQuery } from '@tanstack/react-query';
import { Eye, FileInput, Gavel, GitMerge, PenLine, Route, ScanSearch, Split } from 'lucide-react';
import type { LeadHistory } from '#contract/lead-actions.ts';
import { api } from '../../api.ts';
import { dateTime, dateTimeFull } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { actorWords, eventWords } from './history-words.ts';

const SIGNS: Record<LeadHistory['events'][number]['kind'], typeof Eye> = {
  captured: FileInput,
  updated: PenLine,
  status: Route,
  audited: ScanSearch,
  revealed: Eye,
  merged: GitMerge,
  unmerged: Split,
  verdict: Gavel,
};

/** Everything that happened to the lead, who looked included; newest first. */
export function HistoryTab({ id, timeZone }: { id: string; timeZone: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['lead', id, 'history'],
    queryFn: ({ signal }) => api.history(id, signal),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} label="Loading history" />;
  return (
    <ol>
      {data.events.map((event) => {
        const { title, note } = eventWords(event);
        const Icon = SIGNS[event.kind];
        return (
          <li
            key={`${event.at} ${event.kind} ${event.actor}`}
            className="grid grid-cols-[24px_1fr_auto] gap-x-3 border-t border-line py-2.5 text-sm first:border-t-0"
          >
            <span className="grid size-6 place-items-center rounded-full bg-hover text-muted" aria-hidden>
              <Icon className="size-3.5" />
            </span>
            <span className="min-w-0">
              <span className="font-medium text-ink">{title}</span>
              {note && <span className="text-body"> {note}</span>}
              <span className="block text-xs text-muted">{actorWords(event)}</span>
            </span>
            <time
              className="num text-xs whitespace-nowrap text-muted"
              dateTime={event.at}
              title={dateTimeFull(event.at, timeZone)}
            >
              {dateTime(event.at, timeZone)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}
