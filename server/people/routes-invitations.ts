import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import {
  InvitationAccept,
  InvitationCreate,
  InvitationCreated,
  InvitationList,
  InvitationOffer,
} from '#contract/people.ts';
import type { App } from '../platform/http.ts';
import type { Authenticator } from './authenticator.ts';
import { type InvitationServiceDeps, invitationService } from './invitation-service.ts';
import { NO_CONTENT, senderOf } from './request-actor.ts';
import { type CookieDeps, signInCookie } from './routes-setup.ts';
import { requireOwnOrigin } from './same-origin.ts';

export interface InvitationRouteDeps extends InvitationServiceDeps, CookieDeps {
  /** Accepting is public, and yet may be done by somebody signed in. */
  authenticate: Authenticator;
}

export function invitationRoutes(app: App, deps: InvitationRouteDeps): void {
  const invitations = invitationService(deps);
  const linkParams = z.object({ token: z.string().min(1).max(100) });

  app.post(
    '/api/v1/invitations',
    {
      schema: {
        tags: ['People'],
        summary: 'Invite a person',
        description: 'The link is shown this once. It is bound to the e-mail, good once and for seven days.',
        body: InvitationCreate,
        response: { 201: InvitationCreated },
      },
    },
    async (request, reply) => {
      const { invitation, token } = await invitations.create(senderOf(request), request.body);
      // The token stands behind the #, so that no server log on the way gets to see it.
      const url = `${addressOf(request, deps.publicUrl)}/invitation#${token}`;
      return reply.status(201).send({ ...invitation, url });
    },
  );

  app.get(
    '/api/v1/invitations',
    { schema: { tags: ['People'], summary: 'Invitations', response: { 200: InvitationList } } },
    async (request) => ({ invitations: await invitations.list(senderOf(request)) }),
  );

  app.delete(
    '/api/v1/invitations/:id',
    {
      schema: {
        tags: ['People'],
        summary: 'Revoke an invitation',
        params: z.object({ id: Id }),
        response: { 204: NO_CONTENT },
      },
    },
    async (request, reply) => {
      await invitations.revoke(senderOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/api/v1/invitations/:token',
    {
      config: { public: true },
      schema: {
        tags: ['People'],
        summary: 'What an invitation link offers',
        params: linkParams,
        response: { 200: InvitationOffer },
      },
    },
    async (request) => await invitations.offer(request.params.token),
  );

  app.post(
    '/api/v1/invitations/:token',
    {
      config: { public: true },
      schema: {
        tags: ['People'],
        summary: 'Accept an invitation',
        description:
          'With name and password for a new account, which is signed in; or signed in with the e-mail invited.',
        params: linkParams,
        body: InvitationAccept,
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      requireOwnOrigin(request.method, request.headers, deps.publicUrl);
      const visitor = { ip: request.ip, userAgent: request.headers['user-agent'] };
      const principal = await deps.authenticate(request);
      const { id, sessionToken } = await invitations.accept(request.params.token, request.body, { visitor, principal });
      if (sessionToken !== undefined) reply.header('set-cookie', signInCookie(deps, sessionToken));
      return { id };
    },
  );
}

/** The address people reach us by: the configured one, else where this very request went. */
function addressOf(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl === undefined ? `http://${request.host}` : new URL(publicUrl).origin;
}
