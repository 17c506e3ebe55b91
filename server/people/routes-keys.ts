import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { ApiKeyCreate, ApiKeyCreated, ApiKeyList } from '#contract/people.ts';
import type { App } from '../platform/http.ts';
import { type KeyServiceDeps, keyService } from './key-service.ts';
import { NO_CONTENT, senderOf } from './request-actor.ts';

export function keyRoutes(app: App, deps: KeyServiceDeps): void {
  const keys = keyService(deps);

  app.get(
    '/api/v1/keys',
    { schema: { tags: ['Keys'], summary: 'API keys', response: { 200: ApiKeyList } } },
    async (request) => ({ keys: await keys.list(senderOf(request)) }),
  );

  app.post(
    '/api/v1/keys',
    {
      schema: {
        tags: ['Keys'],
        summary: 'Make an API key',
        description: 'For some actions at some clients, never more than you may do yourself. It is shown this once.',
        body: ApiKeyCreate,
        response: { 201: ApiKeyCreated },
      },
    },
    async (request, reply) => reply.status(201).send(await keys.create(senderOf(request), request.body)),
  );

  app.delete(
    '/api/v1/keys/:id',
    {
      schema: {
        tags: ['Keys'],
        summary: 'Revoke an API key',
        params: z.object({ id: Id }),
        response: { 204: NO_CONTENT },
      },
    },
    async (request, reply) => {
      await keys.revoke(senderOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
