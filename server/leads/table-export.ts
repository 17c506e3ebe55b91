/** Files of tables that are on a screen: every view exports what it shows, by one function, and it is written down. */
import { PassThrough, type Readable } from 'node:stream';
import { TableExport } from '#contract/table-export.ts';
import { clientsFor, type Principal, principalOf, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope } from '../platform/db.ts';
import type { App } from '../platform/http.ts';
import { MEDIA_TYPES, tableWriter } from '../platform/tabular/write-table.ts';
import type { LeadDeps } from './deps.ts';

/** 20,000 rows of sixty cells would be more; nobody has that on a screen. */
const BODY_BYTES = 8 * 1024 * 1024;

export function tableExportRoutes(app: App, deps: LeadDeps): void {
  app.post(
    '/api/v1/marketing/leads/table-export',
    {
      bodyLimit: BODY_BYTES,
      schema: {
        tags: ['Leads'],
        summary: 'Write a table that is on the screen into a file',
        description:
          'CSV, NDJSON, Parquet or XLSX, with texts that a spreadsheet would run as formulas made plain. Answers with the file.',
        body: TableExport,
      },
    },
    async (request, reply) => {
      const { format, title } = request.body;
      const file = await exportTable(deps, principalOf(request), request.body);
      return reply
        .type(MEDIA_TYPES[format])
        .header('content-disposition', `attachment; filename="${title}.${format}"`)
        .send(file);
    },
  );
}

/** The file as a stream. The audit log keeps who exported which table and how many rows. */
async function exportTable(deps: LeadDeps, principal: Principal, table: TableExport): Promise<Readable> {
  const clients = clientsFor(principal, 'lead.export', table.client_id);
  await inScope(deps.db, scopeOf(principal, clients), (tx) =>
    append(tx, {
      clientId: table.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'export.table',
      object: { type: 'table', id: null },
      detail: { title: table.title, format: table.format, rows: table.rows.length, columns: table.columns.length },
    }),
  );
  const file = new PassThrough();
  const writer = tableWriter(table.format, table.columns, file);
  writer
    .write(table.rows)
    .then(() => writer.end())
    .catch((error: Error) => file.destroy(error));
  return file;
}
