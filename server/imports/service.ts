/** Imports of uploaded files: started, and what came of them. */
import { type ImportCreate, type ImportRecord, RejectReason } from '#contract/import.ts';
import { findJob, insertJob, jobReply } from '../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { AppError, notFound, refusedField } from '../platform/errors.ts';
import type { ImportDeps } from './deps.ts';
import { findImport, type ImportRow, listImports, openPlan, rejectsOf, rememberMapping, sealPlan } from './queries.ts';
import { requireReadable } from './upload.ts';

const IMPORTS_SHOWN = 100;
const REJECTS_AT_ONCE = 1000;

/** Starts the import of an upload as a job. An upload is imported once. */
export async function startImport(deps: ImportDeps, principal: Principal, input: ImportCreate): Promise<ImportRecord> {
  const clients = clientsFor(principal, 'import.create', input.client_id);
  requireReadable(input.mapping);
  const targets = new Set(input.mapping.columns.map(({ target }) => target));
  const fixed = input.mapping.constants;
  if (!targets.has('email') && !targets.has('phone') && !fixed.email && !fixed.phone) {
    throw refusedField('mapping.columns', 'a column for email or phone is needed');
  }
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const file = await tx
      .selectFrom('import')
      .selectAll()
      .where('id', '=', input.upload_id)
      .where('client_id', '=', input.client_id)
      .forUpdate()
      .executeTakeFirst();
    if (file === undefined) throw notFound();
    if (file.job_id !== null) throw new AppError(409, 'import-started', 'This upload is imported already.');
    const jobId = await insertJob(tx, {
      clientId: file.client_id,
      kind: 'import',
      title: 'Import',
      input: { import_id: file.id },
      createdBy: actorOf(principal),
    });
    const plan = { ...openPlan(deps.vault, file), reading: { shape: input.shape, mapping: input.mapping } };
    await tx
      .updateTable('import')
      .set({ job_id: jobId, plan: sealPlan(deps.vault, file, plan) })
      .where('id', '=', file.id)
      .execute();
    if (input.remember) {
      const { client_id: clientId, fingerprint } = file;
      await rememberMapping(tx, deps.vault, { clientId, fingerprint, mapping: input.mapping });
    }
    await append(tx, {
      clientId: file.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'import.started',
      object: { type: 'import', id: file.id },
    });
    await deps.queue.send(tx, { client_id: file.client_id, job_id: jobId });
    return await recordOf(deps, tx, { ...file, job_id: jobId });
  });
}

/** The newest imports that were started. */
export async function getImports(deps: ImportDeps, principal: Principal, clientId?: string): Promise<ImportRecord[]> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const rows = await listImports(tx, clients, IMPORTS_SHOWN);
    return await Promise.all(rows.map((row) => recordOf(deps, tx, row)));
  });
}

export async function getImport(deps: ImportDeps, principal: Principal, id: string): Promise<ImportRecord> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const row = await findImport(tx, id);
    if (row === undefined || row.job_id === null) throw notFound();
    return await recordOf(deps, tx, row);
  });
}

async function recordOf(deps: ImportDeps, tx: Tx, row: ImportRow): Promise<ImportRecord> {
  const job = row.job_id === null ? undefined : await findJob(tx, row.job_id);
  if (job === undefined) throw notFound();
  const names = await deps.actorNames(tx, [row.created_by]);
  return {
    id: row.id,
    client_id: row.client_id,
    file_name: openPlan(deps.vault, row).file_name,
    file_bytes: row.file_bytes,
    created_at: row.created_at.toISOString(),
    created_by_name: names.get(row.created_by) ?? 'Assay',
    job: jobReply(job),
    summary: {
      read: row.read_rows,
      stored: row.stored_rows,
      updated: row.updated_rows,
      rejected: row.rejected_rows,
      by_reason: reasonsOf(row.reject_reasons as Record<string, number>),
    },
  };
}

/** Counts are kept by `reason field`. */
function reasonsOf(counts: Record<string, number>): ImportRecord['summary']['by_reason'] {
  return Object.entries(counts)
    .map(([key, rows]) => {
      const space = key.indexOf(' ');
      return { reason: RejectReason.parse(key.slice(0, space)), field: key.slice(space + 1), rows };
    })
    .sort((a, b) => b.rows - a.rows);
}

/** The rejected rows as they are read, page by page; reading them is recorded, because they quote the file. */
export async function* rejectedRows(deps: ImportDeps, principal: Principal, id: string) {
  const clients = clientsFor(principal, 'import.create');
  const scope = scopeOf(principal, clients);
  const file = await inScope(deps.db, scope, async (tx) => {
    const row = await findImport(tx, id);
    if (row === undefined || row.job_id === null) throw notFound();
    await append(tx, {
      clientId: row.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'import.rejects-read',
      object: { type: 'import', id },
    });
    return row;
  });
  const address = { table: 'import_reject', client: file.client_id, person: file.id };
  let after = { row: -1, field: '' };
  for (;;) {
    const rows = await inScope(deps.db, scope, (tx) => rejectsOf(tx, file.client_id, id, after, REJECTS_AT_ONCE));
    yield rows.map((row) => {
      const detail = JSON.parse(deps.vault.open(address, file.salt, row.detail).toString());
      return {
        row: row.row_number,
        field: row.field,
        reason: row.reason,
        // A header stands in the sealed part alone.
        ...(detail as { message: string; raw: string; field?: string }),
      };
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < REJECTS_AT_ONCE) return;
    after = { row: last.row_number, field: last.field };
  }
}
