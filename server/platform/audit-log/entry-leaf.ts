import { sql } from 'kysely';
import { leafHash } from '#domain/audit-log/merkle.ts';

/** An entry as PostgreSQL writes each of its values, so that no value is rounded on its way into the hash. */
export type EntryText = {
  id: string;
  client_id: string | null;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  action: string;
  object_type: string;
  object_id: string | null;
  detail: string;
  ip: string | null;
  epoch: string;
  ver: string;
};

/** Selects an `EntryText` from `audit_entry e`, whatever time zone and date style the session has. */
export const ENTRY_TEXT = sql`
  e.id::text as id, e.client_id::text as client_id,
  to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.actor_kind, e.actor_id, e.action, e.object_type, e.object_id,
  e.detail::text as detail, e.ip::text as ip, e.epoch::text as epoch, e.ver::text as ver`;

/** The leaf hash of an entry: over JSON with the keys in alphabetical order, no spaces, every value a text or null. */
export function entryLeaf(entry: EntryText): Buffer {
  return leafHash(
    JSON.stringify({
      action: entry.action,
      actor_id: entry.actor_id,
      actor_kind: entry.actor_kind,
      at: entry.at,
      client_id: entry.client_id,
      detail: entry.detail,
      epoch: entry.epoch,
      id: entry.id,
      ip: entry.ip,
      object_id: entry.object_id,
      object_type: entry.object_type,
      ver: entry.ver,
    }),
  );
}
