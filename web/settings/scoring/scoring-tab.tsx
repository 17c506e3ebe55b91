import { useQuery } from '@tanstack/react-query';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { scoringQuery } from './scoring-api.ts';
import { ScoringEditor } from './scoring-editor.tsx';
import { VersionsPanel } from './versions-panel.tsx';

/** How a lead gets its points. */
export function ScoringTab() {
  const client = useClient();
  const may = useMay('scoring.write');
  const {
    data: state,
    error,
    refetch,
  } = useQuery({ ...scoringQuery(client?.id ?? ''), enabled: client !== undefined });
  if (!client) return <NoClients />;
  if (error && !state) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!state) return <Skeleton height={480} label="Loading scoring rules" />;
  return (
    <div className="grid gap-3">
      <ScoringEditor key={`${client.id} ${state.version}`} client={client} state={state} readOnly={!may} />
      <VersionsPanel versions={state.versions} current={state.version} timeZone={client.time_zone} />
    </div>
  );
}
