import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Metric } from '#contract/analytics.ts';
import type { Client } from '#contract/workspace.ts';
import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { addDays, type Compare } from '../../shell/period.ts';
import { usePeriod } from '../../shell/workspace.ts';
import { duration, int, pct } from '../../ui/format.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { STAGE_FILTER, STAGE_LABEL } from '../overview/funnel-stages.ts';
import { TableExportMenu } from '../table-export.tsx';
import { filterValue } from './breakdown.ts';

const COHORT_METRICS: Metric[] = ['leads', 'contacted_leads', 'qualified_leads', 'converted_leads', 'conversion_rate'];

/** How the leads of a source move on: rate and median time of each stage, and what became of each month's leads. */
export function StagesPanel({ client, source }: { client: Client; source: string }) {
  const period = usePeriod();
  const asked = { client_id: client.id, ...period, segment: useSegment(), source: filterValue(source) };
  const overview = useQuery({
    queryKey: ['overview', asked],
    queryFn: ({ signal }) => api.overview(asked, signal),
    placeholderData: keepPreviousData,
  });
  const cohorts = useQuery({
    queryKey: ['cohort-months', asked],
    queryFn: ({ signal }) =>
      api.analytics(
        { ...asked, compare: 'none' as Compare, metrics: COHORT_METRICS, dimensions: [], grain: 'month' },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
  const error = overview.error ?? cohorts.error;
  if (error) return <Problem error={error} onRetry={() => void Promise.all([overview.refetch(), cohorts.refetch()])} />;
  if (!overview.data || !cohorts.data) return <Skeleton height={360} label="Loading stages" />;
  const months = cohorts.data.rows;
  const value = (row: (typeof months)[number], metric: Metric) => row.metrics[metric]?.value ?? 0;
  const most = Math.max(...months.map((row) => row.metrics.conversion_rate?.high ?? 0), 0.0001);
  const table = () => ({
    title: `cohorts ${period.from} to ${period.to}`,
    columns: [
      { name: 'month', type: 'text' as const },
      ...COHORT_METRICS.map((name) => ({ name, type: 'number' as const })),
    ],
    rows: months.map((row) => [row.time ?? '', ...COHORT_METRICS.map((metric) => row.metrics[metric]?.value ?? null)]),
  });
  return (
    <div className="grid items-start gap-3 xl:grid-cols-2">
      <Panel title="Stages" meta="of valid leads that repeat none" bodyClassName="px-0 pb-1">
        <table className="num w-full text-sm">
          <thead>
            <tr className="border-b border-line text-xs text-muted [&>th]:h-8 [&>th]:px-2 [&>th]:text-right [&>th]:font-medium">
              <th scope="col" className="!pl-4 !text-left">
                Stage
              </th>
              <th scope="col">Leads</th>
              <th scope="col">Of the stage before</th>
              <th scope="col" className="!pr-4">
                Median time
              </th>
            </tr>
          </thead>
          <tbody>
            {overview.data.funnel.map(({ stage, leads, rate, median_seconds: seconds }) => (
              <tr key={stage} className="h-10 border-b border-line last:border-0 [&>td]:px-2 [&>td]:text-right">
                <th scope="row" className="pl-4 text-left font-medium text-ink">
                  {STAGE_LABEL[stage]}
                </th>
                <td>
                  <AppLink
                    to={paths.leads}
                    search={{ ...STAGE_FILTER[stage], source: filterValue(source) }}
                    className="text-body hover:text-ink hover:underline"
                  >
                    {int(leads)}
                  </AppLink>
                </td>
                <td className="text-body">{rate === null ? '' : pct(rate)}</td>
                <td className="!pr-4 text-muted">{seconds === null ? '–' : duration(seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel
        title="By month of arrival"
        meta="what became of each month's leads, to this day"
        actions={<TableExportMenu clientId={client.id} table={table} />}
        bodyClassName="px-0 pb-1 overflow-x-auto relative"
      >
        <table className="num w-full text-sm">
          <thead>
            <tr className="border-b border-line text-xs text-muted [&>th]:h-8 [&>th]:px-2 [&>th]:text-right [&>th]:font-medium">
              <th scope="col" className="!pl-4 !text-left">
                Month
              </th>
              <th scope="col">Leads</th>
              <th scope="col">Contacted</th>
              <th scope="col">Qualified</th>
              <th scope="col" className="!pr-4">
                Converted
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map((row) => {
              const from = (row.time ?? '').slice(0, 10);
              const rate = row.metrics.conversion_rate;
              const last = addDays(`${addDays(from, 31).slice(0, 7)}-01`, -1);
              const days = {
                from: [from, period.from].sort().at(-1),
                to: [last, period.to].sort()[0],
                source: filterValue(source),
              };
              return (
                <tr
                  key={from}
                  className="h-11 border-b border-line last:border-0 hover:bg-hover [&>td]:px-2 [&>td]:text-right"
                >
                  <th scope="row" className="pl-4 text-left font-medium text-ink">
                    {from.slice(0, 7)}
                  </th>
                  {(['leads', 'contacted_leads', 'qualified_leads'] as const).map((metric) => (
                    <td key={metric}>
                      <AppLink
                        to={paths.leads}
                        search={{ ...days, ...(metric === 'leads' ? {} : { reached: metric.replace('_leads', '') }) }}
                        className="text-body hover:text-ink hover:underline"
                      >
                        {int(value(row, metric))}
                      </AppLink>
                    </td>
                  ))}
                  <td className="!pr-4">
                    <AppLink
                      to={paths.leads}
                      search={{ ...days, conversion_status: 'converted' }}
                      className="ml-auto block w-20 text-body hover:text-ink hover:underline"
                    >
                      {int(value(row, 'converted_leads'))} · {pct(rate?.value ?? 0)}
                      <IntervalBar value={rate?.value ?? 0} low={rate?.low} high={rate?.high} max={most} tone="body" />
                    </AppLink>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}
