/** Touchpoints over the API, the timeline they make, and the engagement they give. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { EngagementRules } from '#contract/engagement.ts';
import type { LeadFacets, LeadPage } from '#contract/lead-list.ts';
import type { LeadTimeline, TouchpointDeliveryResult } from '#contract/touchpoint.ts';
import { DEFAULT_ENGAGEMENT, engagementScore, scoringInstant, type Touch } from '#domain/engagement/score.ts';
import { findJob } from '../../jobs/queries.ts';
import { inScope } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { leadListRoutes } from '../routes-list.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { decayEngagement, runEngagement } from './engagement.ts';
import { scoreLeads } from './engagement-queries.ts';
import { touchpointRoutes } from './routes.ts';

const DAY = 86_400_000;
const at = (daysAgo: number) => new Date(TEST_NOW - daysAgo * DAY).toISOString();
const TODAY = scoringInstant(TEST_NOW);

let world: TestWorld;
let mine: string;
before(async () => {
  world = await testWorld((app, deps) => {
    touchpointRoutes(app, deps);
    leadListRoutes(app, deps);
  });
});
after(async () => await world.close());
beforeEach(async () => {
  mine = await world.client();
  world.actAs(personWith('analyst', [mine]));
});

const deliver = async (touches: object[], client = mine) =>
  await world.app.inject({
    method: 'POST',
    url: '/api/v1/marketing/touchpoints',
    payload: touches.map((touch) => ({ client_id: client, ...touch })),
  });
const delivered = async (touches: object[]) => {
  const response = await deliver(touches);
  assert.equal(response.statusCode, 200, response.body);
  return response.json<TouchpointDeliveryResult>();
};
const timeline = async (id: string) => {
  const response = await world.app.inject({ url: `/api/v1/marketing/leads/${id}/timeline` });
  assert.equal(response.statusCode, 200, response.body);
  return response.json<LeadTimeline>();
};
const store = async (fields: object) =>
  (await world.store(mine, [{ email: `${uuidv7()}@posteo.de`, name: 'Anna Berg', source: 'Google', ...fields }]))[0] ??
  '';

test('touchpoints of a visitor are the journey of the lead that comes with the same visitor id, in whichever order', async () => {
  await delivered([
    { visitor_id: 'v1', kind: 'click', at: at(3), source: 'Google', click_id: 'Cj0', keyword: 'solar' },
  ]);
  const id = await store({ device: { visitor_id: 'v1', device_id: 'd1' }, created_at: at(2) });
  await delivered([
    { visitor_id: 'v1', kind: 'visit', at: at(2.5), page: 'https://www.example.com/quote?email=a@b.c' },
    { visitor_id: 'v2', kind: 'visit', at: at(2.5) },
    { lead_id: id, kind: 'call', at: at(1), seconds: 250 },
  ]);
  const { steps, touches, first_touch_at, seconds_to_lead, engagement } = await timeline(id);
  assert.deepEqual(
    steps.map(({ kind, channel, page }) => [kind, channel, page]),
    [
      ['click', 'paid_search', undefined],
      ['visit', 'direct', 'www.example.com/quote'],
      ['lead', undefined, undefined],
      ['call', 'phone', undefined],
    ],
  );
  assert.deepEqual([touches, first_touch_at, seconds_to_lead], [3, at(3), 86_400]);
  const done: Touch[] = (['click', 'visit', 'call'] as const).map((kind, index) => ({
    kind,
    at: TEST_NOW - [3, 2.5, 1][index]! * DAY,
  }));
  assert.equal(engagement.score, engagementScore(DEFAULT_ENGAGEMENT, done, TODAY));
  assert.equal(engagement.as_of, new Date(TODAY).toISOString());
  const points = steps.reduce((sum, step) => sum + (step.points ?? 0), 0);
  assert.ok(Math.abs(points - engagement.score) < 0.1, `${points}`);
});

test('a touchpoint with a known id is stored once, whatever else comes with it', async () => {
  const id = await store({ external_id: 'crm-1' });
  const one = { id: uuidv7(), lead_external_id: 'crm-1', kind: 'meeting', at: at(0.2) };
  assert.deepEqual(await delivered([one]), { stored: 1, known: 0 });
  assert.deepEqual(await delivered([one, { ...one, id: uuidv7() }, { ...one, kind: 'call' }]), { stored: 1, known: 2 });
  const { steps, engagement } = await timeline(id);
  assert.equal(steps.filter(({ kind }) => kind === 'meeting').length, 2);
  assert.equal(engagement.score, 56);
});

test('a lead that is not there is named by row, and nothing of the delivery is stored', async () => {
  const response = await deliver([
    { visitor_id: 'v9', kind: 'visit' },
    { lead_external_id: 'nobody', kind: 'call' },
    { lead_id: uuidv7(), kind: 'call' },
  ]);
  assert.equal(response.statusCode, 404);
  assert.deepEqual(
    response.json<{ errors: object[] }>().errors,
    ['lead_external_id', 'lead_id'].map((field, index) => ({
      field,
      row: index + 1,
      message: 'there is no such lead',
    })),
  );
  const { rows } = await world.database.owner.query('select from touchpoint where client_id = $1', [mine]);
  assert.equal(rows.length, 0);
});

test('a lead of another client is no lead here, and its timeline is not found', async () => {
  const theirs = await world.client();
  const [foreign] = await world.store(theirs, [{ email: 'x@posteo.de', source: 'Google' }]);
  const response = await deliver([{ lead_id: foreign, kind: 'call' }]);
  assert.equal(response.statusCode, 404);
  assert.equal((await world.app.inject({ url: `/api/v1/marketing/leads/${foreign}/timeline` })).statusCode, 404);
  assert.equal((await deliver([{ visitor_id: 'v', kind: 'visit' }], theirs)).statusCode, 404);
});

test('what neither names a visitor nor a lead, and what is no kind or time, is refused by field', async () => {
  for (const [touch, field] of [
    [{ kind: 'visit' }, 'visitor_id'],
    [{ visitor_id: 'v', kind: 'sneeze' }, 'kind'],
    [{ visitor_id: 'v', kind: 'visit', at: '1950-01-01T00:00:00Z' }, 'at'],
    [{ visitor_id: 'v', kind: 'visit', seconds: -1 }, 'seconds'],
  ] as const) {
    const payload = { client_id: mine, ...touch };
    const response = await world.app.inject({ method: 'POST', url: '/api/v1/marketing/touchpoints', payload });
    assert.equal(response.statusCode, 422, response.body);
    assert.match(response.body, new RegExp(`"${field}"|/${field}`), field);
  }
});

test('leads of one person share its journey and its engagement', async () => {
  const first = await store({ device: { visitor_id: 'a' } });
  const second = await store({ device: { visitor_id: 'b' } });
  await delivered([
    { visitor_id: 'a', kind: 'visit', at: at(0.1) },
    { visitor_id: 'b', kind: 'meeting', at: at(0.1) },
  ]);
  await world.database.owner.query('update lead set identity_id = $2 where id = $1', [second, first]);
  await inScope(world.deps.db, { clients: [mine] }, (tx) => scoreLeads(tx, mine, [second], DEFAULT_ENGAGEMENT, TODAY));
  for (const id of [first, second]) {
    const { engagement, steps } = await timeline(id);
    assert.equal(engagement.score, 31);
    assert.deepEqual(steps.map(({ kind }) => kind).sort(), ['lead', 'lead', 'meeting', 'visit']);
  }
});

test('a day later every score is lower and holds as of that day; twice changes nothing', async () => {
  const id = await store({ device: { visitor_id: 'v1' } });
  await delivered([{ visitor_id: 'v1', kind: 'email_reply', at: new Date(TODAY).toISOString() }]);
  assert.equal((await timeline(id)).engagement.score, 18);
  assert.equal(await decayEngagement(world.deps.db, TEST_NOW), 0);
  assert.ok((await decayEngagement(world.deps.db, TEST_NOW + 30 * DAY)) >= 1);
  const { engagement } = await timeline(id);
  assert.deepEqual([engagement.score, engagement.as_of], [9, new Date(TODAY + 30 * DAY).toISOString()]);
  assert.equal(await decayEngagement(world.deps.db, TEST_NOW + 30 * DAY), 0);
});

test('leads are sorted, filtered and counted by engagement as it is stored', async () => {
  const [cold, warm, hot] = [await store({}), await store({ device: { visitor_id: 'w' } }), await store({})];
  await delivered([
    { visitor_id: 'w', kind: 'visit', at: at(0.1) },
    ...Array.from({ length: 3 }, () => ({ lead_id: hot, kind: 'meeting', at: at(0.1) })),
  ]);
  const ids = async (query: string) => {
    const response = await world.app.inject({ url: `/api/v1/marketing/leads?client_id=${mine}&${query}` });
    assert.equal(response.statusCode, 200, response.body);
    return response.json<LeadPage>().leads.map((lead) => lead.id);
  };
  assert.deepEqual(await ids('sort=-engagement_score'), [hot, warm, cold]);
  assert.deepEqual(await ids('engagement_score=50-'), [hot]);
  assert.deepEqual(await ids('sort=engagement_score&engagement_score=0,1-19'), [cold, warm]);
  const facets = await world.app.inject({ url: `/api/v1/marketing/leads/facets?client_id=${mine}` });
  assert.deepEqual(facets.json<LeadFacets>().engagement_score, [
    { value: '0', leads: 1 },
    { value: '1-19', leads: 1 },
    { value: '20-49', leads: 0 },
    { value: '50-', leads: 1 },
  ]);
});

test('saved rules are a new version that scores every lead, and two who edit the same one do not overwrite', async () => {
  const id = await store({ device: { visitor_id: 'v1' } });
  const quiet = await store({});
  await delivered([{ visitor_id: 'v1', kind: 'call', at: at(0.1) }]);
  const rules: EngagementRules = {
    cap: 30,
    kinds: { ...DEFAULT_ENGAGEMENT.kinds, call: { points: 50, half_life_days: 10 } },
  };
  const save = async (version: number) =>
    await world.app.inject({
      method: 'PUT',
      url: `/api/v1/clients/${mine}/engagement`,
      payload: { rules, version },
    });
  const saved = (await save(0)).json<{ job: { id: string; kind: string }; version: number }>();
  assert.deepEqual([saved.version, saved.job.kind], [1, 'engagement']);
  assert.equal((await save(0)).statusCode, 409);
  const scope = { clients: [mine] };
  const job = await inScope(world.deps.db, scope, (tx) => findJob(tx, saved.job.id));
  assert.ok(job);
  const tools = { job, db: world.deps.db, scope, deps: { ...world.deps, log: createLog('silent') } };
  assert.deepEqual(await runEngagement(tools as unknown as Parameters<typeof runEngagement>[0]), { changed: 1 });
  assert.equal((await timeline(id)).engagement.score, 30);
  assert.equal((await timeline(quiet)).engagement.score, 0);
  world.actAs(personWith('reviewer', [mine]));
  assert.equal((await save(1)).statusCode, 403);
});

test('who forgets a lead forgets its journey, in both stores', async () => {
  const id = await store({ device: { visitor_id: 'gone' } });
  const kept = await store({ device: { visitor_id: 'kept' } });
  await delivered([
    { visitor_id: 'gone', kind: 'visit' },
    { lead_id: id, kind: 'call' },
    { visitor_id: 'kept', kind: 'visit' },
  ]);
  await world.deps.pull.fresh();
  await world.database.owner.query('delete from lead where id = $1', [id]);
  await world.deps.pull.fresh();
  const { rows } = await world.database.owner.query('select from touchpoint where client_id = $1', [mine]);
  assert.equal(rows.length, 1);
  const reply = await world.clickhouse.query({
    query: 'select kind from touchpoint_fact final where client_id = {client:UUID}',
    query_params: { client: mine },
    format: 'JSONEachRow',
  });
  assert.equal((await reply.json()).length, 1);
  assert.equal((await timeline(kept)).steps.length, 2);
});
