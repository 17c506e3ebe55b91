import * as z from 'zod';
import { SetupCreate, SetupState } from '#contract/people.ts';
import type { App } from '../platform/http.ts';
import { authSecret, isSecure } from './auth.ts';
import { requireOwnOrigin } from './same-origin.ts';
import { sessionCookie } from './session-cookie.ts';
import { SESSION_SECONDS } from './sessions.ts';
import { type SetupDeps, setupService } from './setup-service.ts';

export interface CookieDeps {
  sessionKey: Buffer;
  publicUrl: string | undefined;
}

/** The Set-Cookie header that signs a browser in. */
export function signInCookie({ sessionKey, publicUrl }: CookieDeps, sessionToken: string): string {
  return sessionCookie(sessionToken, authSecret(sessionKey), isSecure(publicUrl), SESSION_SECONDS);
}

export function setupRoutes(app: App, deps: SetupDeps & CookieDeps): void {
  const setup = setupService(deps);

  app.get(
    '/api/v1/setup',
    {
      config: { public: true },
      schema: { tags: ['People'], summary: 'Whether the first person is still to come', response: { 200: SetupState } },
    },
    async () => ({ needed: await setup.isNeeded() }),
  );

  app.post(
    '/api/v1/setup',
    {
      config: { public: true },
      schema: {
        tags: ['People'],
        summary: 'Create the owner',
        description: 'Needs the token of the one-time link that the server printed at its first start. Signs in.',
        body: SetupCreate,
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      requireOwnOrigin(request.method, request.headers, deps.publicUrl);
      const visitor = { ip: request.ip, userAgent: request.headers['user-agent'] };
      const { id, sessionToken } = await setup.setUp(request.body, visitor);
      reply.header('set-cookie', signInCookie(deps, sessionToken));
      return { id };
    },
  );
}
