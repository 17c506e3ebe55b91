/** What a person may do, put together from the role everywhere and the roles at single clients. */
import { Role } from '#contract/workspace.ts';
import { actionsOf, type ClientAction, organisationActionsOf, type Principal } from '../platform/access.ts';
import { type Connection, type Database, inScope } from '../platform/db.ts';

export interface PersonAccess {
  person: { id: string; name: string; email: string; two_factor: boolean };
  organisationRole: Role | null;
  /** The role that is shown for each client: the one given there, else the one held everywhere. */
  roles: ReadonlyMap<string, Role>;
  principal: Principal;
}

/** Reads a person's roles and clients; undefined for somebody who is not there (any more). */
export async function accessOfPerson(db: Database, userId: string): Promise<PersonAccess | undefined> {
  const own = await inScope(db, { clients: [], user: userId }, async (tx) => {
    const person = await findPerson(tx, userId);
    const roles = await tx
      .selectFrom('client_role')
      .select(['client_id', 'role'])
      .where('user_id', '=', userId)
      .execute();
    return person && { person, roles };
  });
  if (!own) return undefined;
  const organisationRole = own.person.role === null ? null : Role.parse(own.person.role);
  // Who holds a role everywhere sees every client, and which there are only the installation itself may list.
  const everywhere =
    organisationRole === null ? [] : await inScope(db, { clients: [], installation: true }, (tx) => clientIds(tx));
  const roles = new Map<string, Role>();
  const clients = new Map<string, Set<ClientAction>>();
  const grant = (clientId: string, role: Role) => {
    roles.set(clientId, role);
    clients.set(clientId, new Set([...(clients.get(clientId) ?? []), ...actionsOf(role)]));
  };
  if (organisationRole !== null) for (const id of everywhere) grant(id, organisationRole);
  for (const { client_id, role } of own.roles) grant(client_id, Role.parse(role));
  const { id, name, email, two_factor_enabled } = own.person;
  return {
    person: { id, name, email, two_factor: two_factor_enabled },
    organisationRole,
    roles,
    principal: {
      kind: 'person',
      id,
      label: name,
      clients,
      organisation: new Set(organisationRole === null ? [] : organisationActionsOf(organisationRole)),
    },
  };
}

async function findPerson(db: Connection, userId: string) {
  return await db
    .selectFrom('auth_user')
    .leftJoin('organisation_member', 'organisation_member.user_id', 'auth_user.id')
    .select(['auth_user.id', 'auth_user.name', 'auth_user.email', 'auth_user.two_factor_enabled'])
    .select('organisation_member.role')
    .where('auth_user.id', '=', userId)
    .executeTakeFirst();
}

async function clientIds(db: Connection): Promise<string[]> {
  const rows = await db.selectFrom('client').select('id').execute();
  return rows.map((row) => row.id);
}
