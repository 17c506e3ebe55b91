import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { KIND_LABEL } from '../../source-book.ts';
import { useSources } from '../../sources.ts';
import { SourceTile } from '../../ui/source-tile.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { ExportMenu } from '../export-menu.tsx';
import { ReportMenu } from '../findings/report-menu.tsx';
import { BehaviourPanels } from '../fraud/behaviour-panel.tsx';
import { filterValue } from './breakdown.ts';
import { Breakdown } from './breakdown.tsx';
import { CompletenessPanel } from './completeness-panel.tsx';
import { StagesPanel } from './stages-panel.tsx';

const route = getRouteApi('/workspace/lead-audit/sources/$source');

const TABS = [
  { value: 'parts', label: 'Campaigns and below' },
  { value: 'stages', label: 'Stages and cohorts' },
  { value: 'completeness', label: 'Completeness' },
  { value: 'behaviour', label: 'Behaviour' },
] as const;
type Tab = (typeof TABS)[number]['value'];

/** One source closely: its parts, how its leads move on, and what they lack. */
export function SourcePage() {
  const client = useClient();
  const { source } = route.useParams();
  const { from, to } = usePeriod();
  const segment = useSegment();
  return (
    <Page
      title={source}
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Sources', paths.sources], [source]]}
      segment
      actions={
        client &&
        client.leads > 0 && (
          <>
            <ReportMenu clientId={client.id} source={filterValue(source) ?? ''} from={from} to={to} compact />
            <ExportMenu
              filter={{ client_id: client.id, from, to, segment, source: filterValue(source) }}
              clientId={client.id}
            />
          </>
        )
      }
    >
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Board client={client} />}
    </Page>
  );
}

function Board({ client }: { client: Client }) {
  const { source } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { book } = useSources(client);
  const period = usePeriod();
  const tab: Tab = TABS.find(({ value }) => value === search.tab)?.value ?? 'parts';
  return (
    <>
      <p className="mb-2 flex items-center gap-2 text-lg font-semibold text-ink">
        <SourceTile kind={book.kind(source)} color={book.color(source)} />
        <span className="truncate">{source === '(none)' ? 'Not given' : source}</span>
        <span className="text-xs font-normal text-muted">{KIND_LABEL[book.kind(source)]}</span>
      </p>
      <Tabs
        value={tab}
        tabs={[...TABS]}
        onChange={(next) =>
          void navigate({
            to: '.',
            search: ((previous: object) => ({ ...previous, tab: next === 'parts' ? undefined : next })) as never,
          })
        }
        listClassName="mb-3"
      >
        <TabPanel value="parts">
          <Breakdown client={client} search={search} source={source} />
        </TabPanel>
        <TabPanel value="stages">
          <StagesPanel client={client} source={source} />
        </TabPanel>
        <TabPanel value="completeness">
          <CompletenessPanel client={client} source={source} />
        </TabPanel>
        <TabPanel value="behaviour">
          <BehaviourPanels client={client} source={source} period={period} />
        </TabPanel>
      </Tabs>
    </>
  );
}
