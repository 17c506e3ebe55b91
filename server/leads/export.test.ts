import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { LeadExport } from '#contract/lead-list.ts';
import { findJob, requestCancel } from '../jobs/queries.ts';
import { Cancelled, type JobTools } from '../jobs/tools.ts';
import { blobStore } from '../platform/blobs/blob-store.ts';
import { inScope } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import { runExport } from './export-job.ts';
import { leadListRoutes } from './routes-list.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let dir: string;
let mine: string;
let other: string;
let blobs: ReturnType<typeof blobStore>;
const LEADS = 2100;

before(async () => {
  world = await testWorld(leadListRoutes);
  dir = await mkdtemp(join(tmpdir(), 'assay-export-'));
  blobs = blobStore({ dir, key: Buffer.alloc(32, 3) });
  [mine, other] = [await world.client(), await world.client()];
  await world.store(
    mine,
    Array.from({ length: LEADS }, (_, index) => ({
      external_id: `L${index}`,
      email: `canary${index}@posteo.de`,
      name: index === 0 ? '=1+1' : 'Canary Bird',
      company: 'Canary, "Works"',
      source: index % 3 === 0 ? 'Meta' : '@Google',
      source_details: { landing_page: 'https://www.example.com/?name=canary' },
      created_at: new Date(Date.parse('2026-11-01T00:00:00Z') + (index >> 1) * 1000).toISOString(),
    })),
  );
  await world.store(other, [{ email: 'stranger@posteo.de', source: 'Meta' }]);
});
after(async () => {
  await world.close();
  await rm(dir, { recursive: true });
});

async function start(body: Partial<LeadExport>, status = 202): Promise<string> {
  const payload = { client_id: mine, format: 'csv', ...body };
  const reply = await world.app.inject({ method: 'POST', url: '/api/v1/marketing/leads/export', payload });
  assert.equal(reply.statusCode, status, reply.body);
  return status === 202 ? reply.json().job.id : reply.json().errors?.[0]?.field;
}

async function toolsFor(id: string): Promise<JobTools> {
  const { db, vault, clickhouse } = world.deps;
  const scope = { clients: [mine] };
  const job = await inScope(db, scope, (tx) => findJob(tx, id));
  assert.ok(job);
  const deps = {
    pool: world.database.pool,
    db,
    vault,
    blobs,
    clickhouse,
    log: createLog('silent'),
    dns: false,
    ipCountries: undefined,
  };
  return { job, db, scope, deps };
}

async function fileOf(body: Partial<LeadExport>): Promise<{ rows: number; bytes: Buffer; name: string }> {
  const result = await runExport(await toolsFor(await start(body)));
  const blob = await blobs.get(mine, String(result.blob_id));
  assert.ok(blob);
  return { rows: Number(result.rows), bytes: await buffer(blob.stream), name: String(result.file_name) };
}
const csvOf = (bytes: Buffer): Record<string, string>[] => parse(bytes, { columns: true, bom: true });

test('everything that matches is in the file once, newest first, with formulas made plain', async () => {
  world.actAs(personWith('analyst', [mine, other]));
  const file = await fileOf({});
  const rows = csvOf(file.bytes);
  assert.deepEqual([file.rows, rows.length], [LEADS, LEADS]);
  assert.match(file.name, /^leads-\d{4}-\d\d-\d\d\.csv$/);
  assert.equal(new Set(rows.map((row) => row.id)).size, LEADS);
  assert.equal(new Set(rows.map((row) => row.external_id)).size, LEADS);
  const times = rows.map((row) => row.created_at ?? '');
  assert.deepEqual(times, [...times].sort().reverse());
  assert.equal(rows[0]?.company, 'Canary, "Works"');
  assert.match(rows.find((row) => row.external_id === 'L1')?.email ?? '', /^canary1@posteo\.de$/);
  for (const row of rows) for (const value of Object.values(row)) assert.doesNotMatch(value, /^[=@+]/);
});

test('a filter, chosen columns and their order hold in every format', async () => {
  world.actAs(personWith('analyst', [mine]));
  const wanted = { columns: ['quality_score', 'external_id'], filter: { source: 'Meta' } };
  const csv = await fileOf(wanted);
  assert.equal(csv.rows, LEADS / 3);
  assert.deepEqual(Object.keys(csvOf(csv.bytes)[0] ?? {}), ['quality_score', 'external_id']);
  const lines = (await fileOf({ ...wanted, format: 'ndjson' })).bytes.toString().trim().split('\n');
  assert.equal(lines.length, LEADS / 3);
  assert.deepEqual(Object.keys(JSON.parse(lines[0] ?? '{}')), ['quality_score', 'external_id']);
  assert.equal((await fileOf({ ...wanted, format: 'parquet' })).bytes.subarray(0, 4).toString(), 'PAR1');
  assert.equal((await fileOf({ ...wanted, format: 'xlsx' })).bytes.subarray(0, 2).toString(), 'PK');
});

test('without the right to reveal personal values are masked; an anonymised file leads to nobody', async () => {
  world.actAs(personWith('marketer', [mine]));
  const masked = (await fileOf({ columns: ['email', 'name', 'landing_page', 'source'] })).bytes.toString();
  assert.doesNotMatch(masked, /canary/i);
  assert.match(masked, /•/);
  world.actAs(personWith('analyst', [mine]));
  const rows = csvOf((await fileOf({ anonymised: true })).bytes);
  const ids = await world.database.owner.query<{ id: string }>('select id from lead where client_id = $1', [mine]);
  const known = new Set(ids.rows.map(({ id }) => id));
  assert.equal(rows.length, LEADS);
  assert.ok(rows.every((row) => !known.has(row.id ?? '') && /^[0-9a-f]{32}$/.test(row.id ?? '')));
  for (const column of ['email', 'name', 'phone', 'company', 'external_id']) assert.ok(!(column in (rows[0] ?? {})));
  assert.doesNotMatch(JSON.stringify(rows), /canary/i);
});

test('who may not export, unknown columns and unreadable filters are refused before a job is there', async () => {
  world.actAs(personWith('reviewer', [mine]));
  await start({}, 403);
  world.actAs(personWith('analyst', [mine]));
  await start({ client_id: other }, 404);
  assert.equal(await start({ columns: ['id', 'password'] }, 422), 'columns');
  assert.equal(await start({ columns: ['email'], anonymised: true }, 422), 'columns');
  assert.equal(await start({ filter: { quality_score: 'good' } }, 422), 'quality_score');
});

test('the audit log tells who exported what; a cancelled export leaves no file', async () => {
  world.actAs(personWith('analyst', [mine]));
  const id = await start({ columns: ['id'] });
  const tools = await toolsFor(id);
  await inScope(world.deps.db, { clients: [mine] }, (tx) => requestCancel(tx, id));
  const files = async () => {
    let count = 0;
    for await (const _ of blobs.list(mine)) count++;
    return count;
  };
  const before = await files();
  await assert.rejects(runExport(tools), Cancelled);
  assert.equal(await files(), before);
  const { rows } = await world.database.owner.query(
    'select action, detail from audit_entry where client_id = $1 and object_id = $2',
    [mine, id],
  );
  assert.deepEqual(rows, [
    { action: 'export.started', detail: { format: 'csv', anonymised: false, revealed: true, columns: ['id'] } },
  ]);
});
