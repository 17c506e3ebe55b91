/** Writes an export: ids from the engine page by page, rows from PostgreSQL, a stream into the blobs. */
import { PassThrough } from 'node:stream';
import * as z from 'zod';
import { dayIn } from '#domain/calendar/days.ts';
import { advanceJob } from '../jobs/queries.ts';
import { Cancelled, JobError, type JobTools } from '../jobs/tools.ts';
import { append } from '../platform/audit-log/append.ts';
import { ask, SafeInteger } from '../platform/clickhouse.ts';
import { inScope } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { type TableWriter, tableWriter } from '../platform/tabular/write-table.ts';
import { type ClientFacts, findClientFacts } from './client-facts.ts';
import { ExportInput } from './export.ts';
import { type ExportColumn, exportColumns, type Showing } from './export-columns.ts';
import { leadWhere, type Where } from './filter.ts';
import { cursorAfter, listOrder } from './list-order.ts';
import { findFilterScope } from './segments/book.ts';
import { findLeadRows, openRow } from './view.ts';

const LEADS_PER_CHUNK = 1000;
const FILE_BYTES_MAX = 8 * 1024 ** 3;
const BUFFER_BYTES = 1024 ** 2;

/** Works an export job. Result: the blob, its format, the name of the file and how many rows it has. */
export async function runExport(tools: JobTools): Promise<Record<string, unknown>> {
  const { job, db, scope, deps } = tools;
  const input = ExportInput.parse(job.input);
  const [client] = await inScope(db, scope, (tx) => findClientFacts(tx, [job.client_id]));
  if (client === undefined) throw new JobError('The client is not there any more.');
  const columns = exportColumns(input.columns, input.anonymised);
  const pipe = new PassThrough({ highWaterMark: BUFFER_BYTES });
  const stored = deps.blobs.put(job.client_id, pipe, { bytesMax: FILE_BYTES_MAX });
  // The fault is told where the file ends; until then nobody waits for it.
  stored.catch(() => undefined);
  try {
    const writer = tableWriter(input.format, columns, pipe);
    const rows = await writeLeads(tools, client, input, columns, writer);
    await writer.end();
    const blob = await stored;
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
    return { blob_id: blob.id, format: input.format, file_name: `leads-${day}.${input.format}`, rows };
  } catch (error) {
    pipe.destroy(error as Error);
    const fault = await stored.then(
      () => error,
      (cause: unknown) => cause,
    );
    if (fault instanceof AppError && fault.status === 413) {
      throw new JobError('The file would be larger than 8 GB. Narrow the filter or choose fewer columns.');
    }
    throw error;
  }
}

const PageRow = z.object({ id: z.string(), cursor_value: z.string() });

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
  const total = await countMatching(deps, where);
  const showing: Showing = {
    masked: !input.reveal,
    // Keyed, so that nobody without the key links it to the lead, and the same in every file of the client.
    idOf: input.anonymised ? (id) => deps.vault.blindIndex(client.id, 'export', id).toString('hex') : (id) => id,
  };
  let cursor: string | undefined;
  let done = 0;
  for (;;) {
    const page = await nextPage(deps, where, cursor);
    const last = page.at(-1);
    if (last === undefined) return done;
    const found = await inScope(db, scope, (tx) =>
      findLeadRows(
        tx,
        page.map(({ id }) => id),
      ),
    );
    const rows = new Map(found.map((row) => [row.id, row]));
    const lines = page.flatMap(({ id }) => {
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
    cursor = cursorAfter('-created_at', last);
  }
}

async function nextPage({ clickhouse }: JobTools['deps'], where: Where, cursor: string | undefined) {
  const order = listOrder('-created_at', cursor);
  return await ask(
    clickhouse,
    `select id, ${order.travels} as cursor_value from lead_fact final
      where ${where.sql}${order.after ? ` and ${order.after.sql}` : ''}
      order by ${order.orderBy} limit {limit:UInt32}`,
    { ...where.params, ...order.after?.params, limit: LEADS_PER_CHUNK },
    PageRow,
  );
}

async function countMatching({ clickhouse }: JobTools['deps'], where: Where): Promise<number> {
  const [row] = await ask(
    clickhouse,
    `select count() as leads from lead_fact final where ${where.sql}`,
    where.params,
    z.object({ leads: SafeInteger }),
  );
  return row?.leads ?? 0;
}
