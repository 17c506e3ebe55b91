import { getRouteApi } from '@tanstack/react-router';
import type { Client } from '#contract/workspace.ts';
import { useSegment } from '../../segments.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient, usePeriod } from '../../shell/workspace.ts';
import { ExportMenu } from '../export-menu.tsx';
import { Breakdown } from './breakdown.tsx';

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

function Board({ client }: { client: Client }) {
  return <Breakdown client={client} search={route.useSearch()} />;
}

/** The leads behind the table. */
function Export({ client }: { client: Client }) {
  const { by: _, sort: __, ...filter } = route.useSearch();
  const { from, to } = usePeriod();
  return (
    <ExportMenu filter={{ ...filter, segment: useSegment(), client_id: client.id, from, to }} clientId={client.id} />
  );
}
