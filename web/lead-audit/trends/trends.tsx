import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { TREND_METRICS, type TrendMetric, type Trends } from '#contract/trends.ts';
import type { Client } from '#contract/workspace.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { listOf, toList } from '../../shell/search-params.ts';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { day, int, money, moneyCompact, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ExportMenu } from '../export-menu.tsx';
import { SavedViews } from '../saved-views.tsx';
import { TableExportMenu } from '../table-export.tsx';
import { ForecastPanel } from './forecast-panel.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { SeasonPanel } from './season-panel.tsx';
import { SourceTrends } from './source-trends.tsx';
import { TrendPlot } from './trend-plot.tsx';
import { trendPoints, trendTable } from './trend-points.ts';
import { trendsQuery } from './trends-api.ts';

const route = getRouteApi('/workspace/lead-audit/trends');

const METRICS: { value: TrendMetric; label: string }[] = [
  { value: 'leads', label: 'Leads' },
  { value: 'valid', label: 'Valid leads' },
  { value: 'spend', label: 'Spend' },
  { value: 'conversions', label: 'Conversions' },
];
const HEIGHT = 300;

export function TrendsPage() {
  const client = useClient();
  const period = usePeriod();
  const segment = useSegment();
  const { source, metric } = route.useSearch();
  return (
    <Page
      title="Trends"
      segment
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Trends']]}
      actions={
        client &&
        client.leads > 0 && (
          <ExportMenu
            filter={{
              client_id: client.id,
              from: period.from,
              to: period.to,
              source,
              segment,
              ...(metric === 'valid' ? { validation_status: 'valid' } : {}),
            }}
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
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/trends' });
  const queryClient = useQueryClient();
  const metric = TREND_METRICS.find((one) => one === search.metric) ?? 'leads';
  const { data, error, isPlaceholderData } = useQuery(
    trendsQuery(client.id, period, metric, search.source, useSegment()),
  );
  const go = (change: { metric?: string; source?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  if (error && !data) {
    const retry = () => void queryClient.invalidateQueries({ queryKey: ['trends', client.id] });
    return <Problem error={error} onRetry={retry} />;
  }
  if (!data) return <Skeleton height={480} label="Loading trends" />;
  const text = (value: number) => (metric === 'spend' ? moneyCompact(value, data.currency) : int(value));
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-70 transition-opacity' : undefined}>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-1.5">
        <SavedViews
          page="trends"
          clientId={client.id}
          builtIn={[{ name: 'All leads', query: {} }]}
          keys={['source', 'metric']}
        />
        {search.source && (
          <FilterChip
            label="Source"
            value={listOf(search.source).join(', ')}
            onClear={() => go({ source: undefined })}
          />
        )}
        <Select
          aria-label="Measure"
          className="ml-auto w-36"
          value={metric}
          onChange={(value) => go({ metric: value })}
          options={METRICS}
        />
      </div>
      <div className="grid grid-cols-12 gap-3">
        <HistoryPanel trends={data} text={text} source={search.source} />
        <ForecastPanel className="col-span-12 md:col-span-6 xl:col-span-4" trends={data} text={text} />
        <SeasonPanel className="col-span-12 md:col-span-6 xl:col-span-4" trends={data} text={text} />
        <NotesPanel
          className="col-span-12 xl:col-span-4"
          notes={data.annotations}
          clientId={client.id}
          lastDay={data.to}
        />
        <SourceTrends
          className="col-span-12"
          trends={data}
          text={(value) => (metric === 'spend' ? money(value, data.currency, 0) : int(value))}
          onPick={(source) => go({ source: toList([source]) })}
        />
      </div>
    </div>
  );
}

function HistoryPanel({
  trends,
  text,
  source,
}: {
  trends: Trends;
  text: (value: number) => string;
  source: string | undefined;
}) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const points = trendPoints(trends);
  const off = trends.days.filter(({ anomaly }) => anomaly !== null);
  const name = METRICS.find(({ value }) => value === trends.metric)?.label ?? '';
  const total = trends.days.reduce((sum, { value }) => sum + value, 0);
  const filter = { source, ...(trends.metric === 'valid' ? { validation_status: 'valid' } : {}) };
  return (
    <Panel
      id="history"
      title={`${name} a day`}
      meta={`${off.length === 0 ? 'no day departs' : `${plural(off.length, 'day')} depart${off.length === 1 ? 's' : ''}`} from what was expected`}
      className="col-span-12"
      bodyClassName="pb-2"
      actions={
        <>
          <TableExportMenu clientId={trends.client_id} table={() => trendTable(trends)} />
          <Segmented
            label="Show history as"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </>
      }
    >
      {mode === 'chart' ? (
        <>
          <TrendPlot
            label={`${name} over ${trends.days.length} days with what was expected${trends.forecast ? ' and a forecast' : ''}. Total ${text(total)}, ${off.length} days depart.`}
            points={points}
            text={text}
            changes={trends.level_changes.map((change) => change.day)}
            search={filter}
            height={HEIGHT}
          />
          <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-2xs text-muted">
            <Key color="c1">actual, dashed where forecast</Key>
            <Key color="c2">trend without the week</Key>
            <Key color="s2">where 9 in 10 days lie</Key>
            <Key color="bad-solid">departs, or the level changes</Key>
            {trends.compare_from && <span>dotted: comparison period</span>}
          </p>
        </>
      ) : (
        <PlotTable
          label={`${name}, as a table`}
          height={HEIGHT}
          head={['Day', 'Actual', 'Expected', 'From', 'To', 'Comparison', 'Note']}
          rows={[...points].reverse().map((point) => ({
            key: point.from,
            cells: [
              <AppLink
                key="day"
                to={paths.leads}
                search={{ ...filter, from: point.from, to: point.to }}
                className="hover:underline"
              >
                {point.from === point.to ? day(point.from) : `${day(point.from)} – ${day(point.to)}`}
              </AppLink>,
              point.value === null ? 'forecast' : text(point.value),
              ...[point.mean, point.low, point.high, point.previous].map((value) =>
                value === null ? '' : text(value),
              ),
              [...(point.anomalies.length > 0 ? ['departs'] : []), ...point.notes].join('; '),
            ],
          }))}
        />
      )}
    </Panel>
  );
}

function Key({ color, children }: { color: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <i className="size-2 rounded-[2px]" style={{ background: `var(--${color})` }} aria-hidden />
      {children}
    </span>
  );
}
