/** Reading the audit log: filtered, newest first, page by page; exported as a stream of the same pages. */
import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import type { AuditLogEntry, AuditLogExport, AuditLogPage, AuditLogQuery } from '#contract/people.ts';
import { clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { type Connection, type Database, inScope } from '../platform/db.ts';
import { refusedField } from '../platform/errors.ts';
import { type Actor, note } from './actor.ts';
import { managesOrganisation } from './grants.ts';

const EXPORT_PAGE = 1000;
const CSV_COLUMNS = [
  'at',
  'actor',
  'actor_label',
  'action',
  'object_type',
  'object_id',
  'client_id',
  'ip',
  'detail',
  'id',
] as const;

/** PostgreSQL's text of a time in UTC, and a UUID. */
const CURSOR = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00)\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

type Filter = Omit<AuditLogQuery, 'limit' | 'cursor'>;
/** Where a page ended: the time to the microsecond, and the id. */
interface Position {
  at: string;
  id: string;
}

export function auditLogService({ db }: { db: Database }) {
  async function readPage(principal: Principal, filter: Filter, limit: number, after: Position | undefined) {
    const clients = clientsFor(principal, 'audit.read', filter.client_id);
    // Entries without a client concern the installation; who manages the organisation reads them too.
    const installation = managesOrganisation(principal) && filter.client_id === undefined;
    const scope = { ...scopeOf(principal, clients), installation };
    return await inScope(db, scope, (tx) => selectEntries(tx, { clients, installation, filter, limit, after }));
  }

  return {
    async list(principal: Principal, { limit, cursor, ...filter }: AuditLogQuery): Promise<AuditLogPage> {
      const after = cursor === undefined ? undefined : parseCursor(cursor);
      const rows = await readPage(principal, filter, limit + 1, after);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        entries: page.map(shown),
        next_cursor: rows.length > limit && last ? cursorOf({ at: last.at_exact, id: last.id }) : null,
      };
    },

    /** The lines of an export, in pieces. That it was exported is itself an entry, written before the first piece. */
    async export(actor: Actor, { format, ...filter }: AuditLogExport): Promise<AsyncIterable<string>> {
      const clients = clientsFor(actor.principal, 'audit.read', filter.client_id);
      await inScope(db, scopeOf(actor.principal, clients), (tx) =>
        note(tx, actor, {
          ...(filter.client_id === undefined ? {} : { clientId: filter.client_id }),
          action: 'audit_log.exported',
          object: { type: 'audit_log', id: null },
          detail: { format, filters: Object.keys(filter) },
        }),
      );
      return exportPieces((after) => readPage(actor.principal, filter, EXPORT_PAGE, after), format);
    },
  };
}

type Row = Awaited<ReturnType<typeof selectEntries>>[number];

async function* exportPieces(read: (after: Position | undefined) => Promise<Row[]>, format: 'csv' | 'ndjson') {
  if (format === 'csv') yield stringify([CSV_COLUMNS]);
  let after: Position | undefined;
  for (;;) {
    const rows = await read(after);
    if (rows.length > 0) yield format === 'csv' ? asCsv(rows.map(shown)) : asNdjson(rows.map(shown));
    const last = rows.at(-1);
    if (rows.length < EXPORT_PAGE || !last) return;
    after = { at: last.at_exact, id: last.id };
  }
}

function asNdjson(entries: AuditLogEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function asCsv(entries: AuditLogEntry[]): string {
  const records = entries.map((entry) => CSV_COLUMNS.map((column) => textOf(entry[column])));
  // A cell that a spreadsheet would take for a formula gets an apostrophe in front.
  return stringify(records, { escape_formulas: true });
}

function textOf(value: unknown): string {
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

interface Selection {
  clients: readonly string[];
  installation: boolean;
  filter: Filter;
  limit: number;
  after: Position | undefined;
}

async function selectEntries(db: Connection, { clients, installation, filter, limit, after }: Selection) {
  const actor = filter.actor?.split(':', 2);
  const { action } = filter;
  return await db
    .selectFrom('audit_entry as entry')
    .leftJoin('auth_user', 'auth_user.id', 'entry.actor_id')
    .leftJoin('api_key', (join) => join.on(sql<boolean>`api_key.id::text = entry.actor_id`))
    .select(['entry.id', 'entry.at', 'entry.client_id', 'entry.actor_kind', 'entry.actor_id', 'entry.action'])
    .select(['entry.object_type', 'entry.object_id', 'entry.detail', 'entry.ip'])
    .select(sql<string | null>`coalesce(auth_user.name, api_key.name)`.as('actor_label'))
    .select(sql<string>`entry.at::text`.as('at_exact'))
    .where((where) =>
      where.or([
        where('entry.client_id', '=', sql<string>`any(${[...clients]}::uuid[])`),
        ...(installation ? [where('entry.client_id', 'is', null)] : []),
      ]),
    )
    .$if(actor !== undefined, (query) => query.where('entry.actor_kind', '=', actor?.[0] ?? ''))
    .$if(actor?.[1] !== undefined, (query) => query.where('entry.actor_id', '=', actor?.[1] ?? ''))
    .$if(action?.endsWith('*') === true, (query) =>
      query.where(sql<boolean>`starts_with(entry.action, ${action?.slice(0, -1)})`),
    )
    .$if(action !== undefined && !action.endsWith('*'), (query) => query.where('entry.action', '=', action as string))
    .$if(filter.object_type !== undefined, (query) =>
      query.where('entry.object_type', '=', filter.object_type as string),
    )
    .$if(filter.object_id !== undefined, (query) => query.where('entry.object_id', '=', filter.object_id as string))
    .$if(filter.from !== undefined, (query) => query.where('entry.at', '>=', new Date(filter.from as string)))
    .$if(filter.to !== undefined, (query) => query.where('entry.at', '<', new Date(filter.to as string)))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(entry.at, entry.id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('entry.at', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(limit)
    .execute();
}

function shown(row: Row): AuditLogEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    client_id: row.client_id,
    actor: row.actor_id === null ? row.actor_kind : `${row.actor_kind}:${row.actor_id}`,
    actor_label: row.actor_label,
    action: row.action,
    object_type: row.object_type,
    object_id: row.object_id,
    detail: row.detail as Record<string, unknown>,
    ip: row.ip,
  };
}

function cursorOf({ at, id }: Position): string {
  return Buffer.from(`${at}|${id}`).toString('base64url');
}

function parseCursor(cursor: string): Position {
  const parts = CURSOR.exec(Buffer.from(cursor, 'base64url').toString());
  if (!parts?.[1] || !parts[2] || Number.isNaN(Date.parse(`${parts[1].slice(0, 19).replace(' ', 'T')}Z`))) {
    throw refusedField('cursor', 'This is no cursor of ours.');
  }
  return { at: parts[1], id: parts[2] };
}
