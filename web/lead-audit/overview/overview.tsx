import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { CalendarSearch } from 'lucide-react';
import type { Client } from '#contract/workspace.ts';
import { useSegment } from '../../segments.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { addDays, todayIn } from '../../shell/period.ts';
import { listOf, toList } from '../../shell/search-params.ts';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { useSources } from '../../sources.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { int } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ExportMenu } from '../export-menu.tsx';
import { overviewQuery } from '../queries.ts';
import { SavedViews } from '../saved-views.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import { GeoPanel } from './geo-panel.tsx';
import { KpiStrip } from './kpi-strip.tsx';
import { QualityPanel } from './quality-panel.tsx';
import { SourceTable } from './source-table.tsx';
import { VolumePanel } from './volume-panel.tsx';

const route = getRouteApi('/workspace/lead-audit');

export function OverviewPage() {
  const client = useClient();
  const period = usePeriod();
  const segment = useSegment();
  return (
    <Page
      title="Lead Audit"
      segment
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Overview']]}
      actions={
        client &&
        client.leads > 0 && (
          <ExportMenu
            filter={{ client_id: client.id, from: period.from, to: period.to, segment }}
            clientId={client.id}
          />
        )
      }
    >
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Board client={client} />}
    </Page>
  );
}

function Board({ client }: { client: Client }) {
  const period = usePeriod();
  const { source } = route.useSearch();
  const segment = useSegment();
  const navigate = useNavigate({ from: '/lead-audit' });
  const queryClient = useQueryClient();
  const { data: overview, error, isPlaceholderData } = useQuery(overviewQuery(client.id, period, segment));

  const { book, ready } = useSources(client);
  const isolate = (names: string[]) =>
    void navigate({ search: (previous) => ({ ...previous, source: toList(names) }), replace: true });

  if (error && !overview)
    return (
      <Problem
        error={error}
        onRetry={() => void queryClient.invalidateQueries({ queryKey: ['overview', client.id] })}
      />
    );
  if (!overview || !ready) return <BoardSkeleton />;
  const { leads, total } = overview.audited;
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-70 transition-opacity' : undefined}>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews
          page="overview"
          clientId={client.id}
          builtIn={[{ name: 'All leads', query: {} }]}
          keys={['source', 'segment']}
        />
        {source && <FilterChip label="Volume of" value={listOf(source).join(', ')} onClear={() => isolate([])} />}
        <p className="num ml-auto text-xs text-muted max-lg:hidden">
          {leads === total ? `All ${int(total)} leads checked.` : `Checked ${int(leads)} of ${int(total)} leads.`}
          {overview.warnings.map((warning) => ` ${warning}`)}
        </p>
      </div>
      {total === 0 ? (
        <NothingHere client={client} />
      ) : (
        <>
          <KpiStrip kpis={overview.kpis} days={overview.days} currency={overview.currency} />
          <div className="mt-3 grid grid-cols-12 gap-3">
            <VolumePanel
              className="col-span-12 lg:col-span-7"
              overview={overview}
              book={book}
              isolated={listOf(source)}
              onIsolate={isolate}
            />
            <FindingsPanel
              className="col-span-12 max-md:order-first lg:col-span-5"
              clientId={client.id}
              scope={{ period, narrowing: segment ? { segment } : {} }}
              currency={overview.currency}
              numbersAreThere={!isPlaceholderData}
            />
            <QualityPanel className="col-span-12 md:col-span-6 xl:col-span-4" overview={overview} />
            <FunnelPanel className="col-span-12 md:col-span-6 xl:col-span-4" funnel={overview.funnel} />
            <GeoPanel className="col-span-12 xl:col-span-4" rows={overview.geography} />
            <SourceTable className="col-span-12" overview={overview} book={book} />
          </div>
        </>
      )}
    </div>
  );
}

/** The client has leads, this period has none. */
function NothingHere({ client }: { client: Client }) {
  const navigate = useNavigate({ from: '/lead-audit' });
  const today = todayIn(client.time_zone, new Date());
  return (
    <div className="panel">
      <Empty
        icon={<CalendarSearch />}
        title="No leads in this period"
        action={
          <Button
            onClick={() =>
              void navigate({ search: (previous) => ({ ...previous, from: addDays(today, -364), to: today }) })
            }
          >
            Show the last 12 months
          </Button>
        }
      >
        {client.name} has {int(client.leads)} leads, all outside these dates.
      </Empty>
    </div>
  );
}

/** Boxes of the final size. */
function BoardSkeleton() {
  return (
    <div className="grid grid-cols-12 gap-3 pt-10">
      <div className="col-span-12">
        <Skeleton height={112} label="Loading numbers" />
      </div>
      <div className="col-span-12 lg:col-span-7">
        <Skeleton height={350} label="Loading volume" />
      </div>
      <div className="col-span-12 lg:col-span-5">
        <Skeleton height={350} label="Loading findings" />
      </div>
    </div>
  );
}
