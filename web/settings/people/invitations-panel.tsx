import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { Invitation } from '#contract/people.ts';
import { useMe } from '../../shell/workspace.ts';
import { browserZone } from '../../sign-in/guess-place.ts';
import { Status, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { dateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { invitationsQuery, peopleQuery, revokeInvitation } from './people-api.ts';
import { rolesText } from './roles.ts';

const STATES: Record<Invitation['state'], [Tone, string]> = {
  open: ['accent', 'Open'],
  accepted: ['good', 'Accepted'],
  revoked: ['muted', 'Revoked'],
  expired: ['muted', 'Expired'],
};

/** Invitations that were made, newest first. Their links are not kept anywhere. */
export function InvitationsPanel() {
  const { data: invitations = [] } = useQuery(invitationsQuery);
  const { data: people = [] } = useQuery(peopleQuery);
  const me = useMe();
  const queryClient = useQueryClient();
  const id = useId();
  if (invitations.length === 0) return null;
  const zone = browserZone();
  const revoke = async (invitation: Invitation) => {
    try {
      await revokeInvitation(invitation.id);
      notify(`Invitation for ${invitation.email} revoked`);
    } catch (error) {
      notifyError('The invitation stays', error);
    }
    await queryClient.invalidateQueries({ queryKey: ['invitations'] });
  };
  return (
    <Panel id={id} title="Invitations" bodyClassName="px-0 pt-1.5 pb-0">
      <ul className="divide-y divide-line border-t border-line">
        {invitations.map((one) => {
          const [tone, word] = STATES[one.state];
          const by = people.find((person) => person.id === one.created_by)?.name;
          return (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
              <div className="min-w-0 flex-1 basis-56">
                <p className="truncate text-sm text-ink">{one.email}</p>
                <p className="text-2xs text-muted">{rolesText(one, me.clients)}</p>
              </div>
              <p className="num flex-1 basis-44 text-xs text-body">
                <Status tone={tone} hollow={tone === 'muted'}>
                  {word}
                </Status>
                <span className="block text-2xs text-muted">
                  {by && `By ${by}, `}
                  {one.state === 'open'
                    ? `until ${dateTime(one.expires_at, zone)}`
                    : `made ${dateTime(one.created_at, zone)}`}
                </span>
              </p>
              <div className="w-20 text-right">
                {one.state === 'open' && (
                  <Button onClick={() => void revoke(one)}>
                    Revoke<span className="sr-only"> the invitation for {one.email}</span>
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
