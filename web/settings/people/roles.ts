/** Roles in words, and what each may do. */
import type { RoleGrants } from '#contract/people.ts';
import type { Client, Role } from '#contract/workspace.ts';
import { ROLE_LABEL } from '../../shell/user-menu.tsx';

export const ROLE_HINT: Record<Role, string> = {
  owner: 'Everything, and the only one to make owners.',
  admin: 'Everything but owners.',
  analyst: 'Reads and changes leads, reveals personal data, imports, exports, edits scoring rules.',
  marketer: 'Reads and changes leads, imports and exports.',
  reviewer: 'Reads leads.',
  privacy_officer: 'Reads, reveals and exports leads, and reads the audit log.',
  read_only: 'Reads leads.',
};

export const CLIENT_ROLES = (Object.keys(ROLE_LABEL) as Role[]).filter(
  (role): role is Exclude<Role, 'owner'> => role !== 'owner',
);

interface Held {
  organisation_role: Role | null;
  roles: readonly { client_id: string; role: Role }[];
}

/** "Owner everywhere", "Analyst at Halcyon Solar, Reviewer at 2 more". */
export function rolesText({ organisation_role, roles }: Held, clients: readonly Client[]): string {
  const parts = organisation_role ? [`${ROLE_LABEL[organisation_role]} everywhere`] : [];
  for (const [role, held] of Map.groupBy(roles, (one) => one.role)) {
    const first = clients.find((client) => client.id === held[0]?.client_id)?.name ?? 'a client';
    parts.push(`${ROLE_LABEL[role]} at ${held.length === 1 ? first : `${first} and ${held.length - 1} more`}`);
  }
  return parts.join(', ') || 'No role';
}

/** What a form of roles starts with. An owner's role at a client cannot be given, so it is left out. */
export const grantsOf = ({ organisation_role, roles }: Held): RoleGrants => ({
  organisation_role,
  roles: roles.flatMap(({ client_id, role }) => (role === 'owner' ? [] : [{ client_id, role }])),
});
