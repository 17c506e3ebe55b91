import { useInfiniteQuery } from '@tanstack/react-query';
import { History, Undo2 } from 'lucide-react';
import type { MergePage } from '#contract/duplicates.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { useMay } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, plural } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { leadName } from '../leads/lead-cells.tsx';
import { mergesQuery } from './duplicates-api.ts';
import type { useDecide } from './use-decide.ts';

/** Every merge, newest first, with the way back. */
export function MergeLog({ client, decide }: { client: Client; decide: ReturnType<typeof useDecide> }) {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(mergesQuery(client.id));
  const mayWrite = useMay('lead.write');
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} label="Loading merges" />;
  const merges = data.pages.flatMap((page) => page.merges);
  if (merges.length === 0)
    return (
      <Empty icon={<History />} title="Nothing was merged yet">
        Merges appear here with who made them, and each can be undone.
      </Empty>
    );
  return (
    <ul>
      {merges.map((merge) => (
        <li
          key={merge.id}
          className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0"
        >
          <span className="min-w-0 text-sm">
            <Names merge={merge} />
            <span className="block text-xs text-muted">
              {merge.by}, {dateTime(merge.at, client.time_zone)}
              {merge.undone_at && ` · undone by ${merge.undone_by}, ${dateTime(merge.undone_at, client.time_zone)}`}
            </span>
          </span>
          {merge.undone_at ? (
            <Badge>Undone</Badge>
          ) : mayWrite ? (
            <Button size="sm" icon={<Undo2 />} disabled={decide.busy} onClick={() => void decide.undo(merge.id)}>
              Undo
            </Button>
          ) : (
            <Badge tone="dup">Merged</Badge>
          )}
        </li>
      ))}
      {hasNextPage && (
        <li className="border-t border-line p-2 text-center">
          <Button size="sm" onClick={() => void fetchNextPage()}>
            Show more merges
          </Button>
        </li>
      )}
    </ul>
  );
}

function Names({ merge: { members, leads, survivor, confirmed } }: { merge: MergePage['merges'][number] }) {
  const leading = members.find(({ id }) => id === survivor) ?? members[0];
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {leading ? (
        <AppLink
          to={paths.leads}
          search={{ lead: leading.id, tab: 'duplicates' }}
          className="font-medium text-ink hover:underline"
        >
          {leadName(leading)}
        </AppLink>
      ) : (
        <span className="font-medium text-ink">Deleted leads</span>
      )}
      <span className="text-body">{plural(leads.length, 'record')}</span>
      {!confirmed && <Badge>Merged as sure</Badge>}
    </span>
  );
}
