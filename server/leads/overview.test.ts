import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Overview } from '#contract/analytics.ts';
import { leadListRoutes } from './routes-list.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let client: string;
let ids: string[];

/** Berlin: the first lead of 1 November came at 23:30 UTC of 31 October. */
const drafts = [
  { at: '2026-10-31T23:30:00Z', source: 'Google', email: 'a@posteo.de', status: 'converted', revenue: 1000 },
  { at: '2026-11-01T10:00:00Z', source: 'Google', email: 'b@posteo.de', status: 'contacted' },
  { at: '2026-11-02T10:00:00Z', source: 'Partner', email: 'b@posteo.de', status: 'new' },
  { at: '2026-11-03T22:59:00Z', source: 'Partner', email: 'no address', status: 'qualified' },
  { at: '2026-11-03T23:00:00Z', source: 'Google', email: 'late@posteo.de', status: 'new' },
  {
    at: '2026-10-25T09:00:00Z',
    source: 'Google',
    email: 'c@posteo.de',
    status: 'converted',
    revenue: 50,
    currency: 'USD',
  },
  { at: '2026-10-26T09:00:00Z', source: 'Walk-in', email: 'd@posteo.de', status: 'new' },
];

before(async () => {
  world = await testWorld(leadListRoutes);
  client = await world.client();
  await world.database.owner.query(
    "insert into source (client_id, name, kind, price_minor) values ($1, 'Google', 'paid_search', 300), ($1, 'Partner', 'partner', 200)",
    [client],
  );
  const stored = await world.store(
    client,
    drafts.map(({ at, status, ...draft }, index) => ({
      ...draft,
      external_id: `L${index}`,
      name: 'Anna Berg',
      created_at: at,
      conversion_status: status as 'new',
    })),
  );
  ids = stored;
  const set = async (index: number, columns: string) =>
    await world.database.owner.query(`update lead set ${columns} where id = $1`, [ids[index]]);
  // Scores and instants that can be added up by hand.
  for (const [index, score] of [80, 60, 40, 10, 99, 50, 70].entries()) await set(index, `quality_score = ${score}`);
  await set(
    0,
    "contacted_at = created_at + interval '10 minutes', qualified_at = created_at + interval '1 hour', conversion_date = created_at + interval '3 hours'",
  );
  await set(1, "contacted_at = created_at + interval '20 minutes', conversion_date = null");
  await world.deps.pull.fresh();
});
after(async () => await world.close());

async function overview(query: Record<string, string>, status = 200) {
  const reply = await world.app.inject({ url: '/api/v1/marketing/leads/overview', query });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json<Overview>();
}

test('every panel adds up to what was stored, in days of the client', async () => {
  world.actAs(personWith('read_only', [client]));
  const answer = await overview({ client_id: client, from: '2026-11-01', to: '2026-11-03' });
  assert.deepEqual([answer.compare_from, answer.compare_to], ['2026-10-25', '2026-10-27']);
  assert.deepEqual(answer.days, ['2026-11-01', '2026-11-02', '2026-11-03']);
  const kpis = Object.fromEntries(answer.kpis.map(({ metric, ...rest }) => [metric, rest]));
  assert.deepEqual(Object.keys(kpis), [
    'leads',
    'valid_rate',
    'duplicate_rate',
    'fraud_rate',
    'quality_score',
    'conversion_rate',
  ]);
  assert.deepEqual(kpis.leads, { total: { value: 4, previous: 2 }, daily: [2, 1, 1] });
  assert.equal(kpis.valid_rate?.total.value, 0.75);
  assert.equal(kpis.valid_rate?.total.n, 4);
  // Wilson, three of four: 0.3006 to 0.9544.
  assert.equal(kpis.valid_rate?.total.low?.toFixed(4), '0.3006');
  assert.equal(kpis.valid_rate?.total.high?.toFixed(4), '0.9544');
  assert.deepEqual(kpis.valid_rate?.daily, [1, 1, 0]);
  assert.deepEqual(kpis.duplicate_rate?.daily, [0, 1, 0]);
  assert.equal(kpis.quality_score?.total.value, 47.5);
  assert.equal(kpis.quality_score?.total.previous, 60);
  assert.equal(kpis.conversion_rate?.total.value, 0.25);
  assert.deepEqual(answer.volume, [
    { source: 'Google', daily: [2, 0, 0] },
    { source: 'Partner', daily: [0, 1, 1] },
  ]);
  assert.deepEqual(answer.volume_previous, [1, 1, 0]);
  assert.deepEqual(answer.quality, [
    { day: '2026-11-01', mean: 70, p25: 60, p75: 80, previous: 50 },
    { day: '2026-11-02', mean: 40, p25: 40, p75: 40, previous: 70 },
    { day: '2026-11-03', mean: 10, p25: 10, p75: 10, previous: null },
  ]);
  assert.deepEqual(answer.funnel, [
    { stage: 'captured', leads: 4, rate: null, previous_rate: null, median_seconds: null },
    { stage: 'valid', leads: 2, rate: 0.5, previous_rate: 1, median_seconds: null },
    { stage: 'contacted', leads: 2, rate: 1, previous_rate: 0.5, median_seconds: 1200 },
    { stage: 'qualified', leads: 1, rate: 0.5, previous_rate: 1, median_seconds: 3000 },
    { stage: 'converted', leads: 1, rate: 1, previous_rate: 1, median_seconds: 7200 },
  ]);
  const [google, partner, walkIn] = answer.sources;
  assert.deepEqual(
    [google?.source, google?.kind, partner?.source, partner?.kind],
    ['Google', 'paid_search', 'Partner', 'partner'],
  );
  assert.deepEqual(google?.metrics.cost_minor, { value: 600, previous: 300 });
  assert.deepEqual(google?.metrics.revenue_minor, { value: 100_000, previous: 0 });
  assert.equal(google?.metrics.roas?.value?.toFixed(4), (100_000 / 600).toFixed(4));
  assert.equal(partner?.metrics.cost_per_valid_lead_minor?.value, 400);
  assert.deepEqual([walkIn?.source, walkIn?.metrics.leads], ['Walk-in', { value: 0, previous: 1 }]);
  assert.deepEqual(walkIn?.metrics.valid_rate, { value: null, low: null, high: null, n: 0, previous: 1 });
  assert.deepEqual(answer.geography, [{ country: 'DE', region: '', leads: 4, quality_score: 47.5, valid_rate: 0.75 }]);
  assert.deepEqual(answer.audited, { leads: 4, total: 4, last_audited_at: '2026-11-20T18:00:00.000Z' });
  assert.deepEqual(answer.warnings, []);
});

test('money in another currency and leads without a price are told, never added', async () => {
  world.actAs(personWith('read_only', [client]));
  const answer = await overview({ from: '2026-10-25', to: '2026-10-26', compare: 'none' });
  assert.equal(answer.compare_from, undefined);
  assert.deepEqual(answer.volume_previous, []);
  assert.equal(answer.sources.find(({ source }) => source === 'Google')?.metrics.revenue_minor?.value, 0);
  assert.equal(answer.sources.find(({ source }) => source === 'Walk-in')?.metrics.cost_minor?.value, null);
  assert.deepEqual(answer.warnings, [
    'Revenue of 1 lead is in another currency than EUR and is not counted.',
    '1 lead came from sources without a price; costs are those of the other 1.',
  ]);
  const unpriced = await overview({ from: '2026-10-25', to: '2026-10-26', compare: 'none', source: 'Walk-in' });
  assert.ok(unpriced.warnings.includes('No lead came from a source with a price, so nothing is known of costs.'));
});

test('a client without leads has zeros and gaps, another client is not there, and bad periods are refused', async () => {
  const empty = await world.client();
  world.actAs(personWith('read_only', [empty]));
  const answer = await overview({ client_id: empty, from: '2026-11-01', to: '2026-11-02' });
  assert.deepEqual(answer.kpis[0]?.daily, [0, 0]);
  assert.deepEqual(answer.kpis[1]?.total, { value: null, low: null, high: null, n: 0, previous: null });
  assert.deepEqual([answer.volume, answer.sources, answer.geography], [[], [], []]);
  await overview({ client_id: client, from: '2026-11-01', to: '2026-11-02' }, 404);
  await overview({ from: '2026-11-02', to: '2026-11-01' }, 422);
  await overview({ from: '2019-11-02', to: '2026-11-01' }, 422);
  world.actAs(personWith('read_only', [empty, client]));
  await overview({ from: '2026-11-01', to: '2026-11-02' }, 422);
});

test('an answer is kept for its question, until something new comes', async () => {
  const own = await world.client();
  const lead = { source: 'Google', email: 'kept@posteo.de', name: 'Anna Berg' };
  const came = (external_id: string, day: string) => ({ ...lead, external_id, created_at: `${day}T10:00:00Z` });
  await world.store(own, [came('K1', '2026-11-02'), came('K2', '2026-11-03')]);
  world.actAs(personWith('read_only', [own]));
  const leads = async (query: Record<string, string>) =>
    (await overview({ client_id: own, from: '2026-11-01', to: '2026-11-03', ...query })).kpis[0]?.total;
  const none = { compare: 'none' };
  for (let again = 0; again < 2; again++) {
    assert.deepEqual(await leads(none), { value: 2 });
    assert.deepEqual(await leads({}), { value: 2, previous: 0 });
    assert.deepEqual(await leads({ ...none, to: '2026-11-02' }), { value: 1 });
    assert.deepEqual(await leads({ ...none, source: 'Partner' }), { value: 0 });
  }
  await world.store(own, [came('K3', '2026-11-03')]);
  assert.deepEqual(await leads(none), { value: 3 });
  await world.database.owner.query('update client set currency = $2 where id = $1', [own, 'USD']);
  const { currency } = await overview({ client_id: own, from: '2026-11-01', to: '2026-11-03', ...none });
  assert.equal(currency, 'USD');
  world.actAs(personWith('read_only', [client]));
  await overview({ client_id: own, from: '2026-11-01', to: '2026-11-03', ...none }, 404);
});
