/** Invitations by link: bound to one e-mail, good once, for seven days. */
import * as z from 'zod';
import { ClientRole, type Invitation, type InvitationAccept, type InvitationCreate } from '#contract/people.ts';
import { Role } from '#contract/workspace.ts';
import { actorOf, type Principal } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { type Database, inScope, type Tx } from '../platform/db.ts';
import { AppError, forbidden, notFound, refusedField } from '../platform/errors.ts';
import { uuidv7 } from '../platform/uuid.ts';
import type { AccessCache } from './access-cache.ts';
import { accessOfPerson } from './access-of-person.ts';
import { findAccountByEmail, insertAccount, setOrganisationRole } from './account-queries.ts';
import { type Actor, note } from './actor.ts';
import { setClientRole } from './client-role-queries.ts';
import { managedClients, managesOrganisation, organisationRoleOf, requireMayGrant, requirePerson } from './grants.ts';
import {
  acceptInvitation,
  findInvitation,
  findOpenInvitation,
  type InvitationRow,
  insertInvitation,
  listInvitations,
  revokeInvitation,
} from './invitation-queries.ts';
import { hashPassword, passwordFault } from './password.ts';
import { beginSession, type Visitor } from './sessions.ts';
import { hashOfToken, newToken } from './tokens.ts';

const DAYS_GOOD = 7;

export interface InvitationServiceDeps {
  db: Database;
  access: AccessCache;
  clock: () => Date;
}

export function invitationService({ db, access, clock }: InvitationServiceDeps) {
  return {
    /** Makes an invitation. The token is returned this once; only its hash is kept. */
    async create(actor: Actor, input: InvitationCreate): Promise<{ invitation: Invitation; token: string }> {
      const { principal } = actor;
      requirePerson(principal);
      if (input.organisation_role === null && input.roles.length === 0) {
        throw refusedField('roles', 'Give at least one role.');
      }
      const now = clock();
      const token = newToken();
      const row = await inScope(db, { clients: managedClients(principal) }, async (tx) => {
        requireMayGrant(principal, await organisationRoleOf(tx, principal.id), input);
        const created = await insertInvitation(tx, {
          id: uuidv7(),
          token_hash: hashOfToken(token),
          email: input.email,
          organisation_role: input.organisation_role,
          roles: input.roles,
          created_by: principal.id,
          created_at: now,
          expires_at: new Date(now.getTime() + DAYS_GOOD * 24 * 3_600_000),
        });
        await note(tx, actor, {
          action: 'invitation.created',
          object: { type: 'invitation', id: created.id },
          detail: { organisation_role: input.organisation_role, roles: input.roles },
        });
        return created;
      });
      return { invitation: shown(row, now), token };
    },

    /** The latest invitations, as far as the actor manages all that they give. */
    async list({ principal }: Actor): Promise<Invitation[]> {
      if (!managesOrganisation(principal) && managedClients(principal).length === 0) throw forbidden();
      const rows = await listInvitations(db);
      return rows.filter((row) => mayManage(principal, row)).map((row) => shown(row, clock()));
    },

    async revoke(actor: Actor, id: string): Promise<void> {
      const { principal } = actor;
      await inScope(db, { clients: managedClients(principal) }, async (tx) => {
        const row = await findInvitation(tx, id);
        if (!row || !mayManage(principal, row)) throw notFound();
        requirePerson(principal);
        if (!(await revokeInvitation(tx, id, actorOf(principal), clock()))) {
          throw new AppError(409, 'invitation-closed', 'This invitation was accepted or revoked before.');
        }
        await note(tx, actor, { action: 'invitation.revoked', object: { type: 'invitation', id } });
      });
    },

    /** What the holder of a link may know. */
    async offer(token: string): Promise<{ email: string; expires_at: string; account_exists: boolean }> {
      const row = await findOpenInvitation(db, hashOfToken(token), clock());
      if (!row) throw notFound();
      const account = await findAccountByEmail(db, row.email);
      return { email: row.email, expires_at: row.expires_at.toISOString(), account_exists: account !== undefined };
    },

    /**
     * Accepts an invitation: with name and password for a new account, or as the person signed in by the e-mail it is
     * bound to. Returns the token of a new session for a new account.
     */
    async accept(
      token: string,
      input: InvitationAccept,
      { visitor, principal }: { visitor: Visitor; principal: Principal | undefined },
    ): Promise<{ id: string; sessionToken: string | undefined }> {
      const now = clock();
      const row = await findOpenInvitation(db, hashOfToken(token), now);
      if (!row) throw notFound();
      const grants = { organisation_role: roleOf(row), roles: rolesOf(row) };
      await requireInviterStillMay(db, row.created_by, grants);
      const existing = await findAccountByEmail(db, row.email);
      const account = existing ? undefined : await newAccount(row.email, input);
      if (existing && principal?.id !== existing.id) {
        // Of two who open the link at once, the later finds the account that the earlier made, and a spent link.
        if (!(await findOpenInvitation(db, hashOfToken(token), now))) throw notFound();
        throw new AppError(
          403,
          'sign-in-first',
          'This e-mail has an account. Sign in with it, then open the link again.',
        );
      }
      const clients = grants.roles.map((role) => role.client_id);
      const accepted = await inScope(db, { clients }, async (tx) => {
        const id = existing?.id ?? (account && (await insertAccount(tx, account, now)));
        if (id === undefined || !(await acceptInvitation(tx, row.id, id, now))) throw notFound();
        await giveRoles(tx, id, row, now);
        await append(tx, {
          clientId: null,
          actor: { kind: 'person', id },
          action: 'invitation.accepted',
          object: { type: 'invitation', id: row.id },
          ip: visitor.ip,
        });
        return { id, sessionToken: existing ? undefined : await beginSession(tx, id, visitor, now) };
      });
      access.forget(accepted.id);
      return accepted;
    },
  };
}

async function newAccount(email: string, { name, password }: InvitationAccept) {
  if (name === undefined) throw refusedField('name', 'Say your name.');
  if (password === undefined) throw refusedField('password', 'Choose a password.');
  const fault = passwordFault(password, [name, email, 'assay']);
  if (fault) throw refusedField('password', fault);
  return { name, email, passwordHash: await hashPassword(password) };
}

/** A link is worth no more than the rights its maker has by now. */
async function requireInviterStillMay(
  db: Database,
  inviterId: string,
  grants: { organisation_role: Role | null; roles: ClientRole[] },
) {
  const inviter = await accessOfPerson(db, inviterId);
  if (!inviter) throw notFound();
  try {
    requireMayGrant(inviter.principal, inviter.organisationRole, grants);
  } catch {
    throw notFound();
  }
}

async function giveRoles(tx: Tx, userId: string, row: InvitationRow, now: Date): Promise<void> {
  const by = `person:${row.created_by}`;
  const role = roleOf(row);
  // An owner who opens an invitation to less stays an owner.
  if (role !== null && (await organisationRoleOf(tx, userId)) !== 'owner') {
    await setOrganisationRole(tx, userId, role, by, now);
  }
  for (const grant of rolesOf(row)) await setClientRole(tx, userId, grant, by, now);
}

function mayManage(principal: Principal, row: InvitationRow): boolean {
  if (managesOrganisation(principal)) return true;
  const managed = new Set(managedClients(principal));
  return roleOf(row) === null && rolesOf(row).every((role) => managed.has(role.client_id));
}

function rolesOf(row: InvitationRow): ClientRole[] {
  return z.array(ClientRole).parse(row.roles);
}

function roleOf(row: InvitationRow): Role | null {
  return Role.nullable().parse(row.organisation_role);
}

function shown(row: InvitationRow, now: Date): Invitation {
  const { accepted_at, revoked_at, expires_at, created_at, ...rest } = row;
  const state = accepted_at ? 'accepted' : revoked_at ? 'revoked' : expires_at <= now ? 'expired' : 'open';
  return {
    ...rest,
    organisation_role: roleOf(row),
    roles: rolesOf(row),
    state,
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
  };
}
