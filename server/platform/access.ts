/** Who may do what: one typed matrix of role and action, and the question every service asks first. */
import type { FastifyRequest } from 'fastify';
import type { Role } from '#contract/workspace.ts';
import type { Scope } from './db.ts';
import { forbidden, notFound, unauthenticated } from './errors.ts';

export const CLIENT_ACTIONS = [
  'lead.read',
  'lead.reveal',
  'lead.write',
  'lead.audit',
  'lead.export',
  'import.create',
  'scoring.write',
  'client.manage',
  'people.manage',
  'audit.read',
] as const;
export const ORGANISATION_ACTIONS = ['client.create', 'key.manage', 'organisation.manage'] as const;
export type ClientAction = (typeof CLIENT_ACTIONS)[number];
export type OrganisationAction = (typeof ORGANISATION_ACTIONS)[number];

const ROLE_ACTIONS: Record<Role, readonly ClientAction[]> = {
  owner: CLIENT_ACTIONS,
  admin: CLIENT_ACTIONS,
  analyst: ['lead.read', 'lead.reveal', 'lead.write', 'lead.audit', 'lead.export', 'import.create', 'scoring.write'],
  marketer: ['lead.read', 'lead.write', 'lead.audit', 'lead.export', 'import.create'],
  reviewer: ['lead.read'],
  privacy_officer: ['lead.read', 'lead.reveal', 'lead.export', 'audit.read'],
  read_only: ['lead.read'],
};

/** What a role may do at a client. */
export function actionsOf(role: Role): readonly ClientAction[] {
  return ROLE_ACTIONS[role];
}

/** What a role may do for the whole installation, when it is held organisation-wide. */
export function organisationActionsOf(role: Role): readonly OrganisationAction[] {
  return role === 'owner' || role === 'admin' ? ORGANISATION_ACTIONS : [];
}

/** Who asks: a signed-in person, an API key, or the server itself working a job. */
export interface Principal {
  kind: 'person' | 'key' | 'system';
  id: string;
  /** Name as the history shows it. */
  label: string;
  clients: ReadonlyMap<string, ReadonlySet<ClientAction>>;
  organisation: ReadonlySet<OrganisationAction>;
}

/**
 * The clients a request works on: the one it names, else all on which the principal may do `action`.
 * Throws 404 for a client the principal may not know of, 403 for one where the action is not allowed.
 */
export function clientsFor(principal: Principal, action: ClientAction, clientId?: string): string[] {
  if (clientId !== undefined) {
    const actions = principal.clients.get(clientId);
    if (actions === undefined) throw notFound();
    if (!actions.has(action)) throw forbidden();
    return [clientId];
  }
  const allowed = [...principal.clients].filter(([, actions]) => actions.has(action)).map(([id]) => id);
  if (allowed.length === 0 && principal.clients.size > 0) throw forbidden();
  return allowed;
}

/** Throws 403 unless the principal may do `action` for the installation. */
export function requireOrganisation(principal: Principal, action: OrganisationAction): void {
  if (!principal.organisation.has(action)) throw forbidden();
}

/** The row-level scope of a principal working on `clients`. */
export function scopeOf(principal: Principal, clients: readonly string[]): Scope {
  return { clients, ...(principal.kind === 'person' ? { user: principal.id } : {}) };
}

/** How a history names the actor: `person:…`, `key:…`, `system:…`. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}

const principals = new WeakMap<FastifyRequest, Principal>();

/** Remembers who sent a request; called once, by the authentication hook. */
export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

/** Who sent the request. Throws 401 where nobody is known. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw unauthenticated();
  return principal;
}
