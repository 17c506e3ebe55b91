import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { browserZone } from '../../sign-in/guess-place.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { age, dateTime, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { accountApi, type Session, sessionsQuery } from './account-api.ts';
import { browserName } from './user-agent.ts';

/** Where one is signed in. */
export function SessionsPanel() {
  const { data: sessions } = useQuery(sessionsQuery);
  const queryClient = useQueryClient();
  const id = useId();
  const zone = browserZone();
  const end = async (what: () => Promise<string>) => {
    try {
      notify(await what());
    } catch (error) {
      notifyError('The session goes on', error);
    }
    await queryClient.invalidateQueries({ queryKey: ['sessions'] });
  };
  const endOne = (session: Session) =>
    end(async () => {
      await accountApi.endSession(session.id);
      return 'Session ended';
    });
  return (
    <Panel
      id={id}
      title="Sessions"
      meta={sessions && String(sessions.length)}
      actions={
        sessions &&
        sessions.length > 1 && (
          <Button
            onClick={() =>
              void end(async () => `${plural(await accountApi.endOtherSessions(), 'other session')} ended`)
            }
          >
            End all others
          </Button>
        )
      }
      bodyClassName="pt-1"
    >
      {sessions ? (
        <ul className="divide-y divide-line">
          {sessions.map((session) => (
            <li key={session.id} className="flex items-center gap-3 py-2">
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-2 text-sm text-ink">
                  {browserName(session.user_agent)}
                  {session.current && <Badge tone="accent">This one</Badge>}
                </span>
                <span className="num block text-2xs text-muted">
                  {session.ip_address && `${session.ip_address} · `}used {age(session.last_seen_at, Date.now(), zone)}{' '}
                  ago · signed in {dateTime(session.created_at, zone)}
                </span>
              </span>
              {!session.current && (
                <Button onClick={() => void endOne(session)}>
                  End<span className="sr-only"> the session in {browserName(session.user_agent)}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton height={96} label="Loading sessions" />
      )}
    </Panel>
  );
}
