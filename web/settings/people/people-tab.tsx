import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserRoundPlus } from 'lucide-react';
import { useId, useState } from 'react';
import type { Person } from '#contract/people.ts';
import { useMe } from '../../shell/workspace.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { age } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { useManagesOrganisation } from '../tabs.ts';
import { InvitationsPanel } from './invitations-panel.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { peopleQuery, removePerson } from './people-api.ts';
import { rolesText } from './roles.ts';
import { RolesDialog } from './roles-dialog.tsx';

type Open = { kind: 'invite' } | { kind: 'roles' | 'remove'; person: Person };

/** Who may come in, and what they may do. */
export function PeopleTab() {
  const { data: people, error, refetch } = useQuery(peopleQuery);
  const me = useMe();
  const queryClient = useQueryClient();
  const mayRemove = useManagesOrganisation();
  const [open, setOpen] = useState<Open>();
  const id = useId();
  const close = () => setOpen(undefined);
  return (
    <div className="grid max-w-5xl gap-3">
      <Panel
        id={id}
        title="People"
        meta={people && String(people.length)}
        actions={
          <Button variant="primary" icon={<UserRoundPlus />} onClick={() => setOpen({ kind: 'invite' })}>
            Invite a person
          </Button>
        }
        bodyClassName="px-0 pt-1.5 pb-0"
      >
        {people ? (
          <ul className="divide-y divide-line border-t border-line">
            {people.map((person) => (
              <li key={person.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
                <Avatar name={person.name} size={28} />
                <div className="min-w-0 flex-1 basis-56">
                  <p className="flex flex-wrap items-center gap-x-2 text-sm font-medium text-ink">
                    <span className="truncate">{person.name}</span>
                    {person.id === me.person.id && <Badge>You</Badge>}
                    {person.two_factor && <Badge tone="good">Second step on</Badge>}
                  </p>
                  <p className="truncate text-xs text-muted">{person.email}</p>
                </div>
                <p className="min-w-0 flex-1 basis-44 text-xs text-body">
                  {rolesText(person, me.clients)}
                  <span className="num block text-2xs text-muted">
                    {person.last_seen_at ? `Here ${age(person.last_seen_at, Date.now(), 'UTC')} ago` : 'Not signed in'}
                  </span>
                </p>
                <div className="flex gap-1.5">
                  <Button onClick={() => setOpen({ kind: 'roles', person })}>
                    Change roles<span className="sr-only"> of {person.name}</span>
                  </Button>
                  {mayRemove && person.id !== me.person.id && (
                    <Button variant="danger" onClick={() => setOpen({ kind: 'remove', person })}>
                      Remove<span className="sr-only"> {person.name}</span>
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        ) : error ? (
          <Problem error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="p-4">
            <Skeleton height={160} label="Loading people" />
          </div>
        )}
      </Panel>
      <InvitationsPanel />
      {open?.kind === 'invite' && <InviteDialog onClose={close} />}
      {open?.kind === 'roles' && <RolesDialog person={open.person} onClose={close} />}
      {open?.kind === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.person.name}`}
          action="Remove person"
          word={open.person.email}
          onClose={close}
          onConfirm={async () => {
            await removePerson(open.person.id);
            for (const key of ['people', 'invitations', 'keys'])
              void queryClient.invalidateQueries({ queryKey: [key] });
            notify(`${open.person.name} was removed`);
          }}
        >
          Their sessions end at once, and the API keys and invitations they made are revoked. What they did stays in the
          audit log.
        </ConfirmDialog>
      )}
    </div>
  );
}
