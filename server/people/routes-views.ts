import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { SavedView, SavedViewCreate, SavedViewList } from '#contract/people.ts';
import { principalOf } from '../platform/access.ts';
import type { Database } from '../platform/db.ts';
import type { App } from '../platform/http.ts';
import { NO_CONTENT, senderOf } from './request-actor.ts';
import { viewService } from './view-service.ts';

export function viewRoutes(app: App, deps: { db: Database; clock: () => Date }): void {
  const views = viewService(deps);

  app.get(
    '/api/v1/views',
    {
      schema: {
        tags: ['Views'],
        summary: 'Saved views: yours and shared ones',
        querystring: z.object({ client_id: Id.optional(), page: z.string().max(100).optional() }),
        response: { 200: SavedViewList },
      },
    },
    async (request) => {
      const { client_id, page } = request.query;
      return { views: await views.list(principalOf(request), client_id, page) };
    },
  );

  app.post(
    '/api/v1/views',
    { schema: { tags: ['Views'], summary: 'Save a view', body: SavedViewCreate, response: { 201: SavedView } } },
    async (request, reply) => reply.status(201).send(await views.create(senderOf(request), request.body)),
  );

  app.delete(
    '/api/v1/views/:id',
    {
      schema: {
        tags: ['Views'],
        summary: 'Delete a view of yours',
        params: z.object({ id: Id }),
        response: { 204: NO_CONTENT },
      },
    },
    async (request, reply) => {
      await views.remove(senderOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
