import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CompletenessReply } from '#contract/completeness.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import { completenessRoutes } from './completeness.ts';
import { leadListRoutes } from './routes-list.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let mine: string;
const BASE = '/api/v1/marketing/leads';
/** Ten leads: all lack the technical fields, four lack a phone, two of them a company too. */
const drafts = Array.from({ length: 10 }, (_, index) => ({
  email: `person${index}@example.com`,
  name: 'Max Mustermann',
  phone: index < 4 ? undefined : `0151 234567${10 + index}`,
  company: index < 2 ? undefined : 'Zeppelin Werke',
  source: index < 5 ? 'Thin' : 'Rich',
  created_at: '2026-11-10T12:00:00Z',
}));

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    completenessRoutes(app, deps);
  });
  mine = await world.client();
  await world.store(mine, drafts);
  world.actAs(personWith('analyst', [mine]));
});
after(async () => await world.close());

async function get<T>(url: string, status = 200): Promise<T> {
  const reply = await world.app.inject({ url });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json();
}
const PERIOD = 'from=2026-11-01&to=2026-11-20';

test('what is lost by each field adds up to what is missing of the whole, worst first', async () => {
  const reply = await get<CompletenessReply>(`${BASE}/completeness?client_id=${mine}&${PERIOD}`);
  assert.equal(reply.leads, 10);
  const lost = reply.fields.reduce((sum, field) => sum + field.lost, 0);
  assert.ok(Math.abs(1 - (reply.mean ?? 0) - lost) < 1e-6, `${reply.mean} and ${lost}`);
  assert.deepEqual(
    reply.fields.map((field) => field.lost),
    reply.fields.map((field) => field.lost).sort((a, b) => b - a),
  );
  const phone = reply.fields.find(({ field }) => field === 'phone');
  assert.deepEqual(phone && [phone.weight, phone.missing, phone.sources], [3, 4, [{ source: 'Thin', missing: 4 }]]);
  assert.deepEqual(
    reply.sources.map(({ source, leads }) => [source, leads]),
    [
      ['Thin', 5],
      ['Rich', 5],
    ],
  );
  const thin = await get<CompletenessReply>(`${BASE}/completeness?client_id=${mine}&${PERIOD}&source=Thin`);
  assert.equal(thin.mean, reply.sources[0]?.mean);
});

test('the leads that lack a field are listed by its name', async () => {
  const total = async (missing: string) =>
    (await get<LeadPage>(`${BASE}?client_id=${mine}&missing=${encodeURIComponent(missing)}`)).total;
  assert.equal(await total('phone'), 4);
  assert.equal(await total('company'), 2);
  assert.equal(await total('company,phone'), 4);
  assert.equal(await total('email'), 0);
  assert.equal(await total("x') or 1=1 --"), 0);
  await get(`${BASE}/completeness?client_id=${mine}&from=2026-11-20&to=2026-11-01`, 422);
});
