import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Route } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Client } from '#contract/workspace.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient } from '../../shell/workspace.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** The frame of a page over journeys: place, file of what is shown, and what to do while there is nothing. */
export function JourneyPage({
  title,
  csv,
  children,
}: {
  title: string;
  /** The address of the answer as a file. */
  csv: ((client: Client) => string) | undefined;
  children: (client: Client) => ReactNode;
}) {
  const client = useClient();
  return (
    <Page
      title={title}
      segment
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], [title]]}
      actions={
        client && client.leads > 0 && csv ? (
          <a href={csv(client)} download aria-label="Export CSV" className={buttonClass()}>
            <Download aria-hidden />
            <span className="max-md:sr-only">Export CSV</span>
          </a>
        ) : undefined
      }
    >
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : children(client)}
    </Page>
  );
}

interface Answered {
  n: number;
  method: string;
  data_through: string;
  time_zone: string;
  warnings: string[];
}

/** An answer with its caveats above and its method below; a box of its size until it is there. */
export function AnswerFrame<Answer extends Answered>({
  options,
  empty,
  children,
}: {
  options: { queryKey: readonly unknown[] };
  /** Why there is nothing, where there is nothing. */
  empty: string;
  children: (answer: Answer) => ReactNode;
}) {
  const queryClient = useQueryClient();
  const { data, error, isPlaceholderData } = useQuery(options as never) as {
    data: Answer | undefined;
    error: Error | null;
    isPlaceholderData: boolean;
  };
  if (error && (!data || isPlaceholderData)) {
    return <Problem error={error} onRetry={() => void queryClient.invalidateQueries({ queryKey: options.queryKey })} />;
  }
  if (!data) return <Skeleton height={480} label="Loading journeys" />;
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-70 transition-opacity' : undefined}>
      {data.n === 0 ? (
        <div className="panel">
          <Empty icon={<Route />} title="No journeys in this period">
            {empty}
          </Empty>
        </div>
      ) : (
        <>
          {data.warnings.length > 0 && (
            <Notice className="mb-3">
              {data.warnings.map((warning) => (
                <p key={warning}>{warning}</p>
              ))}
            </Notice>
          )}
          {children(data)}
        </>
      )}
      <p className="num mt-3 text-2xs text-muted">
        {data.method} Data through {dateTime(data.data_through, data.time_zone)}.
      </p>
    </div>
  );
}
