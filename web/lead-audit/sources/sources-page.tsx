import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Client } from '#contract/workspace.ts';
import { useSegment } from '../../segments.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { ExportMenu } from '../export-menu.tsx';
import { Breakdown } from './breakdown.tsx';
import { CompletenessPanel } from './completeness-panel.tsx';

const route = getRouteApi('/workspace/lead-audit/sources');

export function SourcesPage() {
  const client = useClient();
  return (
    <Page
      title="Sources"
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Sources']]}
      segment
      actions={client && client.leads > 0 && <Export client={client} />}
    >
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Board client={client} />}
    </Page>
  );
}

const TABS = [
  { value: 'numbers', label: 'Numbers' },
  { value: 'completeness', label: 'Completeness' },
] as const;

function Board({ client }: { client: Client }) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/sources' });
  return (
    <Tabs
      value={search.tab === 'completeness' ? search.tab : 'numbers'}
      tabs={[...TABS]}
      onChange={(tab) =>
        void navigate({ search: (previous) => ({ ...previous, tab: tab === 'numbers' ? undefined : tab }) })
      }
      listClassName="mb-3"
    >
      <TabPanel value="numbers">
        <Breakdown client={client} search={search} />
      </TabPanel>
      <TabPanel value="completeness">
        <CompletenessPanel client={client} />
      </TabPanel>
    </Tabs>
  );
}

/** The leads behind the table. */
function Export({ client }: { client: Client }) {
  const { by: _, sort: __, tab: ___, ...filter } = route.useSearch();
  const { from, to } = usePeriod();
  return (
    <ExportMenu filter={{ ...filter, segment: useSegment(), client_id: client.id, from, to }} clientId={client.id} />
  );
}
