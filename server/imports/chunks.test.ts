import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { ClientSettings } from '#contract/workspace.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import type { JobTools } from '../jobs/tools.ts';
import type { ClientContext } from '../leads/context.ts';
import { openBlobs } from '../platform/blobs/open.ts';
import { vault } from '../platform/vault/vault.ts';
import { type Chunk, chunksOf, type ImportSource } from './chunks.ts';

const CLIENT = '019a0000-0000-7000-8000-000000000001';
const COLUMNS = ['id', 'email', 'source'];
const dir = await mkdtemp(join(tmpdir(), 'assay-chunks-'));
after(() => rm(dir, { recursive: true }));
const deps = {
  vault: vault({ keks: [{ epoch: 1, key: randomBytes(32) }], indexKey: randomBytes(32) }),
  blobs: openBlobs({ dir, key: randomBytes(32) }),
  ipCountries: undefined,
} as unknown as JobTools['deps'];
const context = {
  clientId: CLIENT,
  currency: 'EUR',
  timeZone: 'UTC',
  settings: ClientSettings.parse({}),
  rules: DEFAULT_RULES,
  rulesVersion: 0,
  catalogue: { version: 1, checks: LEAD_CHECKS.map(({ id }) => id) },
} as ClientContext;

/** A file with a lead in each of these rows and nothing in the others, below its header in row 1. */
async function fileOf(rows: readonly number[]): Promise<ImportSource> {
  const lines = [COLUMNS.join()];
  for (const row of rows) lines[row - 1] = `${row},lead${row}@example.com,Seller`;
  const text = Array.from(lines, (line) => `${line ?? ''}\n`).join('');
  const { id } = await deps.blobs.put(CLIENT, Readable.from([Buffer.from(text)]), { bytesMax: 1e7 });
  const reading = {
    shape: {
      format: 'csv',
      encoding: 'utf8',
      delimiter: ',',
      quote: '"',
      has_header: true,
      skip_rows: 0,
      columns: COLUMNS,
    },
    mapping: {
      columns: ['external_id', 'email', 'source'].map((target, column) => ({ column, target })),
      constants: {},
    },
  };
  return {
    file: { id: CLIENT, client_id: CLIENT, blob_id: id },
    plan: { file_name: 'a.csv', reading },
    context,
  } as never;
}

async function laneOf(source: ImportSource, afterRow: number, index: number, count: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of chunksOf(deps, source, afterRow, { index, count })) chunks.push(chunk);
  return chunks;
}

const idsOf = (chunks: readonly Chunk[]) =>
  chunks.flatMap(({ batch }) => batch.leads.map(({ lead }) => Number(lead.external_id)));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

test('lanes share a file without leaving out a row or a turn, also where a whole chunk is blank', async () => {
  const rows = [...range(2, 2500), ...range(7001, 9000)];
  const source = await fileOf(rows);
  const lanes = [await laneOf(source, 0, 0, 2), await laneOf(source, 0, 1, 2)];
  assert.deepEqual(
    lanes.map((lane) => lane.map(({ number, read, lastRow }) => [number, read, lastRow])),
    [
      [
        [0, 999, 1000],
        [2, 500, 3000],
        [4, 0, 5000],
        [6, 0, 7000],
        [8, 1000, 9000],
      ],
      [
        [1, 1000, 2000],
        [3, 0, 4000],
        [5, 0, 6000],
        [7, 1000, 8000],
      ],
    ],
  );
  assert.deepEqual(
    idsOf(lanes.flat()).sort((a, b) => a - b),
    rows,
  );
});

test('a run goes on behind the last row of whatever chunk was written, the turns from 0', async () => {
  const rows = range(2, 9000);
  const source = await fileOf(rows);
  for (const afterRow of [1000, 4000, 4100]) {
    const lanes = [await laneOf(source, afterRow, 0, 2), await laneOf(source, afterRow, 1, 2)];
    const chunks = lanes.flat().sort((a, b) => a.number - b.number);
    assert.deepEqual(
      chunks.map(({ number }) => number),
      range(0, chunks.length - 1),
    );
    assert.deepEqual(
      idsOf(chunks),
      rows.filter((row) => row > afterRow),
    );
  }
  assert.deepEqual(await laneOf(source, 10_000, 0, 2), []);
});
