/** Writes an export: ids from the engine page by page, rows from PostgreSQL, a stream into the blobs. */
import { dayIn } from '#domain/calendar/days.ts';
import { advanceJob } from '../jobs/queries.ts';
import { Cancelled, JobError, type JobTools } from '../jobs/tools.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope } from '../platform/db.ts';
import { type TableWriter, tableWriter } from '../platform/tabular/write-table.ts';
import { type ClientFacts, findClientFacts } from './client-facts.ts';
import { ExportInput } from './export.ts';
import { type ExportColumn, exportColumns, type Showing } from './export-columns.ts';
import { countMatching, intoBlob, leadPages } from './export-file.ts';
import { leadWhere } from './filter.ts';
import { findFilterScope } from './segments/book.ts';
import { findLeadRows, openRow } from './view.ts';

/** Works an export job. Result: the blob, its format, the name of the file and how many rows it has. */
export async function runExport(tools: JobTools): Promise<Record<string, unknown>> {
  const { job, db, scope } = tools;
  const input = ExportInput.parse(job.input);
  const [client] = await inScope(db, scope, (tx) => findClientFacts(tx, [job.client_id]));
  if (client === undefined) throw new JobError('The client is not there any more.');
  const columns = exportColumns(input.columns, input.anonymised);
  const { blobId, written: rows } = await intoBlob(tools, async (sink) => {
    const writer = tableWriter(input.format, columns, sink);
    const count = await writeLeads(tools, client, input, columns, writer);
    await writer.end();
    return count;
  });
  await inScope(db, scope, (tx) =>
    append(tx, {
      clientId: job.client_id,
      actor: { kind: 'system', id: job.id },
      action: 'export.written',
      object: { type: 'job', id: job.id },
      detail: { rows, format: input.format, revealed: input.reveal },
    }),
  );
  const day = dayIn(client.timeZone, job.created_at.getTime());
  return { blob_id: blobId, format: input.format, file_name: `leads-${day}.${input.format}`, rows };
}

async function writeLeads(
  tools: JobTools,
  client: ClientFacts,
  input: ExportInput,
  columns: readonly ExportColumn[],
  writer: TableWriter,
): Promise<number> {
  const { job, db, scope, deps } = tools;
  const filterScope = await inScope(db, scope, (tx) => findFilterScope(tx, [client.id], input.filter, Date.now()));
  const where = leadWhere(input.filter, filterScope);
  const total = await countMatching(deps.clickhouse, where);
  const showing: Showing = {
    masked: !input.reveal,
    // Keyed, so that nobody without the key links it to the lead, and the same in every file of the client.
    idOf: input.anonymised ? (id) => deps.vault.blindIndex(client.id, 'export', id).toString('hex') : (id) => id,
  };
  let done = 0;
  for await (const page of leadPages(deps.clickhouse, where)) {
    const found = await inScope(db, scope, (tx) => findLeadRows(tx, page));
    const rows = new Map(found.map((row) => [row.id, row]));
    const lines = page.flatMap((id) => {
      const row = rows.get(id);
      // Deleted since the engine was told of it.
      if (row === undefined) return [];
      const personal = openRow(deps.vault, row);
      return [columns.map((column) => column.cell(row, personal, showing))];
    });
    await writer.write(lines);
    done += lines.length;
    const cancelled = await inScope(db, scope, (tx) => advanceJob(tx, job.id, { done, total }));
    if (cancelled) throw new Cancelled();
  }
  return done;
}
