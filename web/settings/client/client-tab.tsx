import { Plus } from 'lucide-react';
import { AppLink } from '../../shell/app-link.tsx';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { FIRST_CLIENT } from '../../sign-in/front-paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { useManagesOrganisation } from '../tabs.ts';
import { ClientForm } from './client-form.tsx';

/** The open client: its name, how it counts, and what its leads must hold. */
export function ClientTab() {
  const client = useClient();
  const may = useMay('client.manage');
  const mayAdd = useManagesOrganisation();
  if (!client) return <NoClients />;
  return (
    <div className="grid max-w-3xl gap-4">
      <ClientForm key={client.id} client={client} readOnly={!may} />
      {mayAdd && (
        <div className="flex items-center gap-3 border-t border-line pt-4">
          <AppLink to={FIRST_CLIENT} className={buttonClass({ size: 'md' })}>
            <Plus />
            Add another client
          </AppLink>
          <p className="text-xs text-muted">It holds its own leads, apart from those of {client.name}.</p>
        </div>
      )}
    </div>
  );
}
