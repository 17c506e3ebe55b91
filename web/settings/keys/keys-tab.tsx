import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import type { ApiKey } from '#contract/people.ts';
import { useMe } from '../../shell/workspace.ts';
import { browserZone } from '../../sign-in/guess-place.ts';
import { Status } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { age, dateTimeFull, int } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { ACTION_WORDS, keysQuery, revokeKey } from './keys-api.ts';

/** Keys for programs: some actions at some clients, never more than their maker may do. */
export function KeysTab() {
  const { data: keys, error, refetch } = useQuery(keysQuery);
  const queryClient = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const id = useId();
  return (
    <div className="grid max-w-5xl gap-3">
      <Panel
        id={id}
        title="API keys"
        meta={
          <a href="/api/docs" className="underline underline-offset-2 hover:text-ink">
            How to use the API
          </a>
        }
        actions={
          <Button variant="primary" icon={<Plus />} onClick={() => setMaking(true)}>
            Make a key
          </Button>
        }
        bodyClassName="px-0 pt-1.5 pb-0"
      >
        {keys ? (
          keys.length === 0 ? (
            <Empty icon={<KeyRound />} title="There is no key yet">
              A key lets a program send leads, read results or start an audit, at the clients you choose.
            </Empty>
          ) : (
            <ul className="divide-y divide-line border-t border-line">
              {keys.map((key) => (
                <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
              ))}
            </ul>
          )
        ) : error ? (
          <Problem error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="p-4">
            <Skeleton height={120} label="Loading keys" />
          </div>
        )}
      </Panel>
      {making && <CreateKeyDialog onClose={() => setMaking(false)} />}
      {revoking && (
        <ConfirmDialog
          title={`Revoke ${revoking.name}`}
          action="Revoke key"
          onClose={() => setRevoking(undefined)}
          onConfirm={async () => {
            await revokeKey(revoking.id);
            await queryClient.invalidateQueries({ queryKey: ['keys'] });
            notify(`Key ${revoking.name} revoked`);
          }}
        >
          Programs that use it are refused from now on. A revoked key does not come back.
        </ConfirmDialog>
      )}
    </div>
  );
}

function KeyRow({ apiKey: key, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const me = useMe();
  const zone = browserZone();
  const expired = key.expires_at !== null && Date.parse(key.expires_at) <= Date.now();
  const over = key.revoked_at !== null || expired;
  const at = key.client_ids.map((id) => me.clients.find((client) => client.id === id)?.name ?? 'a removed client');
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate text-sm font-medium text-ink">{key.name}</p>
        <p className="truncate font-mono text-2xs text-muted">{key.prefix}…</p>
      </div>
      <div className="min-w-0 flex-1 basis-64 text-xs text-body">
        <p>{key.actions.map((action) => ACTION_WORDS[action] ?? action).join(', ')}</p>
        <p className="text-2xs text-muted">
          At {at.length > 3 ? `${at.slice(0, 3).join(', ')} and ${at.length - 3} more` : at.join(', ')} ·{' '}
          {int(key.requests_per_minute)} requests a minute
        </p>
      </div>
      <div className="num flex-1 basis-40 text-xs">
        <Status tone={over ? 'muted' : 'good'} hollow={over}>
          {key.revoked_at ? 'Revoked' : expired ? 'Expired' : 'In force'}
        </Status>
        <p className="text-2xs text-muted">
          {key.last_used_at ? `Used ${age(key.last_used_at, Date.now(), zone)} ago` : 'Not used yet'}
          {!over && (key.expires_at ? `, until ${dateTimeFull(key.expires_at, zone)}` : ', without end')}
        </p>
      </div>
      <div className="w-20 text-right">
        {!over && (
          <Button variant="danger" onClick={onRevoke}>
            Revoke<span className="sr-only"> {key.name}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
