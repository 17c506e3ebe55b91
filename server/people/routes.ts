/** All routes of the people slice: who is there, what they may do, which clients there are, who did what. */

import type { App } from '../platform/http.ts';
import { type AuthRouteDeps, authRoutes } from './auth-routes.ts';
import { auditLogRoutes } from './routes-audit-log.ts';
import { type ClientRouteDeps, clientRoutes } from './routes-clients.ts';
import { type InvitationRouteDeps, invitationRoutes } from './routes-invitations.ts';
import { keyRoutes } from './routes-keys.ts';
import { personRoutes } from './routes-people.ts';
import { sessionRoutes } from './routes-sessions.ts';
import { setupRoutes } from './routes-setup.ts';
import { viewRoutes } from './routes-views.ts';
import type { SetupDeps } from './setup-service.ts';

export type PeopleDeps = AuthRouteDeps & SetupDeps & ClientRouteDeps & InvitationRouteDeps;

/** Registers sign-in under /api/auth and everything about people, keys, clients, views and the audit log. */
export function peopleRoutes(app: App, deps: PeopleDeps): void {
  authRoutes(app, deps);
  setupRoutes(app, deps);
  sessionRoutes(app, deps);
  clientRoutes(app, deps);
  personRoutes(app, deps);
  invitationRoutes(app, deps);
  keyRoutes(app, deps);
  viewRoutes(app, deps);
  auditLogRoutes(app, deps);
}
