import type { RoleGrants } from '#contract/people.ts';
import type { Role } from '#contract/workspace.ts';
import { ROLE_LABEL } from '../../shell/user-menu.tsx';
import { useMe } from '../../shell/workspace.ts';
import { Select, SelectField } from '../../ui/select.tsx';
import { useManagesOrganisation } from '../tabs.ts';
import { CLIENT_ROLES, ROLE_HINT } from './roles.ts';

/** One role everywhere, or roles at single clients, or both. */
export function GrantsFields({
  value,
  onChange,
  error,
}: {
  value: RoleGrants;
  onChange: (value: RoleGrants) => void;
  error?: string;
}) {
  const me = useMe();
  const organisation = useManagesOrganisation();
  const managed = me.clients.filter((client) => me.permissions[client.id]?.includes('people.manage'));
  const everywhere: Role[] = [...(me.organisation_role === 'owner' ? (['owner'] as const) : []), ...CLIENT_ROLES];
  const setAt = (client_id: string, role: Exclude<Role, 'owner'> | '') =>
    onChange({
      ...value,
      roles: [...value.roles.filter((one) => one.client_id !== client_id), ...(role ? [{ client_id, role }] : [])],
    });
  return (
    <div className="grid gap-3">
      {organisation && (
        <SelectField
          label="At every client, also those to come"
          hint={value.organisation_role ? ROLE_HINT[value.organisation_role] : undefined}
          options={[
            { value: '' as const, label: 'No role' },
            ...everywhere.map((role) => ({ value: role, label: ROLE_LABEL[role] })),
            // What this person may not give stays visible when somebody holds it.
            ...(value.organisation_role && !everywhere.includes(value.organisation_role)
              ? [{ value: value.organisation_role, label: ROLE_LABEL[value.organisation_role] }]
              : []),
          ]}
          value={value.organisation_role ?? ''}
          onChange={(role) => onChange({ ...value, organisation_role: role || null })}
        />
      )}
      {managed.length > 0 && (
        <fieldset className="min-w-0">
          <legend className="mb-1 text-xs font-medium text-ink">At single clients</legend>
          <ul className="grid max-h-72 gap-1.5 overflow-y-auto p-px">
            {managed.map((client) => {
              const role = value.roles.find((one) => one.client_id === client.id)?.role ?? '';
              return (
                <li key={client.id} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-2">
                  <span className="truncate text-sm text-body">{client.name}</span>
                  <Select
                    aria-label={`Role at ${client.name}`}
                    options={[
                      { value: '' as const, label: 'No role' },
                      ...CLIENT_ROLES.map((one) => ({ value: one, label: ROLE_LABEL[one] })),
                    ]}
                    value={role}
                    onChange={(next) => setAt(client.id, next)}
                  />
                </li>
              );
            })}
          </ul>
        </fieldset>
      )}
      {error && <p className="text-2xs text-bad">{error}</p>}
    </div>
  );
}
