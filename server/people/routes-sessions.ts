import * as z from 'zod';
import { SignInSessionList } from '#contract/people.ts';
import { principalOf } from '../platform/access.ts';
import { type Database, inScope } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import type { AccessCache } from './access-cache.ts';
import { note } from './actor.ts';
import { authSecret, isSecure } from './auth.ts';
import { requirePerson } from './grants.ts';
import { NO_CONTENT, senderOf } from './request-actor.ts';
import type { CookieDeps } from './routes-setup.ts';
import { sessionTokenOf } from './session-cookie.ts';
import { endOtherSessions, endSession, listSessions, readSession } from './sessions.ts';

export interface SessionRouteDeps extends CookieDeps {
  db: Database;
  access: AccessCache;
  clock: () => Date;
}

export function sessionRoutes(app: App, deps: SessionRouteDeps): void {
  const { db, access, clock } = deps;
  const currentSession = async (cookies: string | undefined) => {
    const token = sessionTokenOf(cookies, authSecret(deps.sessionKey), isSecure(deps.publicUrl));
    return token === undefined ? undefined : await readSession(db, token, clock());
  };

  app.get(
    '/api/v1/sessions',
    { schema: { tags: ['People'], summary: 'Where you are signed in', response: { 200: SignInSessionList } } },
    async (request) => {
      const principal = principalOf(request);
      requirePerson(principal);
      const current = await currentSession(request.headers.cookie);
      const rows = await listSessions(db, principal.id, clock());
      return {
        sessions: rows.map((row) => ({
          id: row.id,
          current: row.id === current?.id,
          ip_address: row.ip_address,
          user_agent: row.user_agent,
          created_at: row.created_at.toISOString(),
          last_seen_at: row.updated_at.toISOString(),
          expires_at: row.expires_at.toISOString(),
        })),
      };
    },
  );

  app.delete(
    '/api/v1/sessions/:id',
    {
      schema: {
        tags: ['People'],
        summary: 'End one of your sessions',
        params: z.object({ id: z.string().max(100) }),
        response: { 204: NO_CONTENT },
      },
    },
    async (request, reply) => {
      const actor = senderOf(request);
      requirePerson(actor.principal);
      const { id } = request.params;
      await inScope(db, { clients: [] }, async (tx) => {
        if (!(await endSession(tx, actor.principal.id, id))) throw notFound();
        await note(tx, actor, { action: 'session.ended', object: { type: 'session', id } });
      });
      access.forget(actor.principal.id);
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/api/v1/sessions',
    {
      schema: {
        tags: ['People'],
        summary: 'End all your other sessions',
        response: { 200: z.object({ ended: z.int().min(0).max(1e9) }) },
      },
    },
    async (request) => {
      const actor = senderOf(request);
      requirePerson(actor.principal);
      const current = await currentSession(request.headers.cookie);
      const ended = await inScope(db, { clients: [] }, async (tx) => {
        const count = await endOtherSessions(tx, actor.principal.id, current?.id);
        await note(tx, actor, {
          action: 'session.others_ended',
          object: { type: 'person', id: actor.principal.id },
          detail: { ended: count },
        });
        return count;
      });
      access.forget(actor.principal.id);
      return { ended };
    },
  );
}
