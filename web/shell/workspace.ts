/** Who is signed in, which client is open, and over what period: what every page asks first. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Client, Me } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { periodOf, todayIn } from './period.ts';
import type { ShellSearch } from './search-params.ts';

const root = getRouteApi('__root__');
/** Between two looks while a client waits for its first lead, which may come by the API or the form tag. */
const FIRST_LEAD_MS = 5_000;
const LAST_CLIENT = 'assay.client';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.me(signal),
  staleTime: 60_000,
  refetchInterval: ({ state }) => (state.data?.clients.some(({ leads }) => leads === 0) ? FIRST_LEAD_MS : false),
  retry: false,
});
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** The client of the address, else the one used last, else the first. */
export function pickClient(me: Me, wanted: string | undefined): Client | undefined {
  const byId = (id: string | null | undefined) => me.clients.find((client) => client.id === id);
  return byId(wanted) ?? byId(localStorage.getItem(LAST_CLIENT)) ?? me.clients[0];
}
export const rememberClient = (id: string) => localStorage.setItem(LAST_CLIENT, id);

export function useClient(): Client | undefined {
  const me = useMe();
  const { client } = root.useSearch();
  return pickClient(me, client);
}

/** The period of the address for a client's zone; today when the address says nothing. */
export const periodFor = (client: Client | undefined, search: ShellSearch) =>
  periodOf(search, todayIn(client?.time_zone ?? 'UTC', new Date()));

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
