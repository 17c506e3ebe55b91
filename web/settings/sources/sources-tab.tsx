import { useQuery } from '@tanstack/react-query';
import type { Client, Source } from '#contract/workspace.ts';
import { registeredSourcesQuery } from '../../clients.ts';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { sourcesQuery } from '../../sources.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SourcesForm } from './sources-form.tsx';

/** Where leads come from, what one costs, and what is promised of it. */
export function SourcesTab() {
  const client = useClient();
  return client ? <Loaded key={client.id} client={client} /> : <NoClients />;
}

function Loaded({ client }: { client: Client }) {
  const may = useMay('client.manage');
  const registered = useQuery(registeredSourcesQuery(client.id));
  const seen = useQuery({ ...sourcesQuery(client), enabled: client.leads > 0 });
  if (registered.error && !registered.data)
    return <Problem error={registered.error} onRetry={() => void registered.refetch()} />;
  if (!registered.data || (client.leads > 0 && seen.isPending))
    return <Skeleton height={320} label="Loading sources" />;
  const leads = new Map<string, number>();
  for (const row of seen.data?.rows ?? []) {
    const name = row.dimensions.source ?? '';
    if (name) leads.set(name, (leads.get(name) ?? 0) + (row.metrics.leads?.value ?? 0));
  }
  return (
    <SourcesForm
      key={fingerprint(registered.data)}
      client={client}
      registered={registered.data}
      leads={leads}
      readOnly={!may}
    />
  );
}

/** Changes when the server's list does, so that the form starts anew from it. */
const fingerprint = (sources: readonly Source[]) => JSON.stringify(sources);
