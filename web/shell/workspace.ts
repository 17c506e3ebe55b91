/** Who is signed in, which client is open, and over what period: what every page asks first. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Client, Me } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { periodFor, pickClient } from './choice.ts';

const root = getRouteApi('__root__');
/** Between two looks while a client waits for its first lead, which may come by the API or the form tag. */
const FIRST_LEAD_MS = 5_000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.me(signal),
  staleTime: 60_000,
  refetchInterval: ({ state }) => (state.data?.clients.some(({ leads }) => leads === 0) ? FIRST_LEAD_MS : false),
  retry: false,
});
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

export function useClient(): Client | undefined {
  const me = useMe();
  const { client } = root.useSearch();
  return pickClient(me, client);
}

export function usePeriod() {
  const search = root.useSearch();
  const client = useClient();
  const { from, to, compare } = periodFor(client, search);
  return useMemo(() => ({ from, to, compare }), [from, to, compare]);
}

/** Whether this person may do something with a client, e.g. `lead.reveal`. */
export function useMay(permission: string): boolean {
  const me = useMe();
  const client = useClient();
  return client ? (me.permissions[client.id] ?? []).includes(permission) : false;
}
