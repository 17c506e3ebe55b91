import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, Plus, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { SuppressionList } from '#contract/fraud.ts';
import type { Client } from '#contract/workspace.ts';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { EntriesDialog } from './entries-dialog.tsx';
import { deleteList, LIST_WORDS, listsQuery } from './lists-api.ts';
import { NewListDialog } from './new-list-dialog.tsx';

/** Whom this client must not write to or call: kept as keyed hashes, held against every lead. */
export function ListsTab() {
  const client = useClient();
  return client ? <Lists key={client.id} client={client} /> : <NoClients />;
}

function Lists({ client }: { client: Client }) {
  const may = useMay('lead.write');
  const { data: lists, error, refetch } = useQuery(listsQuery(client.id));
  const queryClient = useQueryClient();
  const [making, setMaking] = useState(false);
  const [filling, setFilling] = useState<SuppressionList>();
  const [deleting, setDeleting] = useState<SuppressionList>();
  const id = useId();
  return (
    <div className="grid max-w-5xl gap-3">
      <Panel
        id={id}
        title="Suppression lists"
        meta="only keyed hashes are kept"
        actions={
          may && (
            <Button variant="primary" icon={<Plus />} onClick={() => setMaking(true)}>
              New list
            </Button>
          )
        }
        bodyClassName="px-0 pt-1.5 pb-0"
      >
        {!lists ? (
          error ? (
            <Problem error={error} onRetry={() => void refetch()} />
          ) : (
            <div className="p-4">
              <Skeleton height={120} label="Loading lists" />
            </div>
          )
        ) : lists.length === 0 ? (
          <Empty icon={<Ban />} title="There is no list yet">
            Leads on a list of unsubscribed, bounced or do-not-call contacts are invalid, those there and those to come.
          </Empty>
        ) : (
          <ul className="divide-y divide-line border-t border-line">
            {lists.map((list) => (
              <li key={list.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
                    <span className="truncate">{list.name}</span>
                    <Badge>{LIST_WORDS[list.kind]}</Badge>
                  </p>
                  <p className="num text-2xs text-muted">
                    {plural(list.entries, 'entry', 'entries')}, changed {dateTime(list.changed_at, client.time_zone)}
                  </p>
                </div>
                {may && (
                  <>
                    <Button onClick={() => setFilling(list)}>Add entries</Button>
                    <IconButton label={`Delete ${list.name}`} onClick={() => setDeleting(list)}>
                      <Trash2 />
                    </IconButton>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {making && <NewListDialog client={client} onClose={() => setMaking(false)} onMade={setFilling} />}
      {filling && <EntriesDialog client={client} list={filling} onClose={() => setFilling(undefined)} />}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}`}
          action="Delete list"
          onClose={() => setDeleting(undefined)}
          onConfirm={async () => {
            await deleteList(client.id, deleting.id);
            await queryClient.invalidateQueries({ queryKey: ['suppression-lists'] });
            notify(`List ${deleting.name} deleted`);
          }}
        >
          Leads that only this list barred are checked again and may become valid. The entries do not come back.
        </ConfirmDialog>
      )}
    </div>
  );
}
