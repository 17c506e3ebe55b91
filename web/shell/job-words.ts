/** What the tray says of a job, and which jobs it shows. */
import { LEFT_OUT, type LeftOut } from '#contract/conversions.ts';
import type { Job } from '#contract/workspace.ts';
import { compact, duration, int, plural } from '../ui/format.ts';

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
    const rows = job.result?.rows;
    if (job.result?.left_out && typeof rows === 'number') return `${plural(rows, 'conversion')}, ready`;
    if (stored) return `${stored} stored${rejected && rejected !== '0' ? `, ${rejected} rejected` : ''}`;
    return job.kind === 'export' ? `${int(job.done)} rows, ready` : `${int(job.done)} done`;
  }
  const counts = job.total ? `${int(job.done)} of ${int(job.total)}` : int(job.done);
  const left = job.seconds_left !== null ? `${duration(Math.max(1, job.seconds_left))} left` : null;
  const rate = job.rate ? `${compact(job.rate)}/s` : null;
  return [counts, left ?? rate].filter(Boolean).join(' · ');
}

const LEFT_OUT_WORD: Record<LeftOut, string> = {
  without_click_id: 'without a click id',
  excluded: 'excluded by a finding',
  fraudulent: 'fraudulent',
  invalid: 'invalid',
  duplicate: 'duplicate',
  without_consent: 'without consent',
  malformed_click_id: 'with a click id that is none',
  without_time: 'without a time of conversion',
  without_value: 'without a value',
};

/** What a file of conversions left out and why, in one line; null where it left out nothing. */
export function leftOutLine(job: Job): string | null {
  const counts = (job.result?.left_out ?? {}) as Partial<Record<LeftOut, number>>;
  const parts = LEFT_OUT.filter((reason) => counts[reason]).map(
    (reason) => `${int(counts[reason] ?? 0)} ${LEFT_OUT_WORD[reason]}`,
  );
  return parts.length === 0 ? null : `Left out: ${parts.join(', ')}`;
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
