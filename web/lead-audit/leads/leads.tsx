import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient } from '../../shell/workspace.ts';
import { LeadList } from './lead-list.tsx';

export function LeadsPage() {
  const client = useClient();
  // Another client is another list: nothing picked or typed carries over.
  if (client && client.leads > 0) return <LeadList key={client.id} client={client} />;
  return (
    <Page title="Leads" crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Leads']]}>
      {client ? <NoLeads client={client} /> : <NoClients />}
    </Page>
  );
}
