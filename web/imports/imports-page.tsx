import { useQuery } from '@tanstack/react-query';
import { FileUp, Upload } from 'lucide-react';
import type { ImportRecord } from '#contract/import.ts';
import { paths } from '../paths.ts';
import { AppLink } from '../shell/app-link.tsx';
import { isActive, share } from '../shell/job-words.ts';
import { NoClients } from '../shell/no-data.tsx';
import { Page } from '../shell/page.tsx';
import { useClient, useMay } from '../shell/workspace.ts';
import { Status } from '../ui/badge.tsx';
import { buttonClass } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { dateTime, int, pct } from '../ui/format.ts';
import { Problem } from '../ui/problem.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { fileSize } from './file-size.ts';
import { importsQuery } from './imports-api.ts';

/** Every file that was brought in, newest first. */
export function ImportsPage() {
  const client = useClient();
  const may = useMay('import.create');
  return (
    <Page
      crumbs={[['Imports']]}
      title="Imports"
      period={false}
      actions={
        may && (
          <AppLink to={paths.newImport} className={buttonClass({ variant: 'primary' })}>
            <Upload />
            Import leads
          </AppLink>
        )
      }
    >
      {client ? <List clientId={client.id} timeZone={client.time_zone} name={client.name} /> : <NoClients />}
    </Page>
  );
}

function List({ clientId, timeZone, name }: { clientId: string; timeZone: string; name: string }) {
  const { data: imports, error, refetch } = useQuery(importsQuery(clientId));
  if (error && !imports) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!imports) return <Skeleton height={240} label="Loading imports" />;
  if (imports.length === 0)
    return (
      <div className="panel">
        <Empty
          icon={<FileUp />}
          title="Nothing was imported yet"
          action={
            <AppLink to={paths.newImport} className={buttonClass({ variant: 'primary', size: 'md' })}>
              Import leads
            </AppLink>
          }
        >
          Files of leads for {name} show here with what came of every row.
        </Empty>
      </div>
    );
  return (
    <div className="panel relative overflow-x-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-xs text-muted [&>th]:h-9 [&>th]:px-3 [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col" className="text-left">
              File
            </th>
            <th scope="col" className="text-left">
              State
            </th>
            <th scope="col" className="text-right">
              Read
            </th>
            <th scope="col" className="text-right max-md:hidden">
              Stored
            </th>
            <th scope="col" className="text-right max-md:hidden">
              Updated
            </th>
            <th scope="col" className="text-right">
              Rejected
            </th>
            <th scope="col" className="text-left max-md:hidden">
              By
            </th>
            <th scope="col" className="text-right max-md:hidden">
              When
            </th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id} className="h-11 border-t border-line hover:bg-hover [&>td]:px-3">
              <td className="max-w-72">
                <AppLink
                  to={`${paths.imports}/${one.id}`}
                  className="block truncate font-medium text-ink hover:underline"
                >
                  {one.file_name}
                </AppLink>
                <span className="num block text-2xs text-muted">{fileSize(one.file_bytes)}</span>
              </td>
              <td>
                <ImportState record={one} />
              </td>
              <td className="num text-right">{int(one.summary.read)}</td>
              <td className="num text-right max-md:hidden">{int(one.summary.stored)}</td>
              <td className="num text-right max-md:hidden">{int(one.summary.updated)}</td>
              <td className="num text-right">{int(one.summary.rejected)}</td>
              <td className="truncate max-md:hidden">{one.created_by_name}</td>
              <td className="num text-right whitespace-nowrap max-md:hidden">{dateTime(one.created_at, timeZone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where an import stands, as shape and word. */
export function ImportState({ record: { job } }: { record: ImportRecord }) {
  if (isActive(job)) {
    const part = share(job);
    return (
      <Status tone="accent">
        {job.state === 'queued' ? 'Waiting' : part === null ? 'Running' : `Running, ${pct(part, 0)}`}
      </Status>
    );
  }
  if (job.state === 'completed') return <Status tone="good">Done</Status>;
  return job.state === 'failed' ? (
    <Status tone="bad">Failed</Status>
  ) : (
    <Status tone="muted" hollow>
      Cancelled
    </Status>
  );
}
