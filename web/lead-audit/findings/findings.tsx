import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { CircleCheck, HandCoins } from 'lucide-react';
import type { FindingRecord, Findings } from '#contract/findings.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { money, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FILTER_LABEL, filterText } from '../leads/facet-options.ts';
import { FINDING_FILTER_KEYS } from '../leads/lead-search.ts';
import { TableExportMenu } from '../table-export.tsx';
import { DecisionList } from './decision-list.tsx';
import { FindingDetailPanel } from './finding-detail.tsx';
import { FindingLine, lineClass } from './finding-line.tsx';
import { findingTable, STATE_WORD } from './finding-words.ts';
import { decisionsQuery, findingsQuery, type Scope } from './findings-api.ts';

const route = getRouteApi('/workspace/lead-audit/findings');

type Show = 'open' | 'acted' | 'dismissed' | 'decisions';
const SHOWS: Show[] = ['open', 'acted', 'dismissed', 'decisions'];

export function FindingsPage() {
  const client = useClient();
  return (
    <Page title="Findings" segment crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Findings']]}>
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Board client={client} />}
    </Page>
  );
}

function Board({ client }: { client: Client }) {
  const period = usePeriod();
  const segment = useSegment();
  const search = route.useSearch();
  const queryClient = useQueryClient();
  const filters = FINDING_FILTER_KEYS.flatMap((key) => (search[key] ? [[key, search[key]]] : []));
  const scope: Scope = { period, narrowing: { ...Object.fromEntries(filters), ...(segment ? { segment } : {}) } };
  const { data, error, isPlaceholderData } = useQuery(findingsQuery(client.id, scope));
  if (error && !data) {
    const retry = () => void queryClient.invalidateQueries({ queryKey: ['findings', client.id] });
    return <Problem error={error} onRetry={retry} />;
  }
  if (!data) return <Skeleton height={420} label="Loading findings" />;
  return (
    <div aria-busy={isPlaceholderData}>
      <Chips />
      <Lists found={data} client={client} scope={scope} />
    </div>
  );
}

/** Filters of the address beside the segment, each with a way out of it. */
function Chips() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/findings' });
  const keys = FINDING_FILTER_KEYS.filter((key) => search[key]);
  if (keys.length === 0) return null;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-1.5">
      {keys.map((key) => (
        <FilterChip
          key={key}
          label={FILTER_LABEL[key]}
          value={filterText(key, search[key] ?? '')}
          onClear={() =>
            void navigate({
              search: (previous) => ({ ...previous, [key]: undefined, finding: undefined }),
              replace: true,
            })
          }
        />
      ))}
    </div>
  );
}

function Lists({ found, client, scope }: { found: Findings; client: Client; scope: Scope }) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/findings' });
  const asked = found.findings.find(({ id }) => id === search.finding);
  const show = SHOWS.find((one) => one === search.state) ?? asked?.state ?? 'open';
  const listed = found.findings.filter(({ state }) => state === show);
  const selected = asked ?? listed[0];
  const counts = (state: Show) => found.findings.filter((one) => one.state === state).length;
  const go = (change: { state?: string | undefined; finding?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label="Which findings"
            value={show}
            onChange={(state) => go({ state, finding: undefined })}
            options={[
              { value: 'open', label: `Open ${counts('open')}` },
              { value: 'acted', label: `Acted on ${counts('acted')}` },
              { value: 'dismissed', label: `Dismissed ${counts('dismissed')}` },
              { value: 'decisions', label: 'All decisions' },
            ]}
          />
        </div>
        <div className="ml-auto flex items-center gap-3">
          {show === 'open' && found.at_stake_minor > 0 && (
            <p className="num text-xs text-muted">
              <b className="text-sm font-semibold text-ink">{money(found.at_stake_minor, found.currency, 0)}</b> at
              stake
            </p>
          )}
          {show !== 'decisions' && listed.length > 0 && (
            <TableExportMenu clientId={client.id} table={() => findingTable(listed)} />
          )}
        </div>
      </div>
      {show === 'decisions' ? (
        <Decisions client={client} found={found} />
      ) : listed.length === 0 ? (
        <div className="panel">
          <NothingHere show={show} />
        </div>
      ) : (
        <div className="grid grid-cols-12 items-start gap-3">
          <ol
            className={cn('panel col-span-12 overflow-hidden lg:col-span-5', search.finding && 'max-lg:hidden')}
            aria-label={`${plural(listed.length, 'finding')}, most money first`}
          >
            {listed.map((finding) => (
              <Item
                key={finding.id}
                finding={finding}
                found={found}
                current={finding.id === selected?.id}
                show={show}
              />
            ))}
          </ol>
          {selected && (
            <div className={cn('col-span-12 lg:col-span-7', !search.finding && 'max-lg:hidden')}>
              <FindingDetailPanel
                key={selected.id}
                finding={selected}
                clientId={client.id}
                scope={scope}
                currency={found.currency}
                timeZone={found.time_zone}
                onBack={() => go({ finding: undefined })}
              />
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Item({
  finding,
  found,
  current,
  show,
}: {
  finding: FindingRecord;
  found: Findings;
  current: boolean;
  show: Show;
}) {
  const [newest] = finding.decisions;
  const kept = route.useSearch();
  return (
    <li className={cn('border-t border-line first:border-t-0', current && 'lg:bg-accent-soft')}>
      <AppLink
        to={paths.findings}
        search={{ ...kept, state: show, finding: finding.id }}
        aria-current={current ? 'true' : undefined}
        className={lineClass}
      >
        <FindingLine
          finding={finding}
          currency={found.currency}
          below={
            (newest || finding.grown_by !== null) && (
              <span className="mt-1 flex flex-wrap gap-1">
                {finding.grown_by !== null && <Badge tone="warn">{finding.grown_by} more since decided</Badge>}
                {newest && finding.grown_by === null && (
                  <Badge tone={STATE_WORD[finding.state].tone}>
                    {STATE_WORD[finding.state].label} by {newest.decided_by}
                  </Badge>
                )}
              </span>
            )
          }
        />
      </AppLink>
    </li>
  );
}

function NothingHere({ show }: { show: Show }) {
  if (show === 'open')
    return (
      <Empty icon={<CircleCheck />} title="Nothing open">
        No source or segment of this period differs from its peers or its own past by more than chance allows, or all
        that do were decided.
      </Empty>
    );
  return (
    <Empty icon={<HandCoins />} title={show === 'acted' ? 'Nothing acted on' : 'Nothing dismissed'}>
      What is decided about findings of this period stands here, and can be undone.
    </Empty>
  );
}

function Decisions({ client, found }: { client: Client; found: Findings }) {
  const { data, error, refetch } = useQuery(decisionsQuery(client.id));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} label="Loading decisions" />;
  return (
    <Panel title="Decisions" meta={plural(data.length, 'decision')} bodyClassName="pb-1">
      {data.length === 0 ? (
        <Empty icon={<HandCoins />} title="Nothing was decided yet">
          Payouts held, leads kept from upload and findings dismissed are kept here with who and why.
        </Empty>
      ) : (
        <DecisionList decisions={data} currency={found.currency} timeZone={found.time_zone} titled />
      )}
    </Panel>
  );
}
