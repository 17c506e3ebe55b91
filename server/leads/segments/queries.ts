/** Rows of segments and of their versions. */
import { sql } from 'kysely';
import { SegmentGroup } from '#contract/segment-rules.ts';
import type { Connection, Tx } from '../../platform/db.ts';

export async function findSegmentRows(db: Connection, clientId: string) {
  return await db.selectFrom('segment').selectAll().where('client_id', '=', clientId).orderBy('name').execute();
}
export type SegmentRow = Awaited<ReturnType<typeof findSegmentRows>>[number];

/** One segment; `lock` keeps others from changing it until the transaction ends. */
export async function findSegmentRow(db: Connection, clientId: string, id: string, lock = false) {
  return await db
    .selectFrom('segment')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function findVersionRows(db: Connection, clientId: string, id: string) {
  return await db
    .selectFrom('segment_version')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('segment_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
}

export interface SegmentContent {
  name: string;
  description: string;
  rules: SegmentGroup;
}

interface Writing extends SegmentContent {
  clientId: string;
  id: string;
  version: number;
  by: string;
}

/** Writes a new segment or the next version of one, and keeps the version. */
export async function writeSegment(tx: Tx, { clientId, id, version, by, ...content }: Writing): Promise<void> {
  const values = { ...content, rules: JSON.stringify(content.rules) };
  const changed = { ...values, version, updated_by: by, updated_at: sql<Date>`now()` };
  await tx
    .insertInto('segment')
    .values({ ...changed, client_id: clientId, id, created_by: by })
    .onConflict((conflict) => conflict.columns(['client_id', 'id']).doUpdateSet(changed))
    .execute();
  await tx
    .insertInto('segment_version')
    .values({ ...values, client_id: clientId, segment_id: id, version, saved_by: by })
    .execute();
}

export async function deleteSegmentRow(tx: Tx, clientId: string, id: string): Promise<void> {
  await tx.deleteFrom('segment').where('client_id', '=', clientId).where('id', '=', id).execute();
}

/** Stored rules as the domain reads them. */
export const rulesOf = (row: { rules: unknown }): SegmentGroup => SegmentGroup.parse(row.rules);
