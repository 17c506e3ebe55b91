/** Writes one chunk of an import: leads, rejects, counts, audit entry and progress in one transaction. */
import { sql } from 'kysely';
import { LEAD_TARGETS, type Reject } from '#contract/import.ts';
import { advanceJob } from '../jobs/queries.ts';
import { Cancelled, type JobTools } from '../jobs/tools.ts';
import { type BatchResult, storeBatch } from '../leads/batch.ts';
import type { AskDns } from '../leads/reaudit.ts';
import { append } from '../platform/audit-log/append.ts';
import { type Database, inScope, type Scope, type Tx } from '../platform/db.ts';
import { byteaArray, int8Array, textArray } from '../platform/pg-arrays.ts';
import type { Chunk, ImportSource } from './chunks.ts';

export interface ChunkWriter {
  /** With its statements prepared. */
  db: Database;
  deps: JobTools['deps'];
  scope: Scope;
  jobId: string;
  source: ImportSource;
  dns: AskDns | undefined;
}

/** Writes the chunk. Throws `Cancelled` after taking it back when somebody asked the job to stop. */
export async function writeChunk(writer: ChunkWriter, chunk: Chunk): Promise<void> {
  const { db, deps, scope, jobId, source, dns } = writer;
  const { file, context } = source;
  const bench = { vault: deps.vault, context, ipCountries: deps.ipCountries, now: chunk.now };
  await inScope(db, scope, async (tx) => {
    const options = { whole: true, actor: 'system:import', importId: file.id, ...(dns ? { dns } : {}) };
    const result = await storeBatch(tx, bench, chunk.batch, options);
    await writeRejects(tx, writer, chunk.rejects);
    const read = await addCounts(tx, writer, chunk, result);
    await append(tx, {
      clientId: file.client_id,
      actor: { kind: 'system', id: jobId },
      action: 'lead.delivered',
      object: { type: 'import', id: file.id },
      detail: { stored: result.stored, updated: result.updated, rejected: chunk.rejects.length },
    });
    const total = Math.max(read, Math.round((read * file.file_bytes) / Math.max(chunk.bytes, 1)));
    if (await advanceJob(tx, jobId, { done: read, total, resume: { row: chunk.lastRow } })) throw new Cancelled();
  });
}

/** What a column is called in clear that Assay has no name for: its header may name a person. */
const OWN_FIELD = 'custom';
const TARGETS = new Set<string>(LEAD_TARGETS);
const isTarget = (field: string) => field === '' || TARGETS.has(field);

async function writeRejects(tx: Tx, { deps, source }: ChunkWriter, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  const { file } = source;
  const address = { table: 'import_reject', client: file.client_id, person: file.id };
  const sealed = rejects.map(({ message, raw, field }) => {
    const detail = isTarget(field) ? { message, raw } : { message, raw, field };
    return deps.vault.seal(address, file.salt, file.epoch, Buffer.from(JSON.stringify(detail)));
  });
  // Several columns of a row that are fields of the file's own are told apart by their place.
  const fields = rejects.map(({ field }, place) => (isTarget(field) ? field : `${OWN_FIELD} ${place + 1}`));
  await sql`
    insert into import_reject (client_id, import_id, row_number, field, reason, detail)
    select ${file.client_id}, ${file.id}, t.row_number, t.field, t.reason, t.detail
    from unnest(${int8Array(rejects.map(({ row }) => row))}::bigint[], ${textArray(fields)}::text[],
      ${textArray(rejects.map(({ reason }) => reason))}::text[], ${byteaArray(sealed)}::bytea[]) as t(row_number, field, reason, detail)
    on conflict do nothing`.execute(tx);
}

/** Adds to the counts, which other threads' chunks add to as well, in turn. Returns the rows read so far. */
async function addCounts(tx: Tx, { source }: ChunkWriter, chunk: Chunk, result: BatchResult): Promise<number> {
  const { id, client_id } = source.file;
  const before = await tx
    .selectFrom('import')
    .select(['read_rows', 'stored_rows', 'updated_rows', 'rejected_rows', 'reject_reasons'])
    .where('client_id', '=', client_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const reasons = { ...(before.reject_reasons as Record<string, number>) };
  for (const { reason, field } of chunk.rejects) {
    const key = `${reason} ${isTarget(field) ? field : OWN_FIELD}`;
    reasons[key] = (reasons[key] ?? 0) + 1;
  }
  const read = before.read_rows + chunk.read;
  await tx
    .updateTable('import')
    .set({
      read_rows: read,
      stored_rows: before.stored_rows + result.stored,
      updated_rows: before.updated_rows + result.updated,
      rejected_rows: before.rejected_rows + new Set(chunk.rejects.map(({ row }) => row)).size,
      reject_reasons: JSON.stringify(reasons),
    })
    .where('client_id', '=', client_id)
    .where('id', '=', id)
    .execute();
  return read;
}
