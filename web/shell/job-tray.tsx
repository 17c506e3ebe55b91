import { useQueryClient } from '@tanstack/react-query';
import { Ban, CheckCircle2, CircleAlert, Download, X } from 'lucide-react';
import { useState } from 'react';
import type { Job } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { buttonClass, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { notifyError } from '../ui/toast.tsx';
import { isActive, jobLine, leftOutLine, share, shownJobs } from './job-words.ts';
import { useJobs } from './jobs.ts';
import { useClient, useMe } from './workspace.ts';

const DISMISSED = 'assay.jobs.dismissed';
const readDismissed = (): string[] => (localStorage.getItem(DISMISSED) ?? '').split(' ').filter(Boolean);

/** Work under way, wherever the person goes; it is read from the server, so a reload changes nothing. */
export function JobTray({ className, most = 3 }: { className?: string; most?: number }) {
  const jobs = useJobs();
  const [dismissed, setDismissed] = useState(readDismissed);
  const shown = shownJobs(jobs, dismissed, Date.now()).slice(0, most);
  if (shown.length === 0) return null;
  const dismiss = (id: string) => {
    const next = [...dismissed, id].slice(-50);
    localStorage.setItem(DISMISSED, next.join(' '));
    setDismissed(next);
  };
  return (
    <section aria-label="Jobs" className={cn('panel divide-y divide-line overflow-hidden', className)}>
      {shown.map((job) => (
        <JobCard key={job.id} job={job} onDismiss={() => dismiss(job.id)} />
      ))}
    </section>
  );
}

function JobCard({ job, onDismiss }: { job: Job; onDismiss: () => void }) {
  const queryClient = useQueryClient();
  const { clients } = useMe();
  const open = useClient();
  const elsewhere = job.client_id !== open?.id && clients.find((client) => client.id === job.client_id)?.name;
  const part = share(job);
  const leftOut = leftOutLine(job);
  const active = isActive(job);
  const cancel = async () => {
    try {
      await api.cancelJob(job.id);
      await queryClient.invalidateQueries({ queryKey: ['jobs'] });
    } catch (error) {
      notifyError('The job goes on', error);
    }
  };
  return (
    <div className="px-2.5 py-2">
      <div className="flex items-center gap-1.5">
        {job.state === 'completed' && <CheckCircle2 className="size-3.5 shrink-0 text-good" aria-label="Done" />}
        {job.state === 'failed' && <CircleAlert className="size-3.5 shrink-0 text-bad" aria-label="Failed" />}
        <span className="min-w-0 flex-1 truncate text-xs font-medium text-ink" title={job.title}>
          {job.title}
        </span>
        {active ? (
          <IconButton label={`Cancel ${job.title}`} size="xs" onClick={() => void cancel()}>
            <Ban />
          </IconButton>
        ) : (
          <IconButton label={`Put away ${job.title}`} size="xs" onClick={onDismiss}>
            <X />
          </IconButton>
        )}
      </div>
      {active && (
        <div
          role="progressbar"
          aria-label={job.title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={part === null ? undefined : Math.round(part * 100)}
          className="my-1 h-1 overflow-hidden rounded-full bg-line"
        >
          <div
            className={cn('h-full rounded-full bg-accent transition-[width]', part === null && 'w-1/3 animate-pulse')}
            style={part === null ? undefined : { width: `${part * 100}%` }}
          />
        </div>
      )}
      <p className={cn('num text-2xs', job.state === 'failed' ? 'text-bad' : 'text-muted')}>
        {elsewhere && `${elsewhere}: `}
        {jobLine(job)}
      </p>
      {leftOut && <p className="num mt-0.5 text-2xs text-muted">{leftOut}</p>}
      {job.kind === 'export' && job.state === 'completed' && (
        <a href={api.jobFile(job.id)} download className={buttonClass({ size: 'xs', className: 'mt-1.5 w-full' })}>
          <Download />
          Download
        </a>
      )}
    </div>
  );
}
