/** Importing files over the API: upload, preview, start, watch, rejected rows. */
import { Readable } from 'node:stream';
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { ImportCreate, ImportPreview, ImportPreviewRequest, ImportRecord, ImportUpload } from '#contract/import.ts';
import { principalOf } from '../platform/access.ts';
import { refusedField } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { csvLine } from '../platform/tabular/csv-line.ts';
import type { ImportDeps } from './deps.ts';
import { getImport, getImports, rejectedRows, startImport } from './service.ts';
import { previewUpload, uploadFile } from './upload.ts';

const BASE = '/api/v1/imports';
const tags = ['Imports'];
const one = z.object({ id: Id });
const REJECT_COLUMNS = ['row', 'field', 'reason', 'message', 'value'];

export function importRoutes(app: App, deps: ImportDeps): void {
  void app.register(async (scope: App) => uploadRoute(scope, deps));
  app.post(
    `${BASE}/preview`,
    {
      schema: {
        tags,
        summary: 'Preview an upload with another shape or mapping',
        body: ImportPreviewRequest,
        response: { 200: ImportPreview },
      },
    },
    async (request) => await previewUpload(deps, principalOf(request), request.body),
  );
  app.post(
    BASE,
    {
      schema: {
        tags,
        summary: 'Import an upload with a confirmed mapping, as a job',
        body: ImportCreate,
        response: { 202: ImportRecord },
      },
    },
    async (request, reply) => await reply.status(202).send(await startImport(deps, principalOf(request), request.body)),
  );
  app.get(
    BASE,
    {
      schema: {
        tags,
        summary: 'The newest imports',
        querystring: z.object({ client_id: Id.optional() }),
        response: { 200: z.object({ imports: z.array(ImportRecord) }) },
      },
    },
    async (request) => ({ imports: await getImports(deps, principalOf(request), request.query.client_id) }),
  );
  app.get(
    `${BASE}/:id`,
    { schema: { tags, summary: 'One import with its job and summary', params: one, response: { 200: ImportRecord } } },
    async (request) => await getImport(deps, principalOf(request), request.params.id),
  );
  app.get(
    `${BASE}/:id/rejects`,
    { schema: { tags, summary: 'The rejected rows as CSV, with field and reason', params: one } },
    async (request, reply) => {
      const pages = rejectedRows(deps, principalOf(request), request.params.id);
      // The first page decides between an answer and an error; the rest is streamed.
      const first = await pages.next();
      const lines = async function* () {
        yield csvLine(REJECT_COLUMNS);
        for (let page = first; !page.done; page = await pages.next()) {
          for (const { row, field, reason, message, raw } of page.value) {
            yield csvLine([String(row), field, reason, message, raw]);
          }
        }
      };
      return await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejected-rows.csv"')
        .send(Readable.from(lines()));
    },
  );
}

/** Only here are bytes a body: elsewhere they would pass for an object without fields. */
function uploadRoute(app: App, deps: ImportDeps): void {
  // A file comes as its bytes and is written on as they arrive.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.post(
    `${BASE}/uploads`,
    {
      schema: {
        tags,
        summary: 'Upload a file of leads',
        description:
          'The body is the file (application/octet-stream): CSV, TSV, NDJSON or XLSX of any shape, at most 2 GB. Nothing is imported yet: the answer says what the file seems to hold.',
        querystring: z.object({ client_id: Id }),
        headers: z.object({
          'x-file-name': z.string().max(1000).describe('Name of the file, percent-encoded').optional(),
        }),
        response: { 201: ImportUpload },
      },
    },
    async (request, reply) => {
      if (!(request.body instanceof Readable)) {
        throw refusedField('body', 'send the file itself as application/octet-stream', 415);
      }
      const name = fileNameOf(request.headers['x-file-name']);
      const upload = await uploadFile(deps, principalOf(request), request.query.client_id, name, request.body);
      return await reply.status(201).send(upload);
    },
  );
}

/** The name without folders; a name that cannot be read is no reason to refuse the file. */
function fileNameOf(header: string | undefined): string {
  let name = header ?? '';
  try {
    name = decodeURIComponent(name);
  } catch {
    // It stays as it came.
  }
  const printable = name
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim();
  return printable ? printable.slice(0, 200) : 'leads';
}
