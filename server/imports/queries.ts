/** Rows of imports: uploaded files, their mappings, what came of them. */
import { sql } from 'kysely';
import * as z from 'zod';
import { FileShape, ImportMapping } from '#contract/import.ts';
import type { Connection, Tx } from '../platform/db.ts';
import type { Vault } from '../platform/vault/vault.ts';

export async function findImport(db: Connection, id: string) {
  return await db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirst();
}

export type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>;

/**
 * The file's name, and how it is read once its import was started. It quotes headers, and of a file without any the first
 * row, so it is kept sealed.
 */
const ImportPlan = z.object({
  file_name: z.string(),
  reading: z.object({ shape: FileShape, mapping: ImportMapping }).optional(),
});
export type ImportPlan = z.infer<typeof ImportPlan>;

/** What the plan is sealed with. */
type PlanKey = Pick<ImportRow, 'client_id' | 'id' | 'salt' | 'epoch'>;

const planAddress = ({ client_id, id }: Pick<ImportRow, 'client_id' | 'id'>) => ({
  table: 'import',
  client: client_id,
  person: id,
});

export function sealPlan(vault: Vault, row: PlanKey, plan: ImportPlan): Buffer {
  return vault.seal(planAddress(row), row.salt, row.epoch, Buffer.from(JSON.stringify(plan)));
}

export function openPlan(vault: Vault, row: ImportRow): ImportPlan {
  if (row.plan === null) throw new Error(`Import ${row.id} has no plan.`);
  return ImportPlan.parse(JSON.parse(vault.open(planAddress(row), row.salt, row.plan).toString()));
}

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

const mappingAddress = (client: string, fingerprint: string) => ({
  table: 'import_mapping',
  client,
  person: fingerprint,
});

export async function rememberedMapping(
  db: Connection,
  vault: Vault,
  clientId: string,
  fingerprint: string,
): Promise<ImportMapping | undefined> {
  const row = await db
    .selectFrom('import_mapping')
    .select(['mapping', 'salt'])
    .where('client_id', '=', clientId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return ImportMapping.parse(
    JSON.parse(vault.open(mappingAddress(clientId, fingerprint), row.salt, row.mapping).toString()),
  );
}

export async function rememberMapping(
  tx: Tx,
  vault: Vault,
  { clientId, fingerprint, mapping }: { clientId: string; fingerprint: string; mapping: ImportMapping },
): Promise<void> {
  const salt = vault.newSalt();
  const bytes = Buffer.from(JSON.stringify(mapping));
  const sealed = vault.seal(mappingAddress(clientId, fingerprint), salt, vault.currentEpoch, bytes);
  await tx
    .insertInto('import_mapping')
    .values({ client_id: clientId, fingerprint, salt, mapping: sealed })
    .onConflict((conflict) =>
      conflict.columns(['client_id', 'fingerprint']).doUpdateSet({ salt, mapping: sealed, updated_at: sql`now()` }),
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
