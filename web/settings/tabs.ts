/** Which settings a person is shown: what they may not even read has no tab. */
import { useClient, useMe } from '../shell/workspace.ts';

export interface SettingsTab {
  label: string;
  to: string;
}

/** Owners and administrators of the installation. */
export function useManagesOrganisation(): boolean {
  const { organisation_role } = useMe();
  return organisation_role === 'owner' || organisation_role === 'admin';
}

export function useMayAnywhere(action: string): boolean {
  const { permissions } = useMe();
  return Object.values(permissions).some((actions) => actions.includes(action));
}

export function useTabs(): SettingsTab[] {
  const client = useClient();
  const organisation = useManagesOrganisation();
  const people = useMayAnywhere('people.manage');
  const auditLog = useMayAnywhere('audit.read');
  const tabs: (SettingsTab | false)[] = [
    client !== undefined && { label: 'Client', to: '/settings/client' },
    client !== undefined && { label: 'Sources', to: '/settings/sources' },
    client !== undefined && { label: 'Lists', to: '/settings/lists' },
    client !== undefined && { label: 'Scoring', to: '/settings/scoring' },
    client !== undefined && { label: 'Engagement', to: '/settings/engagement' },
    client !== undefined && { label: 'Form tag', to: '/settings/form-tag' },
    (people || organisation) && { label: 'People', to: '/settings/people' },
    organisation && { label: 'API keys', to: '/settings/api-keys' },
    { label: 'Your account', to: '/settings/account' },
    (auditLog || organisation) && { label: 'Audit log', to: '/settings/audit-log' },
  ];
  return tabs.filter((tab) => tab !== false);
}
