import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ArrowRight, Ban, Upload } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { ImportRecord } from '#contract/import.ts';
import type { Job } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { paths } from '../paths.ts';
import { AppLink } from '../shell/app-link.tsx';
import { isActive, share } from '../shell/job-words.ts';
import { useJob } from '../shell/jobs.ts';
import { Page } from '../shell/page.tsx';
import { useClient, useMay, useMe } from '../shell/workspace.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { dateTime, duration, int, pct, plural } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Problem } from '../ui/problem.tsx';
import { Progress } from '../ui/progress.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { notifyError } from '../ui/toast.tsx';
import { fileSize } from './file-size.ts';
import { importQuery } from './imports-api.ts';
import { RejectsPanel } from './rejects-panel.tsx';
import { SummaryPanel } from './summary-panel.tsx';

const route = getRouteApi('/workspace/imports/$id');

/** One import: its progress while it runs, then what came of every row. */
export function ImportPage() {
  const { id } = route.useParams();
  const { data: record, error, refetch } = useQuery(importQuery(id));
  const title = record?.file_name ?? 'Import';
  return (
    <Page crumbs={[['Imports', paths.imports], [title]]} title={title} period={false}>
      {record ? (
        <Loaded record={record} />
      ) : error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={220} label="Loading the import" />
      )}
    </Page>
  );
}

/** The job as the tray hears of it, several times a second; the record itself is asked for more seldom. */
function useLiveJob(record: ImportRecord): Job {
  const heard = useJob(record.job.id);
  return heard && isActive(record.job) ? heard : record.job;
}

function Loaded({ record }: { record: ImportRecord }) {
  const queryClient = useQueryClient();
  const open = useClient();
  const me = useMe();
  const client = me.clients.find((one) => one.id === record.client_id) ?? open;
  const may = useMay('import.create');
  const job = useLiveJob(record);
  const over = !isActive(job);
  useEffect(() => {
    // The event of the end comes before the next look at the record.
    if (over) void queryClient.invalidateQueries({ queryKey: ['import', record.id] });
  }, [over, queryClient, record.id]);
  // Its counts are final only when the record itself was read after the end.
  const counted = over && !isActive(record.job);
  const timeZone = client?.time_zone ?? 'UTC';
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-3">
      <p className="text-xs text-muted">
        {fileSize(record.file_bytes)} · brought in by {record.created_by_name}, {dateTime(record.created_at, timeZone)}
      </p>
      {job.state === 'failed' && (
        <Notice tone="bad" title="The import stopped">
          {job.error ?? 'Something went wrong on the server.'} What was stored stays stored; the same file can be
          imported again without doubling a lead.
        </Notice>
      )}
      {job.state === 'cancelled' && (
        <Notice title="The import was cancelled">What was stored before stays stored.</Notice>
      )}
      {counted ? <SummaryPanel record={record} job={job} /> : <Running job={job} name={record.file_name} />}
      {counted && (
        <div className="flex flex-wrap gap-2">
          {record.summary.stored + record.summary.updated > 0 && (
            <AppLink
              to={paths.overview}
              search={{ client: record.client_id, from: undefined, to: undefined }}
              className={buttonClass({ variant: 'primary', size: 'md' })}
            >
              See your leads
              <ArrowRight />
            </AppLink>
          )}
          {may && (
            <AppLink to={paths.newImport} className={buttonClass({ size: 'md' })}>
              <Upload />
              Import another file
            </AppLink>
          )}
        </div>
      )}
      {counted && may && record.summary.rejected > 0 && <RejectsPanel record={record} />}
    </div>
  );
}

function Running({ job, name }: { job: Job; name: string }) {
  const id = useId();
  const part = share(job);
  const cancel = async () => {
    try {
      await api.cancelJob(job.id);
    } catch (error) {
      notifyError('The import goes on', error);
    }
  };
  return (
    <Panel
      id={id}
      title={job.state === 'queued' ? 'Waiting for its turn' : 'Reading, checking, scoring'}
      actions={
        <Button icon={<Ban />} onClick={() => void cancel()}>
          Cancel import
        </Button>
      }
      bodyClassName="grid gap-3 pt-2"
    >
      <Progress label={`Import of ${name}`} value={part} className="h-2" />
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure label="Rows" value={int(job.done)} />
        <Figure label="Done" value={part === null ? '–' : pct(part, 0)} />
        <Figure label="Rows a second" value={job.rate === null ? '–' : int(job.rate)} />
        <Figure
          label="Time left"
          value={job.seconds_left === null ? '–' : duration(Math.max(1, Math.ceil(job.seconds_left)))}
        />
      </dl>
      <p className="text-xs text-muted">
        You may leave this page: the import goes on, and the tray keeps count.
        {job.total !== null && ` About ${plural(job.total, 'row')} in the file.`}
      </p>
    </Panel>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="num text-xl font-semibold text-ink">{value}</dd>
    </div>
  );
}
