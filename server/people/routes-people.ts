import * as z from 'zod';
import { Person, PersonList, RoleGrants } from '#contract/people.ts';
import type { App } from '../platform/http.ts';
import { type PeopleServiceDeps, peopleService } from './people-service.ts';
import { NO_CONTENT, senderOf } from './request-actor.ts';

export function personRoutes(app: App, deps: PeopleServiceDeps): void {
  const people = peopleService(deps);
  const params = z.object({ id: z.string().max(100) });

  app.get(
    '/api/v1/people',
    {
      schema: {
        tags: ['People'],
        summary: 'People and their roles',
        description: 'Everyone for who manages the organisation; else the people at the clients you manage.',
        response: { 200: PersonList },
      },
    },
    async (request) => ({ people: await people.list(senderOf(request)) }),
  );

  app.put(
    '/api/v1/people/:id/roles',
    {
      schema: {
        tags: ['People'],
        summary: 'Give a person exactly these roles',
        description: 'At the clients you manage; roles elsewhere stay. Takes effect at once.',
        params,
        body: RoleGrants,
        response: { 200: Person },
      },
    },
    async (request) => await people.setRoles(senderOf(request), request.params.id, request.body),
  );

  app.delete(
    '/api/v1/people/:id',
    {
      schema: {
        tags: ['People'],
        summary: 'Remove a person',
        description: 'Ends their sessions and revokes the keys and invitations they made.',
        params,
        response: { 204: NO_CONTENT },
      },
    },
    async (request, reply) => {
      await people.remove(senderOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
