import type { QueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { rememberClient } from './shell/choice.ts';
import { trackJob } from './shell/jobs.ts';
import { notifyError } from './ui/toast.tsx';

/** Fills the workspace with the demo world: three clients and a year of leads with planted faults. */
export async function startDemo(queryClient: QueryClient) {
  try {
    const { job } = await api.demo();
    rememberClient(job.client_id);
    trackJob(queryClient, job);
    await queryClient.invalidateQueries({ queryKey: ['me'] });
  } catch (error) {
    notifyError('The demo world could not be loaded', error);
  }
}
