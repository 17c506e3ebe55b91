/** The questions this area asks the server, by key, so that pages and mutations agree on what to refresh. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api.ts';
import type { Compare } from '../shell/period.ts';

export interface PeriodChoice {
  from: string;
  to: string;
  compare: Compare;
}

export const overviewQuery = (clientId: string, period: PeriodChoice) =>
  queryOptions({
    queryKey: ['overview', clientId, period.from, period.to, period.compare],
    queryFn: ({ signal }) => api.overview({ client_id: clientId, ...period }, signal),
    placeholderData: keepPreviousData,
  });
