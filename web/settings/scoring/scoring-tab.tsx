import { useQuery } from '@tanstack/react-query';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChecksContext, checksOf } from './checks.ts';
import { scoringQuery } from './scoring-api.ts';
import { ScoringEditor } from './scoring-editor.tsx';

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
    <ChecksContext value={checksOf(state.checks)}>
      <ScoringEditor key={`${client.id} ${state.version}`} client={client} state={state} readOnly={!may} />
    </ChecksContext>
  );
}
