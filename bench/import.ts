/** A file of leads through a real server: uploaded, imported, audited, scored, and its numbers visible. */
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportRecord, ImportUpload } from '#contract/import.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import { fileOfLeads } from '../demo/csv.ts';
import { CSV_SHAPES, type CsvShape } from '../demo/csv-shapes.ts';
import { demoLeads } from '../demo/leads.ts';
import { type ServerProcess, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { type Ask, beacon, patientCaller } from '../test/moving-server.ts';
import { atMost, type Figure, plain } from './figure.ts';
import { watch } from './probe.ts';

const SEED = 1;
const LOOK_MS = 100;
const LAG_MS = 50;

/** What one size promises. */
interface Promised {
  leads: number;
  seconds: number;
  memoryMiB: number;
}
const USUAL: Promised = { leads: 100_000, seconds: 20, memoryMiB: 1.5 * 1024 };
const LARGE: Promised = { leads: 1_000_000, seconds: 200, memoryMiB: 2.5 * 1024 };

export async function benchImport({ large }: { large: boolean }): Promise<Figure[]> {
  const { leads, seconds, memoryMiB } = large ? LARGE : USUAL;
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  const data = await temporaryDataDir();
  let server: ServerProcess | undefined;
  try {
    const file = join(folder, 'leads.csv');
    await writeLeads(file, leads);
    server = await startProcess(data.path).ready;
    const account = await setUp(server);
    const client = await account.client('Bench');
    const key = await account.key([client]);
    const ask = patientCaller(beacon(server.url), key);
    const unwatch = await watch(server.pid, server.url);
    const began = performance.now();
    const upload = await uploadFile(server.url, key, client, file);
    const uploaded = performance.now();
    await importUpload(ask, client, upload);
    const stored = performance.now();
    while ((await ask<LeadPage>(`/api/v1/marketing/leads?client_id=${client}&limit=1`)).total !== leads)
      await sleep(20);
    const visible = performance.now();
    const watched = await unwatch();
    const size = `${leads.toLocaleString('en-US')} leads`;
    return [
      plain(`${size}: upload and preview`, (uploaded - began) / 1000, 's'),
      plain(`${size}: import, audit, score`, (stored - uploaded) / 1000, 's'),
      plain(`${size}: until the numbers are visible`, (visible - stored) / 1000, 's'),
      atMost(`${size}: file to visible numbers`, (visible - began) / 1000, seconds, 's'),
      plain(`${size}: leads per second in the job`, leads / ((stored - uploaded) / 1000), '/s'),
      atMost(`${size}: peak memory of the server`, watched.serverMiB, memoryMiB, 'MiB'),
      plain(`${size}: peak memory of its children`, watched.childrenMiB, 'MiB'),
      atMost(`${size}: event loop lag, p99`, watched.loopP99, LAG_MS, 'ms'),
      plain(`${size}: /livez under it, p99 of ${watched.visits}`, watched.livezP99, 'ms'),
      plain(`${size}: /livez under it, longest`, watched.livezMax, 'ms'),
    ];
  } finally {
    await server?.end('SIGTERM');
    await data.remove();
    await rm(folder, { recursive: true });
  }
}

async function writeLeads(path: string, leads: number): Promise<void> {
  const shape = CSV_SHAPES.find(({ name }) => name === 'us') as CsvShape;
  const file = await open(path, 'w');
  for (const part of fileOfLeads(demoLeads({ seed: SEED, count: leads }), shape)) await file.write(part);
  await file.close();
}

async function uploadFile(url: string, key: string, client: string, path: string): Promise<ImportUpload> {
  const { size } = await stat(path);
  return await new Promise<ImportUpload>((resolve, reject) => {
    const upload = request(
      `${url}/api/v1/imports/uploads?client_id=${client}`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/octet-stream',
          'content-length': size,
          'x-file-name': 'leads.csv',
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.once('end', () => {
          if (response.statusCode === 201) resolve(JSON.parse(text) as ImportUpload);
          else reject(new Error(`${response.statusCode}: ${text}`));
        });
      },
    );
    upload.once('error', reject);
    createReadStream(path).pipe(upload);
  });
}

async function importUpload(ask: Ask, clientId: string, { upload_id, preview }: ImportUpload): Promise<void> {
  const { shape, mapping } = preview;
  await ask('/api/v1/imports', { body: { client_id: clientId, upload_id, shape, mapping }, wanted: [202] });
  for (;;) {
    const { job } = await ask<ImportRecord>(`/api/v1/imports/${upload_id}`);
    if (job.state === 'completed') return;
    if (job.state === 'failed') throw new Error(job.error ?? 'The import failed.');
    await sleep(LOOK_MS);
  }
}
