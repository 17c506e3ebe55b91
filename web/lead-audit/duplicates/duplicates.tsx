import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient } from '../../shell/workspace.ts';
import { ReviewQueue } from './review-queue.tsx';

export function DuplicatesPage() {
  const client = useClient();
  return (
    <Page title="Duplicates" period={false} crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Duplicates']]}>
      {!client ? (
        <NoClients />
      ) : client.leads === 0 ? (
        <NoLeads client={client} />
      ) : (
        <ReviewQueue key={client.id} client={client} />
      )}
    </Page>
  );
}
