/**
 * Works an import: rows are read, mapped, audited and stored in chunks. Each chunk is one transaction that also writes
 * its rejects, the counts and how far the file was read, so a killed import goes on with the next row, and no row is
 * lost or stored twice. The next chunk is prepared while PostgreSQL writes the one before.
 */
import { sql } from 'kysely';
import type { Reject } from '#contract/import.ts';
import { compileMapping } from '#domain/import/row.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { advanceJob } from '../jobs/queries.ts';
import { Cancelled, JobError, type JobTools } from '../jobs/tools.ts';
import { type Batch, prepareBatch, storeBatch } from '../leads/batch.ts';
import { type ClientContext, loadContext } from '../leads/context.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { dnsFacts, systemResolver } from '../platform/dns.ts';
import { byteaArray, int8Array, textArray } from '../platform/pg-arrays.ts';
import { readTable } from '../platform/tabular/read-table.ts';
import { TableError } from '../platform/tabular/table-error.ts';
import { findImport, type ImportPlan, type ImportRow, openPlan, sourceOf } from './queries.ts';

const ROWS_PER_CHUNK = 2000;

/** Rows of one transaction, ready to be written. */
interface Chunk {
  /** The last row that was read. */
  lastRow: number;
  read: number;
  batch: Batch;
  now: number;
  rejects: readonly Reject[];
  /** Bytes of the file read so far. */
  bytes: number;
}

/** Works an import job. Result: the summary, which adds up: read = stored + updated + rejected. */
export async function runImport({ job, db, scope, deps }: JobTools): Promise<Record<string, unknown>> {
  const { file, context } = await inScope(db, scope, async (tx) => ({
    file: await findImport(tx, (job.input as { import_id: string }).import_id),
    context: await loadContext(tx, job.client_id),
  }));
  const plan = file && openPlan(deps.vault, file);
  if (file === undefined || plan === undefined) throw new JobError('The import is gone.');
  const dns = deps.dns ? dnsFacts(systemResolver(), Date.now) : undefined;
  const counts = {
    read: file.read_rows,
    stored: file.stored_rows,
    updated: file.updated_rows,
    rejected: file.rejected_rows,
    reasons: file.reject_reasons as Record<string, number>,
  };
  let pending: Promise<void> | undefined;
  try {
    for await (const chunk of chunksOf(
      deps,
      { file, plan, context },
      (job.resume as { row?: number } | null)?.row ?? 0,
    )) {
      await pending;
      pending = write(chunk);
      // A fault is met when the write is awaited; until then it must not count as unhandled.
      pending.catch(() => {});
    }
    await pending;
  } catch (error) {
    await pending?.catch(() => {});
    if (error instanceof TableError) throw new JobError(error.message);
    throw error;
  }
  return {
    import_id: file.id,
    read: counts.read,
    stored: counts.stored,
    updated: counts.updated,
    rejected: counts.rejected,
  };

  async function write(chunk: Chunk): Promise<void> {
    if (file === undefined) return;
    const bench = { vault: deps.vault, context, now: chunk.now };
    const stop = await inScope(db, scope, async (tx) => {
      const options = { whole: true, actor: `system:import`, importId: file.id, ...(dns ? { dns } : {}) };
      const result = await storeBatch(tx, bench, chunk.batch, options);
      await writeRejects(tx, deps, file, chunk.rejects);
      counts.read += chunk.read;
      counts.stored += result.stored;
      counts.updated += result.updated;
      counts.rejected += new Set(chunk.rejects.map(({ row }) => row)).size;
      for (const { reason, field } of chunk.rejects) {
        counts.reasons[`${reason} ${field}`] = (counts.reasons[`${reason} ${field}`] ?? 0) + 1;
      }
      await saveCounts(tx, file, counts);
      await append(tx, {
        clientId: job.client_id,
        actor: { kind: 'system', id: job.id },
        action: 'lead.delivered',
        object: { type: 'import', id: file.id },
        detail: { stored: result.stored, updated: result.updated, rejected: chunk.rejects.length },
      });
      const total = Math.max(counts.read, Math.round((counts.read * file.file_bytes) / Math.max(chunk.bytes, 1)));
      return await advanceJob(tx, job.id, { done: counts.read, total, resume: { row: chunk.lastRow } });
    });
    if (stop) throw new Cancelled();
  }
}

async function* chunksOf(
  deps: JobTools['deps'],
  { file, plan: { shape, mapping }, context }: { file: ImportRow; plan: ImportPlan; context: ClientContext },
  afterRow: number,
): AsyncGenerator<Chunk> {
  const toLead = compileMapping(mapping, shape, { source: sourceOf(file.file_name) });
  const blob = await deps.blobs.get(file.client_id, file.blob_id);
  if (blob === null) throw new JobError('The uploaded file is gone.');
  let bytes = 0;
  const counted = async function* () {
    for await (const part of blob.stream as AsyncIterable<Buffer>) {
      bytes += part.length;
      yield part;
    }
  };
  let rows: TableRow[] = [];
  const chunk = (): Chunk => {
    const now = Date.now();
    const outcomes = rows.map(toLead);
    const leads = outcomes.flatMap((outcome) =>
      'lead' in outcome ? [{ ...outcome.lead, client_id: file.client_id }] : [],
    );
    const made: Chunk = {
      lastRow: rows.at(-1)?.row ?? afterRow,
      read: rows.length,
      now,
      batch: prepareBatch({ vault: deps.vault, context, now }, leads, file.id),
      rejects: outcomes.flatMap((outcome) => ('rejects' in outcome ? outcome.rejects : [])),
      bytes,
    };
    rows = [];
    return made;
  };
  for await (const some of readTable(counted(), shape)) {
    for (const row of some) {
      if (row.row <= afterRow) continue;
      rows.push(row);
      if (rows.length >= ROWS_PER_CHUNK) yield chunk();
    }
  }
  if (rows.length > 0) yield chunk();
}

async function writeRejects(
  tx: Tx,
  deps: JobTools['deps'],
  file: ImportRow,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const address = { table: 'import_reject', client: file.client_id, person: file.id };
  const sealed = rejects.map(({ message, raw }) =>
    deps.vault.seal(address, file.salt, file.epoch, Buffer.from(JSON.stringify({ message, raw }))),
  );
  await sql`
    insert into import_reject (client_id, import_id, row_number, field, reason, detail)
    select ${file.client_id}, ${file.id}, t.row_number, t.field, t.reason, t.detail
    from unnest(${int8Array(rejects.map(({ row }) => row))}::bigint[], ${textArray(rejects.map(({ field }) => field))}::text[],
      ${textArray(rejects.map(({ reason }) => reason))}::text[], ${byteaArray(sealed)}::bytea[]) as t(row_number, field, reason, detail)
    on conflict do nothing`.execute(tx);
}

async function saveCounts(
  tx: Tx,
  file: ImportRow,
  counts: { read: number; stored: number; updated: number; rejected: number; reasons: Record<string, number> },
): Promise<void> {
  await tx
    .updateTable('import')
    .set({
      read_rows: counts.read,
      stored_rows: counts.stored,
      updated_rows: counts.updated,
      rejected_rows: counts.rejected,
      reject_reasons: JSON.stringify(counts.reasons),
    })
    .where('client_id', '=', file.client_id)
    .where('id', '=', file.id)
    .execute();
}
