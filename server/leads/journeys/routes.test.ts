import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as z from 'zod';
import type { Attribution, Cohorts, FunnelAnswer, Journeys, LeadCredits } from '#contract/journeys.ts';
import { ask } from '../../platform/clickhouse.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { leadListRoutes } from '../routes-list.ts';
import { personWith, type TestWorld, testWorld } from '../test-world.ts';
import { journeyCsvRoutes } from './csv-routes.ts';
import { buildPaths, freshPaths } from './paths.ts';
import { journeyRoutes } from './routes.ts';

let world: TestWorld;
let client: string;
/** Ada converts; Ben is a lead of two platforms who converts once; Cem is a lead only; Dan has no recorded touch. */
let leads: Record<'ada' | 'ben' | 'benAgain' | 'cem' | 'dan', string>;

const PERIOD = { from: '2026-11-01', to: '2026-11-19' };

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    journeyRoutes(app, deps);
    journeyCsvRoutes(app, deps);
  });
  client = await world.client({ timeZone: 'UTC' });
  await world.database.owner.query(
    "insert into source (client_id, name, kind, price_minor) values ($1, 'Google', 'paid_search', 300), ($1, 'Partner', 'partner', 200)",
    [client],
  );
  const draft = (name: string, source: string, day: string, more: object = {}) => ({
    email: `${name}@posteo.de`,
    name: 'Anna Berg',
    external_id: name,
    source,
    created_at: `${day}T12:00:00Z`,
    ...more,
  });
  const won = (day: string, revenue: number) => ({
    conversion_status: 'converted' as const,
    conversion_date: `${day}T12:00:00Z`,
    revenue,
    currency: 'EUR',
  });
  const ids = await world.store(client, [
    draft('ada', 'Google', '2026-11-03', won('2026-11-05', 100)),
    draft('ben', 'Google', '2026-11-04', won('2026-11-08', 50)),
    draft('ben-again', 'Meta', '2026-11-06', won('2026-11-08', 50)),
    draft('cem', 'Google', '2026-11-10'),
    draft('dan', 'Partner', '2026-11-11'),
  ]);
  leads = Object.fromEntries(
    ['ada', 'ben', 'benAgain', 'cem', 'dan'].map((name, index) => [name, ids[index]]),
  ) as typeof leads;
  await world.database.owner.query('update lead set identity_id = $2 where id = $1', [leads.benAgain, leads.ben]);
  const visitors = await visitorsOf();
  await touch(visitors.ada, 'click', 'Paid search', '2026-11-01T08:00:00Z');
  await touch(visitors.ada, 'visit', 'Direct', '2026-11-03T11:59:00Z');
  await touch(visitors.ben, 'click', 'Paid search', '2026-11-04T11:00:00Z');
  await touch(visitors.benAgain, 'click', 'Paid social', '2026-11-06T11:00:00Z');
  await touch(visitors.cem, 'visit', 'Email', '2026-11-10T11:00:00Z');
  await touch(4242n, 'click', 'Paid social', '2026-11-12T11:00:00Z');
  world.actAs(personWith('read_only', [client]));
});
after(async () => await world.close());

async function visitorsOf(): Promise<Record<string, bigint>> {
  const { rows } = await world.database.owner.query<{ id: string; visitor: string }>(
    'select id, visitor::text as visitor from lead',
  );
  return Object.fromEntries(
    Object.entries(leads).map(([name, id]) => [name, BigInt(rows.find((row) => row.id === id)?.visitor ?? 0)]),
  );
}

async function touch(visitor: bigint | undefined, kind: string, channel: string, at: string): Promise<void> {
  await world.database.owner.query(
    'insert into touchpoint (client_id, id, visitor, at, kind, channel, source) values ($1, $2, $3, $4, $5, $6, $6)',
    [client, uuidv7(), String(visitor), at, kind, channel],
  );
}

async function get<Answer>(path: string, query: Record<string, string> = {}, status = 200): Promise<Answer> {
  const reply = await world.app.inject({
    url: `/api/v1/marketing/${path}`,
    query: path.includes('/credits') ? query : { client_id: client, ...PERIOD, ...query },
  });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json<Answer>();
}

const creditsOf = ({ rows }: Attribution, model: string) =>
  Object.fromEntries(
    rows.map(({ key, credits }) => [key, credits.find((credit) => credit.model === model)?.conversions.value]),
  );

test('conversions are credited once per person, however many platforms report them', async () => {
  const answer = await get<Attribution>('attribution', {
    goal: 'converted',
    models: 'first,last,linear,markov,shapley',
  });
  assert.equal(answer.totals.conversions, 2);
  assert.equal(answer.totals.revenue_minor, 15_000);
  assert.deepEqual(creditsOf(answer, 'first'), { 'Paid search': 2, 'Paid social': 0, Direct: 0 });
  assert.deepEqual(creditsOf(answer, 'last'), { 'Paid search': 0, 'Paid social': 1, Direct: 1 });
  assert.deepEqual(creditsOf(answer, 'linear'), { 'Paid search': 1, 'Paid social': 0.5, Direct: 0.5 });
  for (const { model } of answer.models) {
    const sum = Object.values(creditsOf(answer, model)).reduce((all, one) => (all ?? 0) + (one ?? 0), 0);
    assert.ok(Math.abs((sum ?? 0) - 2) < 1e-9, `${model} shares out ${sum}`);
  }
  assert.ok(answer.warnings.some((warning) => warning.includes('Only 2 conversions')));
  assert.ok(Date.parse(answer.data_through) > 0);
});

test('leads without a recorded touch count for the source they came from, and costs for what they bought', async () => {
  const answer = await get<Attribution>('attribution', {
    goal: 'lead',
    dimension: 'source',
    models: 'last',
    compare: 'previous',
  });
  assert.equal(answer.totals.conversions, 4);
  assert.equal(answer.totals.untracked, 1);
  const partner = answer.rows.find(({ key }) => key === 'Partner');
  assert.equal(partner?.cost_minor, 200);
  assert.equal(partner?.credits[0]?.conversions.value, 1);
  assert.equal(partner?.credits[0]?.cost_per_conversion_minor, 200);
  assert.equal(partner?.credits[0]?.conversions.previous, 0);
});

test('ways, flow and times', async () => {
  const answer = await get<Journeys>('journeys', { goal: 'converted' });
  const ada = answer.paths.find(({ path }) => path.join('>') === 'Paid search>Direct');
  assert.deepEqual([ada?.journeys, ada?.conversions, ada?.revenue_minor], [1, 1, 10_000]);
  assert.equal(ada?.median_seconds, 4 * 86_400 + 4 * 3_600);
  const out = answer.links.filter(({ step, from }) => step === 1 && from === 'Paid search');
  assert.deepEqual(out.map(({ to, end, journeys }) => [to, end, journeys]).sort(), [
    ['Direct', null, 1],
    ['Paid social', null, 1],
  ]);
  assert.deepEqual(answer.touches.quartiles, { p25: 2, median: 2, p75: 2 });
  assert.equal(
    answer.touches.bins.reduce((sum, bin) => sum + bin.journeys, 0),
    2,
  );
});

test('a funnel follows people beyond the period, tells groups apart and opens its leads', async () => {
  const asked = { steps: 'click|visit,lead<1d,converted', window_days: '10', breakdown: 'channel' };
  const answer = await get<FunnelAnswer>('funnel', { ...asked, from: '2026-11-01', to: '2026-11-04' });
  // Ada's second visit is within a day of her lead, her first is not.
  assert.deepEqual(
    answer.steps.map(({ journeys }) => journeys),
    [2, 2, 2],
  );
  assert.deepEqual(answer.groups, [
    { key: 'Direct', journeys: [1, 1, 1] },
    { key: 'Paid search', journeys: [1, 1, 1] },
  ]);
  assert.equal(answer.steps[1]?.seconds?.median, 3_600);
  const whole = await get<FunnelAnswer>('funnel', asked);
  assert.deepEqual(
    whole.steps.map(({ journeys }) => journeys),
    [4, 3, 2],
  );
  const journey = new URLSearchParams({
    about: 'funnel',
    ...PERIOD,
    steps: asked.steps,
    window_days: '10',
    step: '2',
    outcome: 'dropped',
  });
  const dropped = await get<{ total: number; leads: { id: string }[] }>('leads', { journey: String(journey) });
  assert.deepEqual(
    dropped.leads.map(({ id }) => id),
    [leads.cem],
  );
});

test('a funnel of as many steps as there can be is answered as quickly as a short one', async () => {
  const steps = Array(10).fill('visit|click|lead<30d').join(',');
  const { steps: taken } = await get<FunnelAnswer>('funnel', { steps, breakdown: 'country' });
  // Ada: two touches and a lead; Ben: two and two; nobody has ten.
  assert.deepEqual(
    taken.map(({ journeys }) => journeys),
    [5, 3, 2, 1, 0, 0, 0, 0, 0, 0],
  );
});

test('every number opens the leads behind it', async () => {
  const opened = async (of: Record<string, string>) => {
    const journey = String(new URLSearchParams({ ...PERIOD, ...of }));
    const { leads: found } = await get<{ leads: { id: string }[] }>('leads', { journey });
    return found.map(({ id }) => id).sort();
  };
  assert.deepEqual(await opened({ about: 'touch', goal: 'converted', key: 'Direct' }), [leads.ada]);
  assert.deepEqual(await opened({ about: 'goal', goal: 'converted' }), [leads.ada, leads.ben].sort());
  assert.deepEqual(await opened({ about: 'path', goal: 'lead', key: 'Email' }), [leads.cem]);
  assert.deepEqual(await opened({ about: 'cohort', by_age: '0' }), [leads.ada, leads.ben].sort());
  assert.deepEqual((await opened({ about: 'cohort' })).length, 4);
  const refused = await get<{ errors: { field: string }[] }>('leads', { journey: 'about=moon' }, 422);
  assert.equal(refused.errors[0]?.field, 'journey');
  // The filter narrows questions over journeys too, with periods of their own.
  const journey = String(new URLSearchParams({ ...PERIOD, about: 'touch', goal: 'converted', key: 'Direct' }));
  assert.equal((await get<Attribution>('attribution', { goal: 'converted', journey })).totals.conversions, 1);
});

test('cohorts count who is old enough', async () => {
  const { cohorts, all, n } = await get<Cohorts>('cohorts', { by: 'week', age: 'day', ages: '6' });
  assert.equal(n, 4);
  assert.deepEqual(
    cohorts.map(({ key, members }) => [key, members]),
    [
      ['2026-11-02', 2],
      ['2026-11-09', 2],
    ],
  );
  assert.deepEqual(
    cohorts[0]?.cells.map(({ conversions }) => conversions),
    [0, 0, 1, 1, 2, 2],
  );
  assert.equal(all[5]?.revenue_minor, 15_000);
});

test('the touches of one lead have their parts under every model', async () => {
  const answer = await get<LeadCredits>(`leads/${leads.ben}/credits`);
  assert.deepEqual(
    answer.touches.map(({ channel }) => channel),
    ['Paid search', 'Paid social'],
  );
  assert.equal(answer.goal, 'converted');
  for (const { model } of answer.models) {
    const sum = answer.touches.reduce((all, { credits }) => all + (credits[model] ?? 0), 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, `${model}: ${sum}`);
  }
  await get('leads/01900000-0000-7000-8000-000000000000/credits', {}, 404);
});

test('each answer is a file too', async () => {
  const heads = {
    attribution: 'channel,touched,cost_minor,last_non_direct_conversions',
    journeys: 'path,journeys,conversions,revenue_minor,median_seconds',
    funnel: 'group,step,text,journeys',
    cohorts: 'week,members,week,old_enough,conversions',
  };
  for (const [name, head] of Object.entries(heads)) {
    const reply = await world.app.inject({
      url: `/api/v1/marketing/${name}.csv`,
      query: { client_id: client, ...PERIOD },
    });
    assert.equal(reply.statusCode, 200, reply.body);
    assert.match(String(reply.headers['content-type']), /^text\/csv/);
    assert.ok(reply.body.replace('\ufeff', '').startsWith(head), reply.body.slice(0, 100));
    assert.ok(reply.body.trim().split('\n').length > 1, name);
  }
});

test('what cannot be read is refused by name', async () => {
  for (const [path, query, field] of [
    ['attribution', { models: 'first,best' }, 'models'],
    ['attribution', { touches: 'click,call' }, 'touches'],
    ['funnel', { steps: 'click,fly' }, 'steps'],
    ['funnel', { steps: Array(11).fill('visit').join(',') }, 'steps'],
    ['journeys', { from: '2026-12-01' }, 'to'],
  ] as const) {
    const { errors } = await get<{ errors: { field: string }[] }>(path, query as Record<string, string>, 422);
    assert.equal(errors[0]?.field, field);
  }
});

test('paths made step by step equal paths made at once, through merging, parting and forgetting', async () => {
  const { owner } = world.database;
  const rows = async () =>
    await ask(
      world.clickhouse,
      `select toString(journey) as id, leads, arraySort(visitors) as seen, lead_at, converted_at, last_at, value_minor, ats, kinds, channels, sources from journey_path final where client_id = {client:UUID} order by id`,
      { client },
      z.unknown(),
    );
  const anew = "alter table pull_watermark delete where feed = 'journey' settings mutations_sync = 1";
  const changes = [
    () => owner.query('update lead set identity_id = id where id = $1', [leads.benAgain]),
    () => owner.query('update lead set visitor = 4242 where id = $1', [leads.dan]),
    () => owner.query("delete from touchpoint where channel = 'Email'"),
    () => owner.query('update lead set identity_id = $2 where id = $1', [leads.cem, leads.ada]),
    () => owner.query('delete from lead where id = $1', [leads.ben]),
    () => touch(77n, 'visit', 'Email', '2026-11-13T00:00:00Z'),
    () => owner.query('update touchpoint set lead_id = $1 where visitor = 77', [leads.ada]),
    () => owner.query('update lead set identity_id = $2 where id = $1', [leads.ada, leads.dan]),
  ];
  for (const change of changes) {
    await change();
    await freshPaths(world.deps);
    const stepwise = await rows();
    await world.clickhouse.command({ query: anew });
    await buildPaths(world.clickhouse);
    assert.deepEqual(stepwise, await rows());
  }
});
