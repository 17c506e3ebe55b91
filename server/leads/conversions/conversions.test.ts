import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { ConversionExport } from '#contract/conversions.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { endJob, findJob, requestCancel } from '../../jobs/queries.ts';
import { jobRoutes } from '../../jobs/routes.ts';
import { Cancelled, type JobTools } from '../../jobs/tools.ts';
import { blobStore } from '../../platform/blobs/blob-store.ts';
import { inScope } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { personWith, type TestWorld, testWorld } from '../test-world.ts';
import { runConversions } from './job.ts';
import { conversionRoutes } from './routes.ts';

let world: TestWorld;
let dir: string;
let mine: string;
let other: string;
let blobs: ReturnType<typeof blobStore>;
let ids: Map<string, string>;
const LEADS = '/api/v1/marketing/leads';

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assay-conversions-'));
  blobs = blobStore({ dir, key: Buffer.alloc(32, 3) });
  world = await testWorld((app, deps) => {
    conversionRoutes(app, deps);
    jobRoutes(app, { db: deps.db, blobs });
  });
  [mine, other] = [await world.client(), await world.client()];
  const drafts = [
    sold('good'),
    sold('no value', { revenue: undefined }),
    sold('excluded'),
    sold('excluded once'),
    sold('fraudulent'),
    sold('invalid'),
    sold('twice', { email: 'buyer-good@posteo.de' }),
    sold('no consent', { consent: undefined }),
    sold('sign', { source_details: { gclid: '-Cj0KCQiA_dash_first' } }),
    sold('no time'),
    sold('Meta', { source: 'Meta', source_details: { fbclid: 'IwAR2F4-dbP0l7Mn1IawQQ' }, phone: '030 901820' }),
    sold('no click', { source_details: {} }),
    sold('open', { conversion_status: 'qualified' }),
  ];
  const stored = await world.store(mine, drafts);
  ids = new Map(drafts.map(({ external_id }, index) => [external_id ?? '', stored[index] ?? '']));
  await world.store(other, [sold('stranger')]);
  const owner = (text: string, values: unknown[]) => world.database.owner.query(text, values);
  for (const status of ['fraudulent', 'invalid']) {
    await owner('update lead set validation_status = $2 where id = $1', [ids.get(status), status]);
  }
  await owner('update lead set conversion_date = null where id = $1', [ids.get('no time')]);
  await mark('excluded');
  await mark('excluded once');
  await owner('update lead_mark set removed_at = now() where lead_id = $1', [ids.get('excluded once')]);
  await world.deps.pull.fresh();
});
after(async () => {
  await world.close();
  await rm(dir, { recursive: true });
});

let made = 0;
function sold(name: string, change: Partial<LeadCreate> = {}): Omit<LeadCreate, 'client_id'> {
  const number = ++made;
  return {
    external_id: name,
    email: `buyer-${name.replaceAll(' ', '-')}@posteo.de`,
    name: `Canary ${String.fromCharCode(64 + number)}ird`,
    source: 'Google',
    source_details: { gclid: `Cj0KCQiA_canary_${number}` },
    consent: { given_at: '2026-11-01T07:59:00Z', text_version: 'v1', channels: ['email'] },
    conversion_status: 'converted',
    conversion_date: '2026-11-05T10:00:00Z',
    revenue: 249.9,
    created_at: new Date(Date.parse('2026-11-01T08:00:00Z') + number * 7_200_000).toISOString(),
    ...change,
  };
}

async function mark(name: string): Promise<void> {
  const decision = uuidv7();
  await world.database.owner.query(
    `insert into finding_decision (client_id, id, finding, action, title, from_day, to_day, filter, leads, salt, decided_by)
     values ($1, $2, 'f', 'upload_excluded', 't', '2026-11-01', '2026-11-20', '{}', 1, $3, 'person:tester')`,
    [mine, decision, Buffer.alloc(32, 1)],
  );
  await world.database.owner.query(
    "insert into lead_mark (client_id, decision_id, lead_id, mark) values ($1, $2, $3, 'no_upload')",
    [mine, decision, ids.get(name)],
  );
}

async function start(body: Partial<ConversionExport>, status = 202): Promise<string> {
  const payload = { client_id: mine, platform: 'google_ads', conversion_name: 'Signed contract', ...body };
  const reply = await world.app.inject({ method: 'POST', url: `${LEADS}/conversions`, payload });
  assert.equal(reply.statusCode, status, reply.body);
  return status === 202 ? reply.json().job.id : '';
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

async function fileOf(body: Partial<ConversionExport>) {
  const id = await start(body);
  const result = await runConversions(await toolsFor(id));
  const blob = await blobs.get(mine, String(result.blob_id));
  assert.ok(blob);
  const text = (await buffer(blob.stream)).toString();
  return { id, result, text, rows: parse(text, { columns: true }) as Record<string, string>[] };
}
const reasons = (result: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(result.left_out as Record<string, number>).filter(([, leads]) => leads > 0));

test('the file for Google Ads holds the clicks that became customers, and says how many it left out for what', async () => {
  world.actAs(personWith('analyst', [mine, other]));
  const { id, result, text, rows } = await fileOf({});
  const [head] = text.split('\r\n');
  assert.equal(head, 'Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency');
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['Cj0KCQiA_canary_4', 'Signed contract', '2026-11-05 11:00:00+0100', '249.9', 'EUR'],
      ['Cj0KCQiA_canary_2', 'Signed contract', '2026-11-05 11:00:00+0100', '', ''],
      ['Cj0KCQiA_canary_1', 'Signed contract', '2026-11-05 11:00:00+0100', '249.9', 'EUR'],
    ],
  );
  assert.deepEqual([result.rows, result.leads, result.format], [3, 12, 'csv']);
  assert.match(String(result.file_name), /^conversions-google-ads-\d{4}-\d\d-\d\d\.csv$/);
  assert.deepEqual(reasons(result), {
    without_click_id: 2,
    excluded: 1,
    fraudulent: 1,
    invalid: 1,
    duplicate: 1,
    without_consent: 1,
    malformed_click_id: 1,
    without_time: 1,
  });
  const { rows: entries } = await world.database.owner.query<{ action: string; detail: Record<string, unknown> }>(
    'select action, detail from audit_entry where client_id = $1 and object_id = $2 order by id',
    [mine, id],
  );
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['conversions.started', 'conversions.written'],
  );
  assert.deepEqual([entries[0]?.detail.platform, entries[1]?.detail.rows], ['google_ads', 3]);
});

test('a lead goes again when the decision that kept it out is undone', async () => {
  await mark('good');
  assert.ok(!(await fileOf({})).text.includes('Cj0KCQiA_canary_1,'));
  await world.database.owner.query('update lead_mark set removed_at = now() where lead_id = $1', [ids.get('good')]);
  assert.ok((await fileOf({})).text.includes('Cj0KCQiA_canary_1,'));
});

test('the file for Meta names nobody in clear, and its filter narrows it', async () => {
  const { result, rows, text } = await fileOf({ platform: 'meta', conversion_name: 'Lead' });
  assert.equal(rows.length, 1);
  assert.deepEqual(Object.keys(rows[0] ?? {}).slice(0, 5), [
    'event_name',
    'event_time',
    'event_id',
    'action_source',
    'fbc',
  ]);
  assert.equal(rows[0]?.event_time, String(Date.parse('2026-11-05T10:00:00Z') / 1000));
  assert.match(rows[0]?.fbc ?? '', /^fb\.1\.\d{13}\.IwAR2F4-dbP0l7Mn1IawQQ$/);
  assert.match(rows[0]?.em ?? '', /^[0-9a-f]{64}$/);
  assert.match(rows[0]?.ph ?? '', /^[0-9a-f]{64}$/);
  assert.ok(!/posteo|canary|901820/i.test(text) && !text.includes(ids.get('Meta') ?? ''), text);
  assert.equal((result.left_out as Record<string, number>).without_click_id, 11);
  const none = await fileOf({ platform: 'meta', conversion_name: 'Lead', filter: { source: 'Google' } });
  assert.deepEqual([none.rows.length, none.result.leads], [0, 11]);
});

test('click ids stand in clear in no store', async () => {
  const { rows } = await world.database.owner.query<{ text: string }>('select l::text as text from lead l');
  const clear = new RegExp(['Cj0KCQiA', 'IwAR2F4'].flatMap((id) => [id, Buffer.from(id).toString('hex')]).join('|'));
  assert.ok(!clear.test(JSON.stringify(rows)));
  for (const table of ['lead_fact', 'lead_mark_fact']) {
    const facts = await world.deps.clickhouse.query({ query: `select * from ${table}`, format: 'JSONEachRow' });
    assert.ok(!clear.test(JSON.stringify(await facts.json())));
  }
});

test('it takes the rights to export and to reveal, to start it and to fetch the file', async () => {
  const { id, result } = await fileOf({});
  await inScope(world.deps.db, { clients: [mine] }, (tx) => endJob(tx, id, { state: 'completed', result }));
  const fetched = () => world.app.inject({ url: `/api/v1/jobs/${id}/file` });
  assert.equal((await fetched()).statusCode, 200);
  world.actAs(personWith('marketer', [mine]));
  await start({}, 403);
  assert.equal((await fetched()).statusCode, 403);
  world.actAs(personWith('reviewer', [mine]));
  await start({}, 403);
  world.actAs(personWith('analyst', [other]));
  await start({}, 404);
  assert.equal((await fetched()).statusCode, 404);
});

test('a name that a spreadsheet would run and an unreadable filter are refused; a cancelled job leaves no file', async () => {
  world.actAs(personWith('analyst', [mine]));
  for (const conversion_name of ['=1+1', '+1', '-1', '@x', "'=1", ' ', 'a\nb']) await start({ conversion_name }, 422);
  await start({ filter: { quality_score: 'good' } }, 422);
  const id = await start({});
  const tools = await toolsFor(id);
  await inScope(world.deps.db, { clients: [mine] }, (tx) => requestCancel(tx, id));
  const files = async () => {
    let count = 0;
    for await (const _ of blobs.list(mine)) count++;
    return count;
  };
  const before = await files();
  await assert.rejects(runConversions(tools), Cancelled);
  assert.equal(await files(), before);
});
