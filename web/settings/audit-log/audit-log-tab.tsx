import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Download, ScrollText } from 'lucide-react';
import { useClient } from '../../shell/workspace.ts';
import { browserZone } from '../../sign-in/guess-place.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { int } from '../../ui/format.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { type AuditFilter, auditLogQuery, exportAuditLog } from './audit-log-api.ts';
import { AuditTable } from './audit-table.tsx';
import { dayBounds } from './day-bounds.ts';

const route = getRouteApi('/workspace/settings/audit-log');
export type AuditSearch = ReturnType<typeof route.useSearch>;

/** Who did what: every change, and every look at personal data. */
export function AuditLogTab() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const client = useClient();
  const zone = client?.time_zone ?? browserZone();
  const everywhere = search.everywhere === 'yes' || client === undefined;
  const filter: AuditFilter = {
    actor: search.actor,
    action: search.action,
    object_type: search.object_type,
    object_id: search.object_id,
    client_id: everywhere ? undefined : client.id,
    ...dayBounds(search.since, search.until, zone),
  };
  const log = useInfiniteQuery(auditLogQuery(filter));
  const entries = log.data?.pages.flatMap((page) => page.entries);
  const set = (part: Partial<AuditSearch>) =>
    void navigate({
      to: '.',
      search: ((was: AuditSearch) => ({ ...was, ...part })) as never,
      replace: true,
    });
  const save = async (format: 'csv' | 'ndjson') => {
    try {
      await exportAuditLog({ ...filter, format });
      notify('Audit log exported', { description: 'With the filters on screen.' });
    } catch (error) {
      notifyError('The audit log was not exported', error);
    }
  };
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <AuditFilters search={search} everywhere={everywhere} client={client} onChange={set} />
        <div className="ml-auto">
          <Menu
            align="end"
            trigger={
              <Button size="md" icon={<Download />}>
                Export
              </Button>
            }
          >
            <MenuItem onClick={() => void save('csv')}>CSV</MenuItem>
            <MenuItem onClick={() => void save('ndjson')}>NDJSON</MenuItem>
          </Menu>
        </div>
      </div>
      {entries ? (
        entries.length === 0 ? (
          <div className="panel">
            <Empty icon={<ScrollText />} title="Nothing was noted">
              No entry fits these filters.
            </Empty>
          </div>
        ) : (
          <>
            <AuditTable entries={entries} timeZone={zone} showClient={everywhere} onFilter={set} />
            <div className="flex items-center gap-3">
              {log.hasNextPage && (
                <Button size="md" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                  {log.isFetchingNextPage ? 'Loading' : 'Load older entries'}
                </Button>
              )}
              <p className="num text-xs text-muted" aria-live="polite">
                {int(entries.length)} entries{log.hasNextPage ? ' so far' : ''}, newest first
              </p>
            </div>
          </>
        )
      ) : log.error ? (
        <Problem error={log.error} onRetry={() => void log.refetch()} />
      ) : (
        <Skeleton height={360} label="Loading the audit log" />
      )}
    </div>
  );
}
