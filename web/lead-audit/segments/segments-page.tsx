import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus, Shapes } from 'lucide-react';
import type { Segment } from '#contract/segment.ts';
import type { Client } from '#contract/workspace.ts';
import { segmentsQuery } from '../../segments.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, plural } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RfmView } from './rfm-view.tsx';
import { SegmentBuilder } from './segment-builder.tsx';

const route = getRouteApi('/workspace/lead-audit/segments');

export function SegmentsPage() {
  const client = useClient();
  const { view } = route.useSearch();
  return (
    <Page
      title="Segments"
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Segments']]}
      period={false}
      segment={view === 'rfm'}
    >
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Segments client={client} />}
    </Page>
  );
}

const VIEWS = [
  { value: 'rules', label: 'Saved segments' },
  { value: 'rfm', label: 'Recency, frequency, value' },
] as const;

function Segments({ client }: { client: Client }) {
  const { open, view = 'rules' } = route.useSearch();
  const navigate = useNavigate({ from: '/lead-audit/segments' });
  const { data: segments, error, refetch } = useQuery(segmentsQuery(client.id));
  const show = (id: string | undefined) =>
    void navigate({ search: (previous) => ({ ...previous, open: id, view: undefined }) });
  const switcher = (
    <Segmented
      label="View"
      options={[...VIEWS]}
      value={view === 'rfm' ? 'rfm' : 'rules'}
      onChange={(next) =>
        void navigate({ search: (previous) => ({ ...previous, view: next === 'rfm' ? next : undefined }) })
      }
    />
  );
  if (view === 'rfm')
    return (
      <>
        <div className="mb-3">{switcher}</div>
        <RfmView client={client} />
      </>
    );
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!segments) return <Skeleton height={360} label="Loading segments" />;
  const chosen = segments.find(({ id }) => id === open);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        {switcher}
        <Button variant="primary" icon={<Plus />} className="ml-auto" onClick={() => show('new')}>
          New segment
        </Button>
      </div>
      <div className={cn('grid items-start gap-3', segments.length > 0 && 'lg:grid-cols-[280px_minmax(0,1fr)]')}>
        <SegmentList client={client} segments={segments} open={chosen?.id} onOpen={show} />
        {chosen || open === 'new' ? (
          // A saved version is another form: what was typed before it is gone with it.
          <SegmentBuilder
            key={chosen ? `${chosen.id} ${chosen.version}` : 'new'}
            client={client}
            segment={chosen}
            onOpen={show}
          />
        ) : (
          <div className="panel">
            <Empty
              icon={<Shapes />}
              title={segments.length > 0 ? 'No segment is open' : 'No segment is saved yet'}
              action={
                <Button icon={<Plus />} onClick={() => show('new')}>
                  Build a segment
                </Button>
              }
            >
              A segment is a set of rules over fields, scores and what people did. Saved once, it filters every page and
              every export.
            </Empty>
          </div>
        )}
      </div>
    </>
  );
}

function SegmentList({
  client,
  segments,
  open,
  onOpen,
}: {
  client: Client;
  segments: readonly Segment[];
  open: string | undefined;
  onOpen: (id: string) => void;
}) {
  if (segments.length === 0) return null;
  return (
    <nav aria-label="Saved segments" className="panel grid p-1.5">
      <p className="px-2 pt-1 pb-1.5 text-xs text-muted">{plural(segments.length, 'segment')}</p>
      {segments.map(({ id, name, version, updated_at, updated_by }) => (
        <button
          key={id}
          type="button"
          aria-current={id === open ? 'true' : undefined}
          onClick={() => onOpen(id)}
          className={cn(
            'grid gap-0.5 rounded-md px-2 py-1.5 text-left hover:bg-hover coarse:min-h-11',
            id === open && 'bg-hover',
          )}
        >
          <span className="truncate text-sm font-medium text-ink">{name}</span>
          <span className="num truncate text-2xs text-muted">
            Version {version}, {updated_by}, {dateTime(updated_at, client.time_zone)}
          </span>
        </button>
      ))}
    </nav>
  );
}
