/** The questions this area asks the server, by key, so that pages and mutations agree on what to refresh. */
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { LeadFilter, LeadQuery } from '#contract/lead-list.ts';
import { api } from '../api.ts';
import type { Compare } from '../shell/period.ts';

export interface PeriodChoice {
  from: string;
  to: string;
  compare: Compare;
}

export const overviewQuery = (clientId: string, period: PeriodChoice, segment?: string) =>
  queryOptions({
    queryKey: ['overview', clientId, period.from, period.to, period.compare, segment],
    queryFn: ({ signal }) => api.overview({ client_id: clientId, ...period, segment }, signal),
    placeholderData: keepPreviousData,
  });

/** How many leads one question brings. */
export const WINDOW = 200;

/** The list in keyset windows. Words are personal data, so a search goes by POST. */
export const leadsQuery = (filter: LeadFilter, sort: LeadQuery['sort'], text: string) =>
  infiniteQueryOptions({
    queryKey: ['leads', filter, sort, text],
    queryFn: ({ pageParam, signal }) =>
      text
        ? api.searchLeads({ text, filter, sort, limit: WINDOW, cursor: pageParam }, signal)
        : api.leads({ ...filter, sort, limit: WINDOW, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const facetsQuery = (filter: LeadFilter) =>
  queryOptions({
    queryKey: ['facets', filter],
    queryFn: ({ signal }) => api.facets(filter, signal),
    placeholderData: keepPreviousData,
  });

export const leadQuery = (id: string) =>
  queryOptions({ queryKey: ['lead', id], queryFn: ({ signal }) => api.lead(id, signal) });

export const duplicatesQuery = (id: string) =>
  queryOptions({ queryKey: ['lead', id, 'duplicates'], queryFn: ({ signal }) => api.duplicates(id, signal) });

export const timelineQuery = (id: string) =>
  queryOptions({ queryKey: ['lead', id, 'timeline'], queryFn: ({ signal }) => api.timeline(id, signal) });

/** After leads changed: everything that counts or lists them asks again. */
export function refreshLeads(queryClient: QueryClient) {
  for (const key of ['leads', 'facets', 'lead', 'overview', 'findings'])
    void queryClient.invalidateQueries({ queryKey: [key] });
}
