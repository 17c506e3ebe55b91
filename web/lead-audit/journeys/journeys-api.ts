/** Attribution, journeys, funnels and cohorts: what these pages ask. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Attribution, Cohorts, FunnelAnswer, Journeys } from '#contract/journeys.ts';
import { request } from '../../api.ts';
import { type Query, queryString } from '../../ask.ts';

const BASE = '/marketing';

const answerQuery = <Answer>(name: string, query: Query) =>
  queryOptions({
    queryKey: [name, query],
    queryFn: ({ signal }) => request<Answer>('GET', `${BASE}/${name}`, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const attributionQuery = (query: Query) => answerQuery<Attribution>('attribution', query);
export const journeysQuery = (query: Query) => answerQuery<Journeys>('journeys', query);
export const funnelQuery = (query: Query) => answerQuery<FunnelAnswer>('funnel', query);
export const cohortsQuery = (query: Query) => answerQuery<Cohorts>('cohorts', query);

/** Where the same answer is fetched as a file. */
export const csvHref = (name: string, query: Query) => `/api/v1${BASE}/${name}.csv${queryString(query)}`;
