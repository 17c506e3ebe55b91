/** Clients and where their leads come from. */
import { queryOptions } from '@tanstack/react-query';
import type { ClientPatch } from '#contract/people.ts';
import type { Client, ClientCreate, Source } from '#contract/workspace.ts';
import { request } from './api.ts';

export const createClient = (body: ClientCreate) => request<Client>('POST', '/clients', { body });
export const changeClient = (id: string, body: ClientPatch) => request<Client>('PATCH', `/clients/${id}`, { body });

/** Sources as people described them: kind, price, limits. */
export const registeredSourcesQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['registered-sources', clientId],
    queryFn: async ({ signal }) =>
      (await request<{ sources: Source[] }>('GET', `/clients/${clientId}/sources`, { signal })).sources,
  });
/** Adds or changes the named sources; others stay as they are. */
export const describeSources = (clientId: string, sources: Source[]) =>
  request<{ sources: Source[] }>('PUT', `/clients/${clientId}/sources`, { body: { sources } });
