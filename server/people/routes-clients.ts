import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { ClientPatch, SourceList } from '#contract/people.ts';
import { Client, ClientCreate, Me } from '#contract/workspace.ts';
import { principalOf } from '../platform/access.ts';
import { unauthenticated } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { accessOfPerson } from './access-of-person.ts';
import { type ClientServiceDeps, clientService } from './client-service.ts';
import { requirePerson } from './grants.ts';
import { senderOf } from './request-actor.ts';

export type ClientRouteDeps = ClientServiceDeps;

export function clientRoutes(app: App, deps: ClientRouteDeps): void {
  const clients = clientService(deps);
  const params = z.object({ client_id: Id });

  app.get(
    '/api/v1/me',
    { schema: { tags: ['People'], summary: 'Who you are and what you may do', response: { 200: Me } } },
    async (request) => {
      const principal = principalOf(request);
      requirePerson(principal);
      const found = await accessOfPerson(deps.db, principal.id);
      if (!found) throw unauthenticated();
      return {
        person: found.person,
        organisation_role: found.organisationRole,
        clients: await clients.list(found.principal),
        permissions: Object.fromEntries([...found.principal.clients].map(([id, actions]) => [id, [...actions]])),
      };
    },
  );

  app.get(
    '/api/v1/clients',
    {
      schema: {
        tags: ['Clients'],
        summary: 'The clients you may see',
        response: { 200: z.object({ clients: z.array(Client) }) },
      },
    },
    async (request) => ({ clients: await clients.list(principalOf(request)) }),
  );

  app.post(
    '/api/v1/clients',
    { schema: { tags: ['Clients'], summary: 'Add a client', body: ClientCreate, response: { 201: Client } } },
    async (request, reply) => reply.status(201).send(await clients.create(senderOf(request), request.body)),
  );

  app.patch(
    '/api/v1/clients/:client_id',
    {
      schema: {
        tags: ['Clients'],
        summary: 'Change a client',
        description: 'The currency stays as it is once the client has leads.',
        params,
        body: ClientPatch,
        response: { 200: Client },
      },
    },
    async (request) => await clients.change(senderOf(request), request.params.client_id, request.body),
  );

  app.get(
    '/api/v1/clients/:client_id/sources',
    {
      schema: { tags: ['Clients'], summary: 'Where leads come from', params, response: { 200: SourceList } },
    },
    async (request) => ({ sources: await clients.sources(principalOf(request), request.params.client_id) }),
  );

  app.put(
    '/api/v1/clients/:client_id/sources',
    {
      schema: {
        tags: ['Clients'],
        summary: 'Say what sources are and cost',
        description: 'Adds or changes the sources named here; others stay as they are.',
        params,
        body: SourceList,
        response: { 200: SourceList },
      },
    },
    async (request) => ({
      sources: await clients.describeSources(senderOf(request), request.params.client_id, request.body.sources),
    }),
  );
}
