/** What the tray says of a job, and which jobs it shows. */
import type { Job } from '#contract/workspace.ts';
import { compact, duration, int } from '../ui/format.ts';

export const isActive = (job: Job) => job.state === 'queued' || job.state === 'running';

/** Share done, 0 to 1; null while the total is unknown. */
export const share = (job: Job): number | null => (job.total ? Math.min(1, job.done / job.total) : null);

const resultText = (job: Job, key: string): string | undefined => {
  const value = job.result?.[key];
  return typeof value === 'number' ? int(value) : undefined;
};

/** One line under the title: counts and time left while it runs, the outcome when it is over. */
export function jobLine(job: Job): string {
  if (job.state === 'queued') return 'Waiting for its turn';
  if (job.state === 'failed') return job.error ?? 'It stopped with an error';
  if (job.state === 'cancelled') return `Cancelled after ${int(job.done)}`;
  if (job.state === 'completed') {
    const rejected = resultText(job, 'rejected');
    const stored = resultText(job, 'stored');
    if (stored) return `${stored} stored${rejected && rejected !== '0' ? `, ${rejected} rejected` : ''}`;
    return job.kind === 'export' ? `${int(job.done)} rows, ready` : `${int(job.done)} done`;
  }
  const counts = job.total ? `${int(job.done)} of ${int(job.total)}` : int(job.done);
  const left = job.seconds_left !== null ? `${duration(Math.max(1, job.seconds_left))} left` : null;
  const rate = job.rate ? `${compact(job.rate)}/s` : null;
  return [counts, left ?? rate].filter(Boolean).join(' · ');
}

const KEEP_MS = 3_600_000;

/** Jobs under way, and those finished in the last hour that nobody put away; newest first. */
export const shownJobs = (jobs: readonly Job[], dismissed: readonly string[], now: number): Job[] =>
  jobs
    .filter(
      (job) =>
        isActive(job) ||
        (!dismissed.includes(job.id) && job.finished_at !== null && now - Date.parse(job.finished_at) < KEEP_MS),
    )
    .sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || b.created_at.localeCompare(a.created_at));

/** The list with one job replaced or put in front. */
export const withJob = (jobs: readonly Job[], job: Job): Job[] =>
  jobs.some((one) => one.id === job.id) ? jobs.map((one) => (one.id === job.id ? job : one)) : [job, ...jobs];
