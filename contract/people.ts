/** People, invitations, keys, sessions, saved views and the audit log. */
import * as z from 'zod';
import { Id, Time } from './common.ts';
import { ClientCreate, ClientSettings, Role, Source } from './workspace.ts';

export const Email = z.email().max(254).toLowerCase();
export const PersonName = z.string().trim().min(1).max(120);
export const Password = z.string().min(12).max(256);

export const SetupState = z.object({ needed: z.boolean() });
export const SetupCreate = z.object({
  /** From the one-time link that the server printed. */
  token: z.string().min(1).max(200),
  name: PersonName,
  email: Email,
  password: Password,
});
export type SetupCreate = z.infer<typeof SetupCreate>;

export const ClientRole = z.object({ client_id: Id, role: Role.exclude(['owner']) });
export type ClientRole = z.infer<typeof ClientRole>;

/** What a person may do: one role everywhere, or roles at single clients, or both. */
export const RoleGrants = z.object({
  organisation_role: Role.nullable().default(null),
  roles: z.array(ClientRole).max(1000).default([]),
});
export type RoleGrants = z.infer<typeof RoleGrants>;

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  two_factor: z.boolean(),
  organisation_role: Role.nullable(),
  roles: z.array(z.object({ client_id: Id, role: Role })),
  last_seen_at: Time.nullable(),
  created_at: Time,
});
export type Person = z.infer<typeof Person>;
export const PersonList = z.object({ people: z.array(Person) });

export const INVITATION_STATES = ['open', 'accepted', 'revoked', 'expired'] as const;
export const InvitationCreate = RoleGrants.extend({ email: Email });
export type InvitationCreate = z.infer<typeof InvitationCreate>;
export const Invitation = z.object({
  id: Id,
  email: z.string(),
  organisation_role: Role.nullable(),
  roles: z.array(z.object({ client_id: Id, role: Role })),
  state: z.enum(INVITATION_STATES),
  created_by: z.string(),
  created_at: Time,
  expires_at: Time,
});
export type Invitation = z.infer<typeof Invitation>;
export const InvitationList = z.object({ invitations: z.array(Invitation) });
/** The link is shown this once; only its hash is kept. */
export const InvitationCreated = Invitation.extend({ url: z.string() });
/** What the holder of a link sees before accepting. */
export const InvitationOffer = z.object({
  email: z.string(),
  expires_at: Time,
  /** The e-mail has an account already: sign in with it, then accept. */
  account_exists: z.boolean(),
});
/** Name and password make a new account; both are left out by a person who is signed in. */
export const InvitationAccept = z.object({ name: PersonName.optional(), password: Password.optional() });
export type InvitationAccept = z.infer<typeof InvitationAccept>;

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  /** How the key begins, to recognise it by. */
  prefix: z.string(),
  actions: z.array(z.string()),
  client_ids: z.array(Id),
  requests_per_minute: z.int().min(1).max(100_000),
  burst: z.int().min(1).max(10_000),
  created_by: z.string(),
  created_at: Time,
  expires_at: Time.nullable(),
  last_used_at: Time.nullable(),
  revoked_at: Time.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyList = z.object({ keys: z.array(ApiKey) });
export const ApiKeyCreate = z.object({
  name: z.string().trim().min(1).max(100),
  /** `lead.read`, `lead.write`, `import.create`… */
  actions: z.array(z.string().max(60)).min(1).max(50),
  client_ids: z.array(Id).min(1).max(1000),
  expires_at: Time.optional(),
  requests_per_minute: z.int().min(1).max(100_000).default(600),
  burst: z.int().min(1).max(10_000).default(100),
});
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>;
/** The key is shown this once; only its hash is kept. */
export const ApiKeyCreated = ApiKey.extend({ key: z.string() });

export const SignInSession = z.object({
  id: z.string(),
  current: z.boolean(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: Time,
  last_seen_at: Time,
  expires_at: Time,
});
export const SignInSessionList = z.object({ sessions: z.array(SignInSession) });

export const ClientPatch = ClientCreate.partial().extend({ settings: ClientSettings.partial().optional() });
export type ClientPatch = z.infer<typeof ClientPatch>;
export const SourceList = z.object({ sources: z.array(Source).max(1000) });

export const SavedViewCreate = z.object({
  client_id: Id,
  name: z.string().trim().min(1).max(100),
  page: z.string().min(1).max(100),
  /** The parameters of the page's address, without personal values. */
  query: z.record(z.string().max(100), z.string().max(4000)),
  /** Seen by everyone at the client. */
  shared: z.boolean().default(false),
});
export type SavedViewCreate = z.infer<typeof SavedViewCreate>;
export const SavedView = SavedViewCreate.extend({
  id: Id,
  shared: z.boolean(),
  /** Made by the one who asks, who alone may delete it. */
  own: z.boolean(),
  created_at: Time,
});
export type SavedView = z.infer<typeof SavedView>;
export const SavedViewList = z.object({ views: z.array(SavedView) });

const AUDIT_FILTER = {
  /** `person:…`, `key:…`, `system`, `anonymous`. */
  actor: z.string().max(100).optional(),
  /** A slug such as `lead.revealed`, or its beginning with a star: `lead.*`. */
  action: z.string().max(100).optional(),
  object_type: z.string().max(100).optional(),
  object_id: z.string().max(200).optional(),
  client_id: Id.optional(),
  from: Time.optional(),
  to: Time.optional(),
};
export const AuditLogQuery = z.object({
  ...AUDIT_FILTER,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
});
export type AuditLogQuery = z.infer<typeof AuditLogQuery>;
export const AuditLogEntry = z.object({
  id: Id,
  at: Time,
  client_id: Id.nullable(),
  actor: z.string(),
  /** The person's or key's name, while there is one. */
  actor_label: z.string().nullable(),
  action: z.string(),
  object_type: z.string(),
  object_id: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
});
export type AuditLogEntry = z.infer<typeof AuditLogEntry>;
export const AuditLogPage = z.object({ entries: z.array(AuditLogEntry), next_cursor: z.string().nullable() });
export type AuditLogPage = z.infer<typeof AuditLogPage>;
export const AuditLogExport = z.object({ ...AUDIT_FILTER, format: z.enum(['csv', 'ndjson']) });
export type AuditLogExport = z.infer<typeof AuditLogExport>;
