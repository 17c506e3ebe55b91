/** The jobs of every client this person sees, kept current by the server's events for as long as any of them runs. */
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { notify, notifyError } from '../ui/toast.tsx';
import { isActive, jobLine, withJob } from './job-words.ts';

const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: async ({ signal }) => (await api.jobs(signal)).jobs,
  // The events are the fast way; asking now and then covers a lost connection.
  refetchInterval: (query) => (query.state.data?.some(isActive) ? 10_000 : false),
});

/** Puts a job just started into the tray. */
export function trackJob(queryClient: QueryClient, job: Job) {
  queryClient.setQueryData(jobsQuery.queryKey, (jobs) => withJob(jobs ?? [], job));
}

const CHANGES_DATA: readonly Job['kind'][] = ['import', 'audit', 'demo', 'rescore', 'model_fit', 'model_score'];

function settled(queryClient: QueryClient, job: Job) {
  if (CHANGES_DATA.includes(job.kind)) {
    for (const key of ['me', 'overview', 'findings', 'leads', 'facets', 'sources', 'lead', 'prediction'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  }
  if (job.state === 'completed') notify(`${job.title}: done`, { description: jobLine(job) });
  if (job.state === 'failed') notifyError(`${job.title} failed`, new Error(jobLine(job)));
}

/** A job under way that changes the leads of a client, as the tray knows it. */
export const useJobOf = (clientId: string): Job | undefined =>
  useQuery({ ...jobsQuery, enabled: false }).data?.find(
    (job) => job.client_id === clientId && isActive(job) && CHANGES_DATA.includes(job.kind),
  );

/** One job as the tray knows it; it asks nothing of its own. */
export const useJob = (id: string): Job | undefined =>
  useQuery({ ...jobsQuery, enabled: false }).data?.find((job) => job.id === id);

/** A browser holds six connections to one server; the rest is left for questions. */
const MOST_STREAMS = 3;

export function useJobs(): Job[] {
  const queryClient = useQueryClient();
  const { data: jobs = [] } = useQuery(jobsQuery);
  const active = jobs
    .filter(isActive)
    .slice(0, MOST_STREAMS)
    .map((job) => job.id)
    .join(' ');

  useEffect(() => {
    if (!active) return;
    const streams = active.split(' ').map((id) => {
      const stream = api.jobEvents(id);
      stream.onmessage = (event: MessageEvent<string>) => {
        const job = JSON.parse(event.data) as Job;
        queryClient.setQueryData(jobsQuery.queryKey, (list) => withJob(list ?? [], job));
        if (isActive(job)) return;
        stream.close();
        settled(queryClient, job);
      };
      return stream;
    });
    return () => {
      for (const stream of streams) stream.close();
    };
  }, [active, queryClient]);
  return jobs;
}
