import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Lead, LeadCreate } from '#contract/lead.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import type { LeadPrediction, Prediction, PredictionDrift } from '#contract/prediction.ts';
import type { Job } from '#contract/workspace.ts';
import { findJob } from '../../jobs/queries.ts';
import { inScope } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { verifyStores } from '../../platform/verify/stores.ts';
import { leadRoutes } from '../routes.ts';
import { leadListRoutes } from '../routes-list.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { readAll } from './bulk.ts';
import { runFit } from './fit-job.ts';
import { fitAll, nextMonthly } from './monthly.ts';
import { columnsOf } from './one.ts';
import { predictionRoutes } from './routes.ts';
import { runScore } from './score-job.ts';

const DAY = 86_400_000;
const LEADS = 1200;
const draw = (row: number, salt: number) => Math.abs((Math.sin(row * 12.9898 + salt * 78.233) * 43758.5453) % 1);

let world: TestWorld;
let mine: string;
let few: string;
let ids: string[];

/** Two in three leads from Referral convert, one in ten from Banner; who takes a minute to fill the form, more often. */
function lead(row: number): Omit<LeadCreate, 'client_id'> {
  const source = row % 2 === 0 ? 'Referral' : 'Banner';
  const seconds = Math.round(draw(row, 1) * 120);
  const createdAt = TEST_NOW - 200 * DAY + Math.floor((row / LEADS) * 199 * DAY);
  const converts = draw(row, 2) < (source === 'Referral' ? 0.5 : 0.05) + seconds / 400;
  return {
    email: `person${row}@posteo.de`,
    name: 'Anna Berg',
    source,
    form: { seconds_on_form: seconds },
    device: { visitor_id: `visitor ${row}` },
    clicked_at: new Date(createdAt - 60_000 * (1 + (row % 7))).toISOString(),
    created_at: new Date(createdAt).toISOString(),
    ...(converts && createdAt < TEST_NOW - 12 * DAY
      ? { conversion_status: 'converted', conversion_date: new Date(createdAt + 9 * DAY).toISOString() }
      : {}),
  };
}

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    leadRoutes(app, deps);
    predictionRoutes(app, deps);
  });
  [mine, few] = [await world.client(), await world.client()];
  ids = await world.store(
    mine,
    Array.from({ length: LEADS }, (_, row) => lead(row)),
  );
  await world.store(
    few,
    Array.from({ length: 200 }, (_, row) => lead(row)),
  );
  world.actAs(personWith('analyst', [mine, few]));
});
after(async () => await world.close());

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, status = 200, payload?: object): Promise<T> {
  const reply = await world.app.inject({ method, url: `/api/v1${url}`, ...(payload ? { payload } : {}) });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json();
}

async function work(client: string, id: string): Promise<Record<string, unknown>> {
  const { db, vault, clickhouse } = world.deps;
  const scope = { clients: [client] };
  const job = await inScope(db, scope, (tx) => findJob(tx, id));
  assert.ok(job);
  const deps = {
    pool: world.database.pool,
    db,
    vault,
    clickhouse,
    log: createLog('silent'),
    dns: false,
    ipCountries: undefined,
  };
  const tools = { job, db, scope, deps: { ...deps, blobs: undefined as never } };
  return await (job.kind === 'model_fit' ? runFit(tools) : runScore(tools));
}

async function fit(client: string, body: object = {}): Promise<Prediction> {
  const { job } = await ask<{ job: Job }>('POST', `/clients/${client}/prediction/fit`, 202, body);
  assert.equal(job.kind, 'model_fit');
  await work(client, job.id);
  return await ask<Prediction>('GET', `/clients/${client}/prediction`);
}

test('before the first fit it says what there is to learn from, and a lead has no prediction', async () => {
  const { model, versions, known } = await ask<Prediction>('GET', `/clients/${mine}/prediction`);
  assert.deepEqual([model, versions], [null, []]);
  assert.ok(known.leads > 900 && known.conversions >= known.needed);
  await ask('GET', `/marketing/leads/${ids[0]}/prediction`, 409);
  await ask('GET', `/clients/${mine}/prediction/drift`, 404);
});

test('the engine and PostgreSQL tell the same of a lead, deeds before it came included', async () => {
  const deeds = ids
    .slice(0, 40)
    .flatMap((lead, row) => Array.from({ length: 1 + (row % 4) }, (_, nth) => ({ lead, nth, seconds: row * 10 })));
  await world.database.owner.query(
    `insert into touchpoint (client_id, id, visitor, at, kind, seconds)
     select lead.client_id, gen_random_uuid(), lead.visitor, lead.created_at - make_interval(hours => 30 * t.nth - 20),
       (array['visit', 'view', 'call', 'email_open'])[1 + t.nth], t.seconds
     from unnest($1::uuid[], $2::int[], $3::int[]) as t(lead, nth, seconds) join lead on lead.id = t.lead`,
    [deeds.map((deed) => deed.lead), deeds.map((deed) => deed.nth), deeds.map((deed) => deed.seconds)],
  );
  await world.deps.pull.fresh();
  const asked = { clientId: mine, zone: 'Europe/Berlin', newest: 10_000 };
  const { converted, took_ms, ...bulk } = await readAll(world.deps.clickhouse, asked);
  assert.equal(converted.length, LEADS);
  assert.ok(took_ms.every((took) => took === 0 || took === 9 * DAY));
  const one = await inScope(world.deps.db, { clients: [mine] }, (tx) => columnsOf(tx, mine, 'Europe/Berlin', ids));
  const place = new Map(one.id.map((id, row) => [id, row]));
  assert.ok(Math.max(...one.touches) >= 2);
  for (const name of Object.keys(one) as (keyof typeof one)[]) {
    for (const [row, id] of bulk.id.entries()) {
      const [a, b] = [bulk[name][row], one[name][place.get(id) ?? -1]];
      if (typeof a === 'number') assert.ok(Math.abs(a - Number(b)) < 0.002, `${name} is ${a} and ${b}`);
      else assert.equal(a, b, name);
    }
  }
});

test('a fit makes a model that ranks later leads, names its features, and gives every lead a probability', async () => {
  const { model, versions } = await fit(mine);
  assert.ok(model?.metrics);
  assert.equal(model.kind, 'logistic');
  assert.deepEqual([model.version, model.state, versions.length, model.not_enough], [1, 'active', 1, null]);
  assert.ok(model.metrics.auc > 0.72 && model.metrics.ece < 0.1, JSON.stringify([model.auc, model.ece]));
  assert.equal(model.features[0]?.feature, 'source');
  const page = await ask<LeadPage>(
    'GET',
    `/marketing/leads?client_id=${mine}&sort=-conversion_probability&limit=20&conversion_probability=50-100`,
  );
  const probabilities = page.leads.map((each) => each.conversion_probability ?? -1);
  assert.deepEqual(
    probabilities,
    probabilities.toSorted((a, b) => b - a),
  );
  assert.ok(probabilities.every((each) => each >= 0.5) && page.leads.every(({ source }) => source === 'Referral'));
  const all = await ask<LeadPage>('GET', `/marketing/leads?client_id=${mine}&conversion_probability=0-100&limit=1`);
  assert.equal(all.total, LEADS);
  const stores = await verifyStores({ ...world.deps, pool: world.database.owner });
  assert.deepEqual(stores.faults, []);
});

test('the reasons of a lead sum to its log-odds, and its probability is the one in the list, within its interval', async () => {
  for (const id of [ids[0], ids[41], ids[LEADS - 1]]) {
    const stored = await ask<Lead>('GET', `/marketing/leads/${id}`);
    const told = await ask<LeadPrediction>('GET', `/marketing/leads/${id}/prediction`);
    assert.ok(Math.abs(told.probability - (stored.conversion_probability ?? -1)) < 1e-3);
    assert.ok(told.low <= told.probability && told.probability <= told.high && told.alike > 0);
    assert.deepEqual(told.factors.find(({ feature }) => feature === 'source')?.value, stored.source);
    assert.ok((told.factors[0]?.log_odds ?? 0) !== 0 && told.base_log_odds !== null);
  }
});

test('a new lead is scored as it comes', async () => {
  const [id] = await world.store(mine, [
    { ...lead(0), email: 'late@posteo.de', created_at: new Date(TEST_NOW - 1000).toISOString() },
  ]);
  const { conversion_probability } = await ask<Lead>('GET', `/marketing/leads/${id}`);
  const told = await ask<LeadPrediction>('GET', `/marketing/leads/${id}/prediction`);
  assert.ok(conversion_probability !== undefined && Math.abs(conversion_probability - told.probability) < 1e-3);
});

test('edits after the lead came make the features they touch leaks, which are refused with how often', async () => {
  await world.database.owner.query(
    `insert into lead_event (client_id, id, lead_id, at, actor, kind, detail)
     select client_id, gen_random_uuid(), id, created_at + interval '3 days', 'person:sales', 'updated', '{"fields": ["phone"]}'
     from lead where id = any($1::uuid[])`,
    [ids.slice(0, 100)],
  );
  const { model, versions } = await fit(mine, { horizon_days: 20 });
  assert.deepEqual([model?.version, model?.horizon_days], [2, 20]);
  const refused = new Map(model?.refused.map(({ feature, reason }) => [feature, reason]));
  assert.match(refused.get('completeness') ?? '', /^In 100 of \d+ leads its value was set after/);
  assert.ok(model?.features.every(({ feature }) => !refused.has(feature)) && !refused.has('seconds_on_form'));
  assert.deepEqual(
    versions.map(({ version, state }) => [version, state]),
    [
      [2, 'active'],
      [1, 'kept'],
    ],
  );
});

test('an older version is put in force again, and leads are scored by it', async () => {
  const { job } = await ask<{ job: Job }>('PUT', `/clients/${mine}/prediction/version`, 202, { version: 1 });
  assert.equal(job.kind, 'model_score');
  const result = await work(mine, job.id);
  assert.deepEqual([result.version, result.leads], [1, LEADS + 1]);
  const { model } = await ask<Prediction>('GET', `/clients/${mine}/prediction`);
  assert.equal(model?.version, 1);
  await ask('PUT', `/clients/${mine}/prediction/version`, 404, { version: 9 });
});

test('drift is told of the newest leads: none while they come as before, much when another source floods in', async () => {
  const calm = await ask<PredictionDrift>('GET', `/clients/${mine}/prediction/drift`);
  // Of the 180 leads of a month chance alone would look like drift.
  assert.deepEqual([calm.level, calm.features], ['stable', []]);
  await world.store(
    mine,
    Array.from({ length: 700 }, (_, row) => ({
      email: `flood${row}@mail.example`,
      source: 'Flood',
      created_at: new Date(TEST_NOW - (row + 2) * 60_000).toISOString(),
    })),
  );
  const drift = await ask<PredictionDrift>('GET', `/clients/${mine}/prediction/drift`);
  assert.equal(drift.level, 'drifted');
  assert.ok(drift.features.find(({ feature }) => feature === 'source')?.level === 'drifted');
  // Nobody of the flood has an outcome yet.
  assert.match(drift.verdict, /another fit would learn the same/);
});

test('with too few conversions the rate of the source stands in, and is called that', async () => {
  const { model, known } = await fit(few);
  assert.ok(known.conversions > 20 && known.conversions < 120);
  assert.deepEqual([model?.kind, model?.not_enough, model?.metrics], ['prior', 'conversions', null]);
  assert.deepEqual(model?.sources.map(({ source }) => source).sort(), ['Banner', 'Referral']);
  const page = await ask<LeadPage>('GET', `/marketing/leads?client_id=${few}&limit=1`);
  const told = await ask<LeadPrediction>('GET', `/marketing/leads/${page.leads[0]?.id}/prediction`);
  assert.deepEqual([told.kind, told.factors, told.base_probability], ['prior', [], null]);
  const rate = model?.sources.find(({ source }) => source === page.leads[0]?.source)?.probability;
  assert.ok(Math.abs(told.probability - (rate ?? -1)) < 1e-9);
});

test('without a lead that is old enough there is nothing to learn from, and the job says so', async () => {
  const fresh = await world.client();
  world.actAs(personWith('analyst', [mine, few, fresh]));
  const { job } = await ask<{ job: Job }>('POST', `/clients/${fresh}/prediction/fit`, 202, {});
  await assert.rejects(work(fresh, job.id), /No lead is 30 days old yet/);
});

test('who may only read may look but not fit, and other clients are not there', async () => {
  world.actAs(personWith('marketer', [few]));
  await ask('GET', `/clients/${few}/prediction`);
  await ask('POST', `/clients/${few}/prediction/fit`, 403, {});
  await ask('PUT', `/clients/${few}/prediction/version`, 403, { version: 1 });
  for (const path of ['prediction', 'prediction/drift']) await ask('GET', `/clients/${mine}/${path}`, 404);
  await ask('GET', `/marketing/leads/${ids[0]}/prediction`, 404);
  await ask('POST', `/clients/${few}/prediction/fit`, 403, { horizon_days: 20 });
});

test('every month each client with a model gets a fit with the settings of its last one', async () => {
  assert.equal(nextMonthly(Date.parse('2026-12-01T02:59:00Z')).toISOString(), '2026-12-01T03:00:00.000Z');
  assert.equal(nextMonthly(Date.parse('2026-12-01T03:00:00Z')).toISOString(), '2027-01-01T03:00:00.000Z');
  const sent: string[] = [];
  const queue = { send: async (_: unknown, ticket: { client_id: string }) => void sent.push(ticket.client_id) };
  assert.equal(await fitAll(world.deps.db, queue, TEST_NOW), 2);
  assert.deepEqual(sent.sort(), [mine, few].sort());
});
