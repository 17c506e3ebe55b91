/** What pages send: taken in durably, once, from allowed origins only, and from nobody who opted out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CollectSite } from '#contract/collect.ts';
import type { LeadTimeline } from '#contract/touchpoint.ts';
import { valueDigest } from '#domain/form-tag/digest.ts';
import { expectStatus } from '../people/testing.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { type TestApp, testApp } from '../testing.ts';

const ORIGIN = 'https://www.example.com';
let world: TestApp;
let client: string;
let site: CollectSite;

before(async () => {
  world = await testApp();
  client = await world.addClient('Acme');
  const sources = [{ name: 'Google Ads', kind: 'paid_search' }];
  expectStatus(await world.owner.put(`/api/v1/clients/${client}/sources`, { sources }), 200);
  const made = await world.owner.post(`/api/v1/clients/${client}/collect-sites`, {
    name: 'Shop',
    origins: [ORIGIN],
    consent: 'ask',
  });
  expectStatus(made, 201);
  site = made.json<CollectSite>();
});
after(async () => await world.stop());

const send = async (body: unknown, headers: Record<string, string> = {}) =>
  await world.app.inject({
    method: 'POST',
    url: '/collect',
    headers: { origin: ORIGIN, 'content-type': 'text/plain;charset=UTF-8', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
const visit = (fields: object = {}) => ({ t: 'visit', i: uuidv7(), p: 'www.example.com/quote', ...fields });
const form = (fields: object = {}) => ({
  t: 'form',
  i: uuidv7(),
  p: 'www.example.com/quote',
  f: 'quote',
  b: 41_000,
  n: 3,
  k: 30,
  v: 1,
  a: 0,
  s: 0,
  h: false,
  c: 'k0.5 k1.9 v2.11',
  w: [['email', valueDigest('anna@example.com')]],
  ...fields,
});
const batch = (visitor: string, ...events: object[]) => ({ k: site.public_key, v: visitor, e: events });
const counts = async () => {
  const { rows } = await world.database.owner.query<{ touchpoints: number; forms: number }>(
    'select (select count(*)::int from touchpoint) as touchpoints, (select count(*)::int from form_session) as forms',
  );
  return rows[0];
};

test('a visit and a form become the journey of the lead that brings the visitor id', async () => {
  const q = { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'solar', gclid: 'Cj0' };
  const r = 'www.google.com/search';
  expectStatus(await send(batch('visitor-1', visit({ q, r }))), 204);
  expectStatus(
    await send(batch('visitor-1', { t: 'start', i: uuidv7(), p: 'www.example.com/quote', f: 'quote' })),
    204,
  );
  expectStatus(await send(batch('visitor-1', form())), 204);
  const lead = {
    client_id: client,
    email: 'anna@example.com',
    source: 'Google Ads',
    device: { visitor_id: 'visitor-1' },
  };
  const delivered = await world.owner.post('/api/v1/marketing/leads', lead);
  expectStatus(delivered, 201);
  const id = delivered.json<{ leads: { id: string }[] }>().leads[0]?.id;
  const { steps, engagement } = (await world.owner.get(`/api/v1/marketing/leads/${id}/timeline`)).json<LeadTimeline>();
  assert.deepEqual(
    steps.map(({ kind, source, campaign_id, seconds }) => [kind, source, campaign_id, seconds]),
    [
      ['click', 'Google Ads', 'solar', undefined],
      ['form_start', undefined, undefined, undefined],
      ['form_submit', undefined, undefined, 41],
      ['lead', 'Google Ads', undefined, undefined],
    ],
  );
  assert.deepEqual(steps[2]?.form, {
    form_id: 'quote',
    field_count: 3,
    key_events: 30,
    paste_events: 1,
    autofill_events: 0,
    silent_fields: 0,
    honeypot_filled: false,
  });
  assert.equal(engagement.score, 20);
});

test('a beacon that comes twice is stored once, and many at a time are all stored', async () => {
  const before = await counts();
  const once = batch('visitor-2', visit(), form());
  await Promise.all([send(once), send(once), send(once)]);
  const many = Array.from({ length: 60 }, (_, n) => send(batch(`visitor-3-${n}`, visit())));
  for (const response of await Promise.all(many)) expectStatus(response, 204);
  const now = await counts();
  assert.deepEqual(now, { touchpoints: (before?.touchpoints ?? 0) + 62, forms: (before?.forms ?? 0) + 1 });
});

test('whoever opted out is not recorded, and gets a script that does nothing', async () => {
  const before = await counts();
  const signals: Record<string, string>[] = [{ 'sec-gpc': '1' }, { dnt: '1' }];
  for (const headers of signals) {
    expectStatus(await send(batch('visitor-4', visit(), form()), headers), 204);
    const tag = await world.app.inject({ url: `/collect/tag.js?site=${site.public_key}`, headers });
    assert.deepEqual([tag.statusCode, tag.body], [200, '']);
  }
  assert.deepEqual(await counts(), before);
});

test('another origin, an unknown key and a stopped site are refused, and other origins read no answer', async () => {
  const before = await counts();
  expectStatus(await send(batch('visitor-5', visit()), { origin: 'https://evil.example' }), 403);
  expectStatus(await send({ ...batch('visitor-5', visit()), k: `w${'A'.repeat(42)}` }), 404);
  expectStatus(await send({ ...batch('visitor-5', visit()), k: 'not a key of any kind' }), 404);
  const change = `/api/v1/clients/${client}/collect-sites/${site.id}`;
  expectStatus(await world.owner.patch(change, { stopped: true }), 200);
  expectStatus(await send(batch('visitor-5', visit())), 404);
  expectStatus(await world.owner.patch(change, { stopped: false }), 200);
  expectStatus(await send(batch('visitor-5', visit())), 204);
  assert.equal((await counts())?.touchpoints, (before?.touchpoints ?? 0) + 1);
});

test('what is malformed is refused by field and stores nothing', async () => {
  const before = await counts();
  for (const [body, status, field] of [
    ['{"k":', 400, ''],
    ['null', 422, ''],
    [batch('v', visit()), 422, 'v'],
    [batch('visitor-6'), 422, 'e'],
    [batch('visitor-6', visit({ i: 'no uuid' })), 422, 'e.0.i'],
    [batch('visitor-6', form({ k: -1 })), 422, 'e.0.k'],
    [batch('visitor-6', form({ w: [['email', 'anna@example.com']] })), 422, 'e.0.w.0.1'],
    [batch('visitor-6', ...Array.from({ length: 21 }, () => visit())), 422, 'e'],
  ] as const) {
    const response = await send(body);
    assert.equal(response.statusCode, status, response.body);
    if (field) assert.equal(response.json<{ errors: { field: string }[] }>().errors[0]?.field, field);
  }
  expectStatus(await send(batch('visitor-6', form({ c: 'x'.repeat(40_000) }))), 413);
  assert.deepEqual(await counts(), before);
});

test('neither an address nor a value nor a visitor id stands in a row', async () => {
  const remoteAddress = '81.2.69.142';
  const response = await world.app.inject({
    method: 'POST',
    url: '/collect',
    remoteAddress,
    headers: { origin: ORIGIN, 'content-type': 'text/plain', 'x-forwarded-for': remoteAddress },
    payload: JSON.stringify(
      batch('visitor-secret-7', visit({ p: 'www.example.com/a?email=anna@example.com' }), form()),
    ),
  });
  expectStatus(response, 204);
  for (const table of ['touchpoint', 'form_session']) {
    const { rows } = await world.database.owner.query<{ text: string }>(`select t::text as text from ${table} t`);
    const text = rows.map((row) => row.text).join('\n');
    for (const secret of [remoteAddress, 'anna@example.com', 'visitor-secret', valueDigest('anna@example.com')]) {
      assert.ok(!text.includes(secret), `${table} holds ${secret}`);
    }
  }
  const { rows } = await world.database.owner.query(
    'select from form_session where ip_key is not null and net_key is not null',
  );
  assert.ok(rows.length > 0);
});

test('an address that sends without end is told to wait', async () => {
  // At once, so that nothing is earned meanwhile: 600 events where 240 are free.
  const answers = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const events = Array.from({ length: 20 }, () => visit());
      return (await send(batch('visitor-8', ...events), { 'x-forwarded-for': '192.0.2.7' })).statusCode;
    }),
  );
  assert.deepEqual([...new Set(answers)].sort(), [204, 429]);
  assert.ok(answers.filter((status) => status === 204).length >= 12);
});

test('the script of a site may be loaded by other origins, and says when the last event came', async () => {
  const tag = await world.app.inject({ url: `/collect/tag.js?site=${site.public_key}` });
  assert.equal(tag.headers['cross-origin-resource-policy'], 'cross-origin');
  assert.match(tag.body, new RegExp(`"${site.public_key}","http://[^"]+/collect",false`));
  const { sites } = (await world.owner.get(`/api/v1/clients/${client}/collect-sites`)).json<{ sites: CollectSite[] }>();
  assert.ok(sites[0]?.last_event_at && sites[0].events > 60);
});

test('only who manages the client makes sites, from origins that are origins', async () => {
  const analyst = await world.addPerson('analyst', client);
  const body = { name: 'Mine', origins: [ORIGIN], consent: 'ask' };
  const url = `/api/v1/clients/${client}/collect-sites`;
  expectStatus(await analyst.browser.post(url, body), 403);
  for (const origin of ['https://example.com/', 'example.com', 'https://*.example.com', 'javascript://x']) {
    expectStatus(await world.owner.post(url, { ...body, origins: [origin] }), 422);
  }
});
