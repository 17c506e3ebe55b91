/** One colour and one sign per source, the same on every page. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Analytics } from '#contract/analytics.ts';
import type { Client } from '#contract/workspace.ts';
import { request } from './api.ts';
import { sourcesAsked } from './overview-asked.ts';
import { makeSourceBook, type SourceBook } from './source-book.ts';

/** All sources of a client by leads of four years. */
export const sourcesQuery = (client: Client) =>
  queryOptions({
    queryKey: ['sources', client.id],
    queryFn: ({ signal }) => {
      const { path, query } = sourcesAsked(client);
      return request<Analytics>('GET', path, { query, signal });
    },
    staleTime: 300_000,
    retry: 1,
  });

const rowsOf = (analytics: Analytics | undefined) =>
  (analytics?.rows ?? []).map((row) => ({
    name: row.dimensions.source ?? '',
    kind: row.dimensions.source_kind,
    leads: row.metrics.leads?.value ?? 0,
  }));

export function useSources(client: Client): { book: SourceBook; ready: boolean; dataThrough: string | undefined } {
  const { data, isPending } = useQuery(sourcesQuery(client));
  const book = useMemo(() => makeSourceBook(rowsOf(data)), [data]);
  return { book, ready: !isPending, dataThrough: data?.data_through };
}
