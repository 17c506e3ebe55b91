import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useMemo } from 'react';
import type { LeadFilter } from '#contract/lead-list.ts';
import type { Client } from '#contract/workspace.ts';
import { api } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { usePeriod } from '../../shell/workspace.ts';
import { useSources } from '../../sources.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SavedViews } from '../saved-views.tsx';
import { TableExportMenu } from '../table-export.tsx';
import {
  filterValue,
  LEVEL_WORDS,
  LEVELS,
  type Level,
  levelOf,
  METRICS_ASKED,
  sortOf,
  sortRows,
  tableOf,
} from './breakdown.ts';
import { BreakdownTable } from './breakdown-table.tsx';

export const BREAKDOWN_KEYS = ['by', 'sort', ...LEVELS] as const;
export type BreakdownSearch = { [K in (typeof BREAKDOWN_KEYS)[number]]?: string };
/** Rows that a table shows; more are in the export. */
const ROWS_SHOWN = 200;

type Asked = LeadFilter & { client_id: string; from: string; to: string };
const breakdownQuery = (asked: Asked & { compare: 'previous' | 'year' | 'none' }, level: Level) =>
  queryOptions({
    queryKey: ['breakdown', asked, level],
    queryFn: ({ signal }) => api.analytics({ ...asked, metrics: METRICS_ASKED, dimensions: [level] }, signal),
    placeholderData: keepPreviousData,
  });

/** Numbers of a client's leads split by source, campaign, ad group, keyword or referrer, each level opening the next. */
export function Breakdown({
  client,
  search,
  source,
}: {
  client: Client;
  search: BreakdownSearch;
  /** On the page of one source: its name; the table begins below it. */
  source?: string;
}) {
  const navigate = useNavigate();
  const period = usePeriod();
  const segment = useSegment();
  const { book } = useSources(client);
  const levels = source === undefined ? LEVELS : LEVELS.slice(1);
  const level = source !== undefined && search.by === undefined ? 'campaign_id' : levelOf(search.by);
  const sort = sortOf(search.sort);
  const own = source === undefined ? search.source : filterValue(source);
  const narrowing = {
    source: own,
    campaign_id: search.campaign_id,
    ad_group_id: search.ad_group_id,
    keyword: search.keyword,
    referrer: search.referrer,
  };
  const asked = { client_id: client.id, ...period, segment, ...narrowing };
  const { data, error, refetch, isPlaceholderData } = useQuery(breakdownQuery(asked, level));
  const rows = useMemo(
    () => sortRows(data?.rows ?? [], sort.metric, sort.desc, level),
    [data, sort.metric, sort.desc, level],
  );
  const patch = (change: BreakdownSearch) =>
    void navigate({ to: '.', search: ((previous: object) => ({ ...previous, ...change })) as never });
  const chips = levels.filter((one) => search[one]);
  const linkOf = (value: string) => {
    if (level === 'source') return { to: `${paths.sources}/${encodeURIComponent(value)}`, search: {} };
    const next = levels[levels.indexOf(level) + 1];
    if (next === undefined) return undefined;
    const to = source === undefined ? paths.sources : `${paths.sources}/${encodeURIComponent(source)}`;
    return { to, search: { ...search, by: next, [level]: filterValue(value) } };
  };
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-1.5">
        {source === undefined && (
          <SavedViews
            page="sources"
            clientId={client.id}
            builtIn={[
              { name: 'All sources', query: {} },
              { name: 'Dearest valid leads', query: { sort: '-cost_per_valid_lead_minor' } },
              { name: 'Most fraud', query: { sort: '-fraud_rate' } },
            ]}
            keys={[...BREAKDOWN_KEYS, 'segment']}
          />
        )}
        {chips.map((one) => (
          <FilterChip
            key={one}
            label={LEVEL_WORDS[one].one}
            value={search[one] ?? ''}
            onClear={() => patch({ [one]: undefined })}
          />
        ))}
        <Segmented
          label="Split by"
          className="ml-auto max-w-full overflow-x-auto"
          options={levels.map((one) => ({ value: one, label: LEVEL_WORDS[one].one }))}
          value={level}
          onChange={(by) => patch({ by })}
        />
      </div>
      {!data ? (
        <Skeleton height={420} label="Loading numbers" />
      ) : rows.length === 0 ? (
        <div className="panel">
          <Empty
            icon={<SearchX />}
            title="No leads here"
            action={
              <Button onClick={() => patch(Object.fromEntries(BREAKDOWN_KEYS.map((key) => [key, undefined])))}>
                Clear filters
              </Button>
            }
          >
            Nothing came in this period under these filters. Widen the period, or take a filter away.
          </Empty>
        </div>
      ) : (
        <Panel
          title={`By ${LEVEL_WORDS[level].one.toLowerCase()}`}
          meta={`${plural(rows.length, LEVEL_WORDS[level].one.toLowerCase(), LEVEL_WORDS[level].many)}; bars show 95% intervals`}
          actions={<TableExportMenu clientId={client.id} table={() => tableOf(data, rows, level)} />}
          bodyClassName="px-0 pb-1"
        >
          <section
            aria-label={`Numbers by ${LEVEL_WORDS[level].one.toLowerCase()}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
            tabIndex={0}
            aria-busy={isPlaceholderData}
            className="relative overflow-x-auto"
          >
            <BreakdownTable
              analytics={data}
              rows={rows.slice(0, ROWS_SHOWN)}
              level={level}
              filter={narrowing}
              book={book}
              sort={sort}
              onSort={({ metric, desc }) => patch({ sort: `${desc ? '-' : ''}${metric}` })}
              linkOf={linkOf}
            />
          </section>
          {(rows.length > ROWS_SHOWN || data.warnings.length > 0) && (
            <p className="px-4 pt-2 pb-2 text-xs text-muted">
              {rows.length > ROWS_SHOWN && `The first ${ROWS_SHOWN} are shown; the export has all. `}
              {data.warnings.join(' ')}
            </p>
          )}
        </Panel>
      )}
    </div>
  );
}
