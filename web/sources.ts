/** One colour and one sign per source, the same on every page. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Analytics } from '#contract/analytics.ts';
import type { Client } from '#contract/workspace.ts';
import { api } from './api.ts';
import { addDays, todayIn } from './shell/period.ts';
import { makeSourceBook, type SourceBook } from './source-book.ts';

/** As far back as one question may go. */
const LOOK_BACK_DAYS = 1460;

/** All sources of a client by leads of four years, so that colours do not move when the period does. */
export const sourcesQuery = (client: Client) =>
  queryOptions({
    queryKey: ['sources', client.id],
    queryFn: ({ signal }) =>
      api.analytics(
        {
          client_id: client.id,
          from: addDays(todayIn(client.time_zone, new Date()), -LOOK_BACK_DAYS),
          to: todayIn(client.time_zone, new Date()),
          metrics: ['leads'],
          dimensions: ['source', 'source_kind'],
        },
        signal,
      ),
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
