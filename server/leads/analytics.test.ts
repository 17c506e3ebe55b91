import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Analytics, DIMENSIONS, GRAINS, METRICS } from '#contract/analytics.ts';
import { leadListRoutes } from './routes-list.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let mine: string;
let other: string;

const drafts = [
  { at: '2026-10-24T22:30:00Z', source: 'Google', status: 'converted', revenue: 100, score: 90 },
  { at: '2026-10-25T00:30:00Z', source: 'Google', status: 'new', score: 70 },
  { at: '2026-10-25T01:30:00Z', source: 'Meta', status: 'contacted', score: 50 },
  { at: '2026-11-08T12:00:00Z', source: 'Meta', status: 'converted', revenue: 40, currency: 'USD', score: 30 },
  { at: '2026-11-09T12:00:00Z', source: 'Door', status: 'lost', score: 20 },
];

before(async () => {
  world = await testWorld(leadListRoutes);
  [mine, other] = [await world.client(), await world.client()];
  await world.database.owner.query(
    "insert into source (client_id, name, kind, price_minor) values ($1, 'Google', 'paid_search', 500), ($1, 'Meta', 'paid_social', 250)",
    [mine],
  );
  for (const clientId of [mine, other]) {
    const ids = await world.store(
      clientId,
      drafts.map(({ at, score: _, status, ...draft }, index) => ({
        ...draft,
        email: `person${index}@posteo.de`,
        name: 'Anna Berg',
        created_at: at,
        conversion_status: status as 'new',
      })),
    );
    for (const [index, { score }] of drafts.entries()) {
      await world.database.owner.query('update lead set quality_score = $2 where id = $1', [ids[index], score]);
    }
  }
  await world.deps.pull.fresh();
});
after(async () => await world.close());

async function ask(query: Record<string, string>, status = 200) {
  world.actAs(personWith('read_only', [mine]));
  const reply = await world.app.inject({ url: '/api/v1/marketing/leads/analytics', query });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json<Analytics & { errors?: { field: string }[] }>();
}
const PERIOD = { from: '2026-10-25', to: '2026-11-09' };
const leadsOf = (answer: Analytics) => answer.rows.map((row) => [row.time ?? row.dimensions, row.metrics.leads?.value]);

test('buckets of time begin in the zone of the client and are there even when empty', async () => {
  const days = await ask({ ...PERIOD, metrics: 'leads', grain: 'day' });
  assert.equal(days.rows.length, 16);
  assert.deepEqual(
    leadsOf(days).filter(([, leads]) => leads !== 0),
    [
      ['2026-10-25', 3],
      ['2026-11-08', 1],
      ['2026-11-09', 1],
    ],
  );
  assert.deepEqual(leadsOf(await ask({ ...PERIOD, metrics: 'leads', grain: 'week' })), [
    ['2026-10-19', 3],
    ['2026-10-26', 0],
    ['2026-11-02', 1],
    ['2026-11-09', 1],
  ]);
  assert.deepEqual(leadsOf(await ask({ ...PERIOD, metrics: 'leads', grain: 'month' })), [
    ['2026-10-01', 3],
    ['2026-11-01', 2],
  ]);
  // Clocks go back on 25 October: the day has 25 hours, and two o'clock comes twice.
  const hours = await ask({ from: '2026-10-25', to: '2026-10-25', metrics: 'leads', grain: 'hour' });
  assert.equal(hours.rows.length, 25);
  assert.deepEqual(leadsOf(hours).slice(0, 5), [
    ['2026-10-25T00:00:00+02:00', 1],
    ['2026-10-25T01:00:00+02:00', 0],
    ['2026-10-25T02:00:00+02:00', 1],
    ['2026-10-25T02:00:00+01:00', 1],
    ['2026-10-25T03:00:00+01:00', 0],
  ]);
  const utc = await ask({ ...PERIOD, metrics: 'leads', grain: 'day', time_zone: 'UTC' });
  assert.equal(utc.time_zone, 'UTC');
  assert.equal(utc.totals.leads?.value, 4);
});

test('metrics are formed from sums: money in the own currency only, rates with intervals, null where nothing stands below', async () => {
  const answer = await ask({
    ...PERIOD,
    dimensions: 'source,source_kind',
    metrics:
      'leads,conversion_rate,quality_score,quality_p25,revenue_minor,cost_minor,cost_per_lead_minor,roas,contacted_leads',
  });
  const rows = Object.fromEntries(
    answer.rows.map((row) => [`${row.dimensions.source} ${row.dimensions.source_kind}`, row.metrics]),
  );
  assert.deepEqual(Object.keys(rows), ['Google paid_search', 'Meta paid_social', 'Door other']);
  const google = rows['Google paid_search'];
  assert.deepEqual(google?.leads, { value: 2 });
  assert.deepEqual(google?.revenue_minor, { value: 10_000 });
  assert.deepEqual(google?.cost_minor, { value: 1000 });
  assert.deepEqual(google?.roas, { value: 10 });
  assert.deepEqual(google?.contacted_leads, { value: 1 });
  assert.equal(google?.quality_score?.value, 80);
  // Scores 70 and 90: standard deviation 14.142, standard error 10.
  assert.equal(google?.quality_score?.low, 60.4);
  assert.equal(google?.quality_score?.high, 99.6);
  assert.deepEqual(google?.quality_p25, { value: 70 });
  assert.equal(google?.conversion_rate?.value, 0.5);
  assert.equal(google?.conversion_rate?.n, 2);
  assert.deepEqual(rows['Meta paid_social']?.revenue_minor, { value: 0 });
  assert.deepEqual(rows['Door other']?.cost_minor, { value: null });
  assert.deepEqual(answer.totals.cost_per_lead_minor, { value: 375 });
  assert.equal(answer.totals.leads?.value, 5);
  assert.deepEqual(answer.warnings, [
    'Revenue of 1 lead is in another currency than EUR and is not counted.',
    '1 lead came from sources without a price; costs are those of the other 4.',
  ]);
  assert.deepEqual((await ask({ ...PERIOD, metrics: 'leads' })).warnings, []);
});

test('a comparison stands beside every row, bucket by bucket', async () => {
  const answer = await ask({
    from: '2026-11-08',
    to: '2026-11-09',
    metrics: 'leads',
    dimensions: 'source',
    grain: 'day',
    compare: 'previous',
  });
  assert.deepEqual([answer.compare_from, answer.compare_to], ['2026-11-01', '2026-11-02']);
  const earlier = await ask({
    from: '2026-10-26',
    to: '2026-11-08',
    metrics: 'leads,valid_rate',
    grain: 'week',
    compare: 'previous',
  });
  assert.deepEqual([earlier.compare_from, earlier.compare_to], ['2026-10-12', '2026-10-25']);
  assert.deepEqual(
    earlier.rows.map((row) => row.metrics.leads),
    [
      { value: 0, previous: 0 },
      { value: 1, previous: 3 },
    ],
  );
  assert.deepEqual(earlier.rows[0]?.metrics.valid_rate, { value: null, low: null, high: null, n: 0, previous: null });
  assert.deepEqual(earlier.totals.leads, { value: 1, previous: 3 });
});

test('every metric, dimension and grain can be asked for, and dimensions with one value per lead sum up', async () => {
  for (const dimension of DIMENSIONS) {
    const answer = await ask({ ...PERIOD, metrics: METRICS.join(','), dimensions: dimension, compare: 'year' });
    const sum = answer.rows.reduce((total, row) => total + (row.metrics.leads?.value ?? 0), 0);
    if (dimension !== 'flag') assert.equal(sum, 5, dimension);
  }
  for (const grain of GRAINS) {
    const answer = await ask({ ...PERIOD, metrics: METRICS.join(','), grain, dimensions: 'source' });
    assert.equal(
      answer.rows.reduce((total, row) => total + (row.metrics.leads?.value ?? 0), 0),
      5,
      grain,
    );
  }
  const filtered = await ask({ ...PERIOD, metrics: 'leads', source: 'Meta', quality_score: '40-' });
  assert.equal(filtered.totals.leads?.value, 1);
  const none = await ask({ ...PERIOD, metrics: 'leads,valid_rate', source: 'Nobody' });
  assert.deepEqual(none.rows, [
    { dimensions: {}, metrics: { leads: { value: 0 }, valid_rate: { value: null, low: null, high: null, n: 0 } } },
  ]);
});

test('what cannot be read is a 422 that names its field', async () => {
  const bad: Record<string, string> = {
    metrics: 'leads,profit',
    dimensions: 'source; drop table lead_fact',
    grain: 'minute',
    compare: 'tomorrow',
    time_zone: 'Mars/Olympus',
    to: '2026-02-30',
    quality_score: 'good',
  };
  for (const [field, value] of Object.entries(bad)) {
    const problem = await ask({ ...PERIOD, metrics: 'leads', [field]: value }, 422);
    assert.deepEqual(
      problem.errors?.map((error) => error.field),
      [field],
    );
  }
  await ask({ from: '2026-01-01', to: '2026-11-09', metrics: 'leads', grain: 'hour' }, 422);
  await ask({ ...PERIOD, metrics: 'leads', client_id: other }, 404);
});
