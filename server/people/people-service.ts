/** People and their roles. */
import type { Person, RoleGrants } from '#contract/people.ts';
import type { Role } from '#contract/workspace.ts';
import { actorOf, requireOrganisation, scopeOf } from '../platform/access.ts';
import { type Connection, type Database, inScope } from '../platform/db.ts';
import { AppError, forbidden, notFound } from '../platform/errors.ts';
import type { AccessCache } from './access-cache.ts';
import { countOwners, setOrganisationRole } from './account-queries.ts';
import { type Actor, note } from './actor.ts';
import { clientRolesOf, deleteClientRoles, setClientRole } from './client-role-queries.ts';
import { managedClients, managesOrganisation, organisationRoleOf, requireMayGrant, requirePerson } from './grants.ts';
import { revokeInvitationsOf } from './invitation-queries.ts';
import { revokeKeysOf } from './queries-keys.ts';
import { OWNERS_LOCK } from './setup-service.ts';

export interface PeopleServiceDeps {
  db: Database;
  access: AccessCache;
  clock: () => Date;
}

export function peopleService({ db, access, clock }: PeopleServiceDeps) {
  return {
    /** Everyone for who manages the organisation; else the people at the clients the actor manages. */
    async list({ principal }: Actor): Promise<Person[]> {
      const clients = managedClients(principal);
      const everyone = managesOrganisation(principal);
      if (!everyone && clients.length === 0) throw forbidden();
      return await inScope(db, scopeOf(principal, clients), (tx) => listPeople(tx, clients, everyone));
    },

    /** Gives a person exactly these roles, within what the actor manages. Takes effect at once. */
    async setRoles(actor: Actor, personId: string, grants: RoleGrants): Promise<Person> {
      const { principal } = actor;
      requirePerson(principal);
      const clients = managedClients(principal);
      const everyone = managesOrganisation(principal);
      const now = clock();
      const person = await inScope(db, { clients }, async (tx) => {
        await OWNERS_LOCK.execute(tx);
        const before = await clientRolesOf(tx, personId);
        if (!everyone && before.length === 0) throw notFound();
        const roleBefore = await requireExisting(tx, personId);
        const ownRole = await organisationRoleOf(tx, principal.id);
        requireMayGrant(principal, ownRole, grants);
        if (everyone && grants.organisation_role !== roleBefore) {
          await requireOwnersStay(tx, ownRole, roleBefore);
          await setOrganisationRole(tx, personId, grants.organisation_role, actorOf(principal), now);
          await note(tx, actor, {
            action: 'person.organisation_role_changed',
            object: { type: 'person', id: personId },
            detail: { from: roleBefore, to: grants.organisation_role },
          });
        }
        const after = new Map(grants.roles.map((grant) => [grant.client_id, grant]));
        const was = new Map(before.map((grant) => [grant.client_id, grant.role]));
        await deleteClientRoles(
          tx,
          personId,
          before.map((grant) => grant.client_id).filter((id) => !after.has(id)),
        );
        for (const clientId of new Set([...was.keys(), ...after.keys()])) {
          const grant = after.get(clientId);
          if (grant?.role === was.get(clientId)) continue;
          if (grant) await setClientRole(tx, personId, grant, actorOf(principal), now);
          await note(tx, actor, {
            clientId,
            action: 'person.role_changed',
            object: { type: 'person', id: personId },
            detail: { from: was.get(clientId) ?? null, to: grant?.role ?? null },
          });
        }
        const [changed] = await listPeople(tx, clients, everyone, personId);
        return changed ?? (await withoutRoles(tx, personId));
      });
      access.forget(personId);
      return person;
    },

    /** Removes a person with their sessions, and revokes the keys and invitations they made. */
    async remove(actor: Actor, personId: string): Promise<void> {
      const { principal } = actor;
      requirePerson(principal);
      const clients = managedClients(principal);
      const now = clock();
      // Their roles may be at clients made a moment ago, so the installation itself deletes them.
      const revoked = await inScope(db, { clients, installation: managesOrganisation(principal) }, async (tx) => {
        await OWNERS_LOCK.execute(tx);
        const roles = await clientRolesOf(tx, personId);
        if (!managesOrganisation(principal) && roles.length === 0) throw notFound();
        const role = await requireExisting(tx, personId);
        requireOrganisation(principal, 'organisation.manage');
        await requireOwnersStay(tx, await organisationRoleOf(tx, principal.id), role);
        const keys = await revokeKeysOf(tx, personId, actorOf(principal), now);
        const invitations = await revokeInvitationsOf(tx, personId, actorOf(principal), now);
        await deleteClientRoles(
          tx,
          personId,
          roles.map((grant) => grant.client_id),
        );
        await tx.deleteFrom('auth_user').where('id', '=', personId).execute();
        await note(tx, actor, {
          action: 'person.removed',
          object: { type: 'person', id: personId },
          detail: { keys_revoked: keys, invitations_revoked: invitations },
        });
        return keys;
      });
      for (const id of [personId, ...revoked]) access.forget(id);
    },
  };
}

/** The person's role everywhere; 404 when there is no such person. */
async function requireExisting(tx: Connection, personId: string): Promise<Role | null> {
  const found = await tx.selectFrom('auth_user').select('id').where('id', '=', personId).executeTakeFirst();
  if (!found) throw notFound();
  return await organisationRoleOf(tx, personId);
}

/** Owners are changed by owners, and one always stays. */
async function requireOwnersStay(tx: Connection, ownRole: Role | null, roleBefore: Role | null): Promise<void> {
  if (roleBefore !== 'owner') return;
  if (ownRole !== 'owner') throw forbidden('Only an owner changes owners.');
  if ((await countOwners(tx)) === 1) {
    throw new AppError(409, 'last-owner', 'This is the last owner. Make somebody else an owner first.');
  }
}

async function listPeople(
  db: Connection,
  clients: readonly string[],
  everyone: boolean,
  onlyId?: string,
): Promise<Person[]> {
  const roles = await db
    .selectFrom('client_role')
    .select(['client_id', 'user_id', 'role'])
    .where('client_id', 'in', clients.length > 0 ? clients : [NOWHERE])
    .execute();
  const rolesOf = Map.groupBy(roles, (role) => role.user_id);
  const rows = await db
    .selectFrom('auth_user')
    .leftJoin('organisation_member', 'organisation_member.user_id', 'auth_user.id')
    .select(['id', 'name', 'email', 'two_factor_enabled', 'created_at', 'organisation_member.role'])
    .select((select) =>
      select
        .selectFrom('auth_session')
        .whereRef('auth_session.user_id', '=', 'auth_user.id')
        .select((session) => session.fn.max('auth_session.updated_at').as('at'))
        .as('last_seen_at'),
    )
    .$if(onlyId !== undefined, (query) => query.where('id', '=', onlyId as string))
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows
    .filter((row) => everyone || rolesOf.has(row.id))
    .map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      two_factor: row.two_factor_enabled,
      // What somebody may do elsewhere is not told to who manages single clients.
      organisation_role: everyone ? (row.role as Role | null) : null,
      roles: (rolesOf.get(row.id) ?? []).map(({ client_id, role }) => ({ client_id, role: role as Role })),
      last_seen_at: row.last_seen_at?.toISOString() ?? null,
      created_at: row.created_at.toISOString(),
    }));
}

/** No client has this id. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';

/** A person who has just lost the last role that the actor manages is shown once more, empty. */
async function withoutRoles(db: Connection, personId: string): Promise<Person> {
  const [person] = await listPeople(db, [], true, personId);
  if (!person) throw notFound();
  return { ...person, organisation_role: null, roles: [], last_seen_at: null };
}
