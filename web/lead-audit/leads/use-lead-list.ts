/** The list behind the leads page: what the address asks for, what the server answered, and how to change either. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Client } from '#contract/workspace.ts';
import { listOf } from '../../shell/search-params.ts';
import { usePeriod } from '../../shell/workspace.ts';
import { facetsQuery, leadsQuery } from '../queries.ts';
import { chosenColumns } from './columns.tsx';
import { filterOf, type LeadsSearch, sortOf } from './lead-search.ts';

const route = getRouteApi('/workspace/lead-audit/leads');

export function useLeadList(client: Client, words: string) {
  const search: LeadsSearch = route.useSearch();
  const { from, to } = usePeriod();
  const navigate = useNavigate({ from: '/lead-audit/leads' });
  const patch = useCallback(
    (change: LeadsSearch, replace = true) =>
      void navigate({ search: (previous) => ({ ...previous, ...change }), replace }),
    [navigate],
  );
  // Only the filters reach the questions: opening a lead must not ask for the list again.
  const asked = JSON.stringify(filterOf(search, client.id, { from, to }));
  const filter = useMemo(() => JSON.parse(asked) as ReturnType<typeof filterOf>, [asked]);
  const sort = sortOf(search.sort);
  const list = useInfiniteQuery(leadsQuery(filter, sort.text, words));
  const facets = useQuery(facetsQuery(filter));
  const leads = useMemo(() => list.data?.pages.flatMap((page) => page.leads) ?? [], [list.data]);
  const columns = useMemo(() => chosenColumns(listOf(search.cols)), [search.cols]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const first = list.data?.pages[0];
  return {
    search,
    patch,
    filter,
    sort,
    columns,
    facets: facets.data,
    leads,
    total: first?.total ?? 0,
    mean: first?.mean_quality_score ?? null,
    onEnd,
    loading: list.isPending,
    stale: list.isPlaceholderData,
    more: isFetchingNextPage,
    error: list.data ? null : list.error,
    retry: () => void list.refetch(),
  };
}
export type LeadListState = ReturnType<typeof useLeadList>;
