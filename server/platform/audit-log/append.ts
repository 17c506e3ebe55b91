import { sql } from 'kysely';
import type { Connection } from '../db.ts';
import { uuidv7 } from '../uuid.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** What somebody did: one line of the audit log. */
export type AuditEntry = {
  /** Null for what concerns the whole installation. */
  clientId: string | null;
  /** Who did it; an anonymous actor and the system may have no id. */
  actor: { kind: 'person' | 'key' | 'system' | 'anonymous'; id: string | null };
  /** Stable slug of object and verb, such as `lead.revealed`. */
  action: string;
  object: { type: string; id: string | null };
  /** Facts without personal data: ids, counts, names of fields, states. */
  detail?: { [key: string]: JsonValue };
  /** Address of the client that asked, IPv4 or IPv6. */
  ip?: string | null;
};

/** Appends one entry within the transaction of what it tells of, so that both are there or neither. */
export async function append(db: Connection, entry: AuditEntry): Promise<void> {
  await appendAll(db, [entry]);
}

/** Appends entries in their order in one statement. The scope must show their clients. */
export async function appendAll(db: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  // No `returning`: what concerns the installation may be written here but not read.
  await sql`
    insert into audit_entry (id, client_id, actor_kind, actor_id, action, object_type, object_id, detail, ip)
    select * from unnest(
      ${entries.map(() => uuidv7())}::uuid[],
      ${entries.map((entry) => entry.clientId)}::uuid[],
      ${entries.map((entry) => entry.actor.kind)}::text[],
      ${entries.map((entry) => entry.actor.id)}::text[],
      ${entries.map((entry) => entry.action)}::text[],
      ${entries.map((entry) => entry.object.type)}::text[],
      ${entries.map((entry) => entry.object.id)}::text[],
      ${entries.map((entry) => JSON.stringify(entry.detail ?? {}))}::jsonb[],
      ${entries.map((entry) => entry.ip ?? null)}::inet[]
    )`.execute(db);
}
