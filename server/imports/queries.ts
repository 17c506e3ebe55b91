/** Rows of imports: uploaded files, their mappings, what came of them. */
import { sql } from 'kysely';
import type { ImportMapping } from '#contract/import.ts';
import type { Connection, Tx } from '../platform/db.ts';

export async function findImport(db: Connection, id: string) {
  return await db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirst();
}

export type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>;

/** The newest imports of a client that were started. */
export async function listImports(db: Connection, clients: readonly string[], limit: number): Promise<ImportRow[]> {
  return await db
    .selectFrom('import')
    .selectAll()
    .where('client_id', '=', sql<string>`any(${clients}::uuid[])`)
    .where('job_id', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

export async function rememberedMapping(db: Connection, clientId: string, fingerprint: string) {
  const row = await db
    .selectFrom('import_mapping')
    .select('mapping')
    .where('client_id', '=', clientId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row?.mapping;
}

export async function rememberMapping(
  tx: Tx,
  clientId: string,
  fingerprint: string,
  mapping: ImportMapping,
): Promise<void> {
  await tx
    .insertInto('import_mapping')
    .values({ client_id: clientId, fingerprint, mapping: JSON.stringify(mapping) })
    .onConflict((conflict) =>
      conflict
        .columns(['client_id', 'fingerprint'])
        .doUpdateSet({ mapping: JSON.stringify(mapping), updated_at: sql`now()` }),
    )
    .execute();
}

/** Rejected rows in the order of the file, from after a row and field. */
export async function rejectsOf(
  db: Connection,
  clientId: string,
  importId: string,
  after: { row: number; field: string },
  limit: number,
) {
  return await db
    .selectFrom('import_reject')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('import_id', '=', importId)
    .where(sql<boolean>`(row_number, field) > (${after.row}, ${after.field})`)
    .orderBy('row_number')
    .orderBy('field')
    .limit(limit)
    .execute();
}

/** The source of leads whose file names none: the file's own name without its ending. */
export function sourceOf(fileName: string): string {
  return fileName.replace(/\.[a-z0-9]{1,8}$/i, '') || fileName;
}
