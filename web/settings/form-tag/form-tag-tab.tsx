import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, SquareCode } from 'lucide-react';
import { useId, useState } from 'react';
import type { CollectSite } from '#contract/collect.ts';
import type { Client } from '#contract/workspace.ts';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { SiteDialog } from './site-dialog.tsx';
import { SiteRow } from './site-row.tsx';
import { changeSite, sitesQuery } from './sites-api.ts';

/** Pages that tell of visits and of how their forms are filled. */
export function FormTagTab() {
  const client = useClient();
  return client ? <Sites key={client.id} client={client} /> : <NoClients />;
}

function Sites({ client }: { client: Client }) {
  const may = useMay('client.manage');
  const queryClient = useQueryClient();
  const { data: sites, error, refetch } = useQuery(sitesQuery(client.id));
  const [editing, setEditing] = useState<CollectSite | 'new'>();
  const [stopping, setStopping] = useState<CollectSite>();
  const id = useId();
  const switchSite = async (site: CollectSite, stopped: boolean) => {
    await changeSite(client.id, site.id, { stopped });
    await queryClient.invalidateQueries({ queryKey: ['collect-sites', client.id] });
    notify(stopped ? `${site.name} stopped` : `${site.name} takes events again`);
  };
  return (
    <div className="grid max-w-5xl gap-3">
      <p className="max-w-2xl text-xs text-muted">
        The form tag tells of visits, of how a form was filled and what was typed into it, the latter as digests only,
        so that what a seller delivers can be held against it. It sets no cookies and does nothing at all for visitors
        whose browser sends Global Privacy Control or Do Not Track.
      </p>
      <Panel
        id={id}
        title="Sites with the form tag"
        actions={
          may && (
            <Button variant="primary" icon={<Plus />} onClick={() => setEditing('new')}>
              Add a site
            </Button>
          )
        }
        bodyClassName="px-0 pt-1.5 pb-0"
      >
        {sites ? (
          sites.length === 0 ? (
            <Empty icon={<SquareCode />} title="No site carries the tag yet">
              {may
                ? 'Add the site your form stands on, and put the line you get into its pages.'
                : `Administrators of ${client.name} add sites here.`}
            </Empty>
          ) : (
            <ul className="divide-y divide-line border-t border-line">
              {sites.map((site) => (
                <SiteRow
                  key={site.id}
                  site={site}
                  timeZone={client.time_zone}
                  readOnly={!may}
                  onEdit={() => setEditing(site)}
                  onStop={() => setStopping(site)}
                  onStart={() => void switchSite(site, false)}
                />
              ))}
            </ul>
          )
        ) : error ? (
          <Problem error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="p-4">
            <Skeleton height={120} label="Loading sites" />
          </div>
        )}
      </Panel>
      {editing && (
        <SiteDialog
          clientId={client.id}
          site={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {stopping && (
        <ConfirmDialog
          title={`Stop ${stopping.name}`}
          action="Stop the site"
          onClose={() => setStopping(undefined)}
          onConfirm={async () => await switchSite(stopping, true)}
        >
          Its pages send nothing more that is kept. What came so far stays, and you can start it again.
        </ConfirmDialog>
      )}
    </div>
  );
}
