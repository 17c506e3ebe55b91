/** Who may hand out which rights: nobody gives what they do not have. */
import type { RoleGrants } from '#contract/people.ts';
import type { Role } from '#contract/workspace.ts';
import { actionsOf, clientsFor, type Principal, requireOrganisation } from '../platform/access.ts';
import type { Connection } from '../platform/db.ts';
import { forbidden, refusedField } from '../platform/errors.ts';

/** Keys do not manage people or keys: what they could set up would outlive their revocation. */
export function requirePerson(principal: Principal): void {
  if (principal.kind !== 'person') throw forbidden('Only a signed-in person may do this, not an API key.');
}

/** The clients where the principal manages people. */
export function managedClients(principal: Principal): string[] {
  return [...principal.clients].filter(([, actions]) => actions.has('people.manage')).map(([id]) => id);
}

export function managesOrganisation(principal: Principal): boolean {
  return principal.organisation.has('organisation.manage');
}

/** Throws unless the principal may give all these roles: 404 for an unknown client, else 403. */
export function requireMayGrant(principal: Principal, ownRole: Role | null, grants: RoleGrants): void {
  if (grants.organisation_role !== null) requireOrganisation(principal, 'organisation.manage');
  if (grants.organisation_role === 'owner' && ownRole !== 'owner') throw forbidden('Only an owner makes owners.');
  const seen = new Set<string>();
  for (const { client_id, role } of grants.roles) {
    clientsFor(principal, 'people.manage', client_id);
    const held = principal.clients.get(client_id);
    if (!actionsOf(role).every((action) => held?.has(action)))
      throw forbidden('You cannot give rights you do not have.');
    if (seen.has(client_id)) throw refusedField('roles', 'A client is named twice.');
    seen.add(client_id);
  }
}

export async function organisationRoleOf(db: Connection, userId: string): Promise<Role | null> {
  const row = await db
    .selectFrom('organisation_member')
    .select('role')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return (row?.role as Role | undefined) ?? null;
}
