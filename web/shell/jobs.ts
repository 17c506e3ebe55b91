/** The jobs of the open client, kept current by the server's events for as long as any of them runs. */
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { notify, notifyError } from '../ui/toast.tsx';
import { isActive, jobLine, withJob } from './job-words.ts';

const jobsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['jobs', clientId],
    queryFn: async ({ signal }) => (await api.jobs(clientId, signal)).jobs,
    // The events are the fast way; asking now and then covers a lost connection.
    refetchInterval: (query) => (query.state.data?.some(isActive) ? 10_000 : false),
  });

/** Puts a job just started into the tray. Its client may differ from the one open: the demo world makes clients. */
export function trackJob(queryClient: QueryClient, job: Job) {
  queryClient.setQueryData(jobsQuery(job.client_id).queryKey, (jobs) => withJob(jobs ?? [], job));
  void queryClient.invalidateQueries({ queryKey: ['jobs'] });
}

const CHANGES_DATA: readonly Job['kind'][] = ['import', 'audit', 'demo', 'rescore'];

function settled(queryClient: QueryClient, job: Job) {
  if (CHANGES_DATA.includes(job.kind)) {
    for (const key of ['me', 'overview', 'leads', 'facets', 'sources', 'lead'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  }
  if (job.state === 'completed') notify(`${job.title}: done`, { description: jobLine(job) });
  if (job.state === 'failed') notifyError(`${job.title} failed`, new Error(jobLine(job)));
}

export function useJobs(clientId: string | undefined): Job[] {
  const queryClient = useQueryClient();
  const { data: jobs = [] } = useQuery({ ...jobsQuery(clientId ?? ''), enabled: Boolean(clientId) });
  const active = jobs
    .filter(isActive)
    .map((job) => job.id)
    .join(' ');

  useEffect(() => {
    if (!active || !clientId) return;
    const streams = active.split(' ').map((id) => {
      const stream = api.jobEvents(id);
      stream.onmessage = (event: MessageEvent<string>) => {
        const job = JSON.parse(event.data) as Job;
        queryClient.setQueryData(jobsQuery(clientId).queryKey, (list) => withJob(list ?? [], job));
        if (isActive(job)) return;
        stream.close();
        settled(queryClient, job);
      };
      return stream;
    });
    return () => {
      for (const stream of streams) stream.close();
    };
  }, [active, clientId, queryClient]);
  return jobs;
}
