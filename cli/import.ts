/** `assay import FILE`: sends a file to a running server and follows what becomes of it. */
import { createWriteStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { ImportRecord, ImportUpload } from '#contract/import.ts';
import { Client, type Job } from '#contract/workspace.ts';
import { apiKeyFromEnvironment } from '../server/config.ts';
import { type Api, jobStates, openApi } from './api.ts';
import { mappingLines } from './audit-report.ts';
import { type CommandIo, readOptions, styled, textTable, UsageError } from './command.ts';
import { readMapping } from './mapping-file.ts';

export const IMPORT_HELP = `assay import FILE --client NAME-OR-ID [options]

Uploads a CSV, TSV, NDJSON or XLSX file of leads to a running server, says how its columns are understood, imports it
and follows the job. A server that restarts meanwhile goes on with the import, and so does this command.

  --client NAME    the client that the leads belong to, by name or id
  --url URL        address of the server (default: http://127.0.0.1:4400)
  --key-file FILE  file with an API key that may import; or set ASSAY_KEY; or --key KEY, which others may see
  --mapping FILE   JSON with the meaning of the columns, as "assay audit --json" prints it
  --source NAME    source of leads whose row names none (default: the name of FILE)
  --dry-run        says how the file is understood and imports nothing
  --rejects FILE   where rows go that were not imported, with the reason (default: FILE.rejects.csv here)

Exit code: 0 when the import is complete, 1 when not, 2 for a wrong call.`;

const OPTIONS = {
  client: { type: 'string' },
  url: { type: 'string', default: 'http://127.0.0.1:4400' },
  key: { type: 'string' },
  'key-file': { type: 'string' },
  mapping: { type: 'string' },
  source: { type: 'string' },
  'dry-run': { type: 'boolean' },
  rejects: { type: 'string' },
} as const;

export async function importFile(given: readonly string[], io: CommandIo): Promise<number> {
  const { values, operands } = readOptions(given, OPTIONS, ['FILE']);
  const path = resolve(operands[0] ?? '');
  if (!values.client) throw new UsageError('--client is missing.');
  if (!URL.canParse(values.url)) throw new UsageError(`--url: "${values.url}" is no address.`);
  const chosen = values.mapping === undefined ? undefined : await readMapping(values.mapping);
  const api = openApi(values.url, await keyOf(values));
  const clientId = await clientOf(api, values.client);
  const upload = await uploadFile(api, clientId, path);
  const { preview } = upload;
  const mapping = chosen ?? preview.mapping;
  if (values.source) mapping.constants = { ...mapping.constants, source: values.source };
  const whose = chosen ? 'given' : preview.remembered ? 'remembered' : 'guessed';
  for (const line of mappingLines({ ...preview, mapping }, whose)) io.say(line);
  if (preview.problems.length > 0) for (const line of problemLines(upload)) io.say(line);
  if (values['dry-run']) {
    io.say('Nothing was imported.');
    return 0;
  }
  const started = await api.post(
    '/api/v1/imports',
    { json: { client_id: clientId, upload_id: upload.upload_id, shape: preview.shape, mapping } },
    ImportRecord,
  );
  const job = await follow(api, started.job, io);
  const rejects = values.rejects ?? `${basename(path, extname(path))}.rejects.csv`;
  await report(api, started.id, job, rejects, io);
  return job.state === 'completed' ? 0 : 1;
}

async function keyOf(values: { key?: string | undefined; 'key-file'?: string | undefined }): Promise<string> {
  const file = values['key-file'];
  const key = file === undefined ? (values.key ?? apiKeyFromEnvironment()) : (await readFile(file, 'utf8')).trim();
  if (!key) throw new UsageError('An API key is missing: --key-file FILE, or ASSAY_KEY in the environment.');
  return key;
}

async function clientOf(api: Api, named: string): Promise<string> {
  const { clients } = await api.get('/api/v1/clients', z.object({ clients: z.array(Client) }));
  const found = clients.filter(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
  if (found.length === 1 && found[0]) return found[0].id;
  const names = clients.map(({ id, name }) => `  ${name} (${id})`).join('\n');
  const what =
    found.length === 0
      ? `The key sees no client "${named}".`
      : `Several clients are called "${named}": name one by its id.`;
  throw new Error(`${what}${names ? ` It sees:\n${names}` : ''}`);
}

async function uploadFile(api: Api, clientId: string, path: string): Promise<ImportUpload> {
  const file = await open(path);
  try {
    const bytes = Readable.toWeb(file.createReadStream({ autoClose: false })) as ReadableStream<Uint8Array>;
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(basename(path)) };
    return await api.post(`/api/v1/imports/uploads?client_id=${clientId}`, { bytes, headers }, ImportUpload);
  } finally {
    await file.close();
  }
}

function problemLines({ preview }: ImportUpload): string[] {
  return [
    '',
    styled('bold', `Found in the first ${preview.rows_read.toLocaleString('en-US')} rows`),
    ...textTable(
      ['Reason', 'Field', 'Rows', 'First row', 'What'],
      preview.problems.map(({ reason, field, rows, first_row, rejects, message }) => [
        reason,
        field.slice(0, 40),
        rows,
        first_row,
        rejects ? `not imported: ${message}` : message,
      ]),
    ),
    '',
  ];
}

async function follow(api: Api, started: Job, io: CommandIo): Promise<Job> {
  let last = started;
  for await (const job of jobStates(api, started.id)) {
    last = job;
    const share = job.total ? ` (${Math.min(99, Math.floor((100 * job.done) / job.total))} %)` : '';
    const left = job.seconds_left === null ? '' : `, ${Math.ceil(job.seconds_left)} s left`;
    const rate = job.rate === null ? '' : `, ${Math.round(job.rate).toLocaleString('en-US')} rows/s`;
    io.progress(`${job.done.toLocaleString('en-US')} rows${share}${rate}${left}`);
  }
  io.progress('');
  return last;
}

async function report(api: Api, importId: string, job: Job, file: string, io: CommandIo): Promise<void> {
  const { summary } = await api.get(`/api/v1/imports/${importId}`, ImportRecord);
  const count = (rows: number) => rows.toLocaleString('en-US');
  io.say(
    `${count(summary.read)} rows read: ${count(summary.stored)} stored, ${count(summary.updated)} updated, ${count(summary.rejected)} not imported.`,
  );
  if (job.state === 'cancelled') io.say('The import was cancelled; what is stored stays.');
  if (job.state === 'failed') io.say(`The import failed: ${job.error ?? 'no reason was given'}`);
  if (summary.rejected === 0) return;
  const rejects = await api.stream(`/api/v1/imports/${importId}/rejects`);
  await pipeline(Readable.from(rejects), createWriteStream(file, { mode: 0o600 }));
  io.say(`Rows that were not imported, with the reason: ${file}`);
}
