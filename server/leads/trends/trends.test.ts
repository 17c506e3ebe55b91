import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Annotation, Trends } from '#contract/trends.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { trendRoutes } from './routes.ts';

let world: TestWorld;
let client: string;
const DAYS = 160;
const FIRST = Date.parse('2026-06-14T10:00:00Z');
const WEEK = [6, 7, 7, 6, 5, 3, 2];
/** On this day twice as many came, and ten more. */
const WILD = 120;

/** 14 June 2026 is a Sunday. */
const countOn = (day: number) => (WEEK[(day + 6) % 7] ?? 0) * (day === WILD ? 2 : 1) + (day === WILD ? 10 : 0);

before(async () => {
  world = await testWorld(trendRoutes);
  client = await world.client();
  await world.database.owner.query(
    "insert into source (client_id, name, kind, price_minor) values ($1, 'Paid', 'partner', 700)",
    [client],
  );
  const leads = Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: countOn(day) }, (_, i) => ({
      email: `p${day}-${i}@example.org`,
      name: 'Ann Bee',
      source: i % 2 === 0 ? 'Paid' : 'Free',
      created_at: new Date(FIRST + day * 86_400_000 + i * 60_000).toISOString(),
      ...(i === 0
        ? {
            conversion_status: 'converted' as const,
            conversion_date: new Date(FIRST + day * 86_400_000 + 7200_000).toISOString(),
          }
        : {}),
    })),
  ).flat();
  await world.store(client, leads);
  world.actAs(personWith('analyst', [client]));
});
after(async () => await world.close());

const PERIOD = { from: '2026-09-01', to: '2026-11-20' };
async function trends(query: Record<string, string> = {}): Promise<Trends> {
  const reply = await world.app.inject({
    url: '/api/v1/marketing/leads/trends',
    query: { client_id: client, ...PERIOD, ...query },
  });
  assert.equal(reply.statusCode, 200, reply.body);
  return reply.json();
}

test('history tells each day, its week, and the one day that departs', async () => {
  const found = await trends({ compare: 'previous' });
  const of = (day: string) => found.days.find((one) => one.day === day);
  assert.equal(found.days.length, 81);
  for (const { day, value } of found.days) {
    const index = Math.round((Date.parse(`${day}T10:00:00Z`) - FIRST) / 86_400_000);
    assert.equal(value, index < DAYS ? countOn(index) : 0, day);
  }
  const wild = new Date(FIRST + WILD * 86_400_000).toISOString().slice(0, 10);
  assert.deepEqual(
    found.days.filter(({ anomaly }) => anomaly !== null).map(({ day }) => day),
    [wild],
  );
  assert.equal(of('2026-10-05')?.previous, 7 * 0 + countOn(113 - 84));
  // Weeks begin on Monday; Sunday is the weakest day.
  assert.equal(found.season?.indexOf(Math.min(...(found.season ?? []))), 6);
  assert.deepEqual(found.level_changes, []);
  assert.deepEqual(
    found.sources.map(({ source }) => source),
    ['Paid', 'Free'],
  );
});

test('the forecast begins after the last whole day, keeps the week and says how it would have done', async () => {
  const { forecast } = await trends();
  assert.ok(forecast);
  assert.equal(new Date(TEST_NOW).toISOString().slice(0, 10), '2026-11-20');
  // The last lead came on that very day, which is not over.
  assert.equal(forecast.days[0]?.day, '2026-11-20');
  assert.equal(forecast.days.length, 28);
  for (const { day, mean, low, high } of forecast.days) {
    const index = Math.round((Date.parse(`${day}T10:00:00Z`) - FIRST) / 86_400_000);
    assert.ok(Math.abs(mean - (WEEK[(index + 6) % 7] ?? 0)) < 1.5, `${day}: ${mean}`);
    assert.ok(low <= mean && mean <= high);
  }
  assert.ok(forecast.back_test.origins >= 2 && forecast.back_test.smape < 5, JSON.stringify(forecast.back_test));
  const short = await trends({ from: '2026-06-20', to: '2026-07-20' });
  assert.equal(short.forecast, null);
  assert.match(short.forecast_missing ?? '', /more history/);
});

test('spend and conversions have their own history, sources theirs', async () => {
  const day = '2026-10-05';
  const paid = Math.ceil(countOn(113) / 2);
  const of = async (query: Record<string, string>) => (await trends(query)).days.find((one) => one.day === day)?.value;
  assert.equal(await of({ metric: 'spend' }), paid * 700);
  assert.equal(await of({ metric: 'conversions' }), 1);
  assert.equal(await of({ source: 'Paid' }), paid);
  assert.equal(await of({ source: 'Nobody' }), 0);
});

test('notes beside the curve are written, changed and deleted, and their words are sealed', async () => {
  const send = async (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    await world.app.inject({
      method,
      url: `/api/v1/marketing/leads/annotations${url}`,
      ...(payload ? { payload } : {}),
    });
  const made = await send('POST', '', { client_id: client, day: '2026-10-12', note: 'Spot with Jane Roe on air' });
  assert.equal(made.statusCode, 201, made.body);
  const { id } = made.json<Annotation>();
  assert.deepEqual(
    (await trends()).annotations.map(({ day, note }) => [day, note]),
    [['2026-10-12', 'Spot with Jane Roe on air']],
  );
  const stored = await world.database.owner.query('select a::text as text from annotation a');
  assert.ok(!JSON.stringify(stored.rows).includes('Jane'));
  assert.equal((await send('PATCH', `/${id}`, { day: '2026-10-13' })).json<Annotation>().day, '2026-10-13');
  assert.equal((await send('PATCH', `/${id}`, { note: '' })).statusCode, 422);
  world.actAs(personWith('analyst', [await world.client()]));
  assert.equal((await send('PATCH', `/${id}`, { note: 'mine now' })).statusCode, 404);
  assert.equal((await send('DELETE', `/${id}`)).statusCode, 404);
  world.actAs(personWith('analyst', [client]));
  assert.equal((await send('DELETE', `/${id}`)).statusCode, 204);
  assert.deepEqual((await trends()).annotations, []);
});
