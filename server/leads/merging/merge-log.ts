/** The merges of a client, newest first: what was joined, by whom, and whether it still stands. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { MergeListQuery, MergePage, MergeRecord } from '#contract/duplicates.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { type Connection, inScope } from '../../platform/db.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import type { LeadDeps } from '../deps.ts';
import { readLeads } from '../view.ts';
import { cursorOf, readCursor } from './cursor.ts';

export interface MergeRow {
  id: string;
  survivor: string;
  leads: string[];
  confirmed: boolean;
  weights: { a: string; b: string; bits: number }[];
  model_version: number | null;
  job_id: string | null;
  merged_by: string;
  merged_at: Date;
  undone_by: string | null;
  undone_at: Date | null;
  by_name?: string;
  undone_by_name?: string | null;
}

const COLUMNS = sql`e.id, e.survivor, e.confirmed, e.weights, e.model_version, e.job_id, e.merged_by, e.merged_at,
  e.undone_by, e.undone_at, array(select lead_id::text from merge_member m
    where m.client_id = e.client_id and m.merge_id = e.id order by lead_id) as leads`;

/** Merges by id, newest first. */
export async function findMerges(db: Connection, clientId: string, ids: readonly string[]): Promise<MergeRow[]> {
  const { rows } = await sql<MergeRow>`select ${COLUMNS} from merge_event e
    where e.client_id = ${clientId} and e.id = any(${uuidArray(ids)}::uuid[]) order by e.place desc`.execute(db);
  return rows;
}

/** The merge as the API shows it; `names` gives actors their names. */
export function mergeReply(row: MergeRow, names: ReadonlyMap<string, string> = new Map()): MergeRecord {
  const named = (actor: string) => names.get(actor) ?? (actor.startsWith('system:') ? 'Assay' : actor);
  return {
    id: row.id,
    survivor: row.survivor,
    leads: row.leads,
    confirmed: row.confirmed,
    weights: row.weights.map(({ a, b, bits }) => ({ lead_a: a, lead_b: b, bits })),
    model_version: row.model_version,
    job_id: row.job_id,
    by: named(row.merged_by),
    at: row.merged_at.toISOString(),
    undone_by: row.undone_by === null ? null : named(row.undone_by),
    undone_at: row.undone_at?.toISOString() ?? null,
  };
}

const Cursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

/** One page of a client's merges with the leads they joined, masked. */
export async function listMerges(deps: LeadDeps, principal: Principal, query: MergeListQuery): Promise<MergePage> {
  const { client_id: clientId, limit } = query;
  const clients = clientsFor(principal, 'lead.read', clientId);
  const after = readCursor(Cursor, query.cursor);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const { rows } = await sql<MergeRow>`select ${COLUMNS} from merge_event e
      where e.client_id = ${clientId}
        ${after ? sql`and (e.merged_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
      order by e.merged_at desc, e.id desc limit ${limit + 1}`.execute(tx);
    const page = rows.slice(0, limit);
    const leads = await readLeads(tx, deps.vault, [...new Set(page.flatMap(({ leads }) => leads))], true);
    const names = await deps.actorNames(
      tx,
      page.flatMap(({ merged_by, undone_by }) => [merged_by, undone_by ?? []].flat()),
    );
    const last = page.at(-1);
    return {
      merges: page.map((row) => ({
        ...mergeReply(row, names),
        members: leads.filter(({ id }) => row.leads.includes(id)),
      })),
      next_cursor: rows.length > limit && last ? cursorOf([last.merged_at.toISOString(), last.id]) : null,
    };
  });
}
