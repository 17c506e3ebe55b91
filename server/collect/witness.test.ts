/** What the form tag saw is held against what is delivered: by one lead, by many, and whichever came first. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LeadAudit } from '#contract/audit.ts';
import { valueDigest } from '#domain/form-tag/digest.ts';
import { sweepHistory } from '../leads/history/sweep.ts';
import { leadRoutes } from '../leads/routes.ts';
import { personWith, type TestWorld, testWorld } from '../leads/test-world.ts';
import { expectStatus } from '../people/testing.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { collectRoutes } from './collect-routes.ts';
import { createSite } from './sites.ts';

const ORIGIN = 'https://www.example.com';
const TYPED = { email: 'anna.berg@example.com', tel: '0151 23456789', vorname: 'Anna', nachname: 'Berg' };
const DELIVERED = { email: 'anna.berg@example.com', phone: '+4915123456789', name: 'Anna Berg', source: 'Seller' };
let world: TestWorld;
let client: string;
let key: string;

before(async () => {
  world = await testWorld((app, deps) => {
    leadRoutes(app, deps);
    collectRoutes(app, { ...deps, publicUrl: undefined });
  });
  client = await world.client();
  const manager = personWith('admin', [client]);
  world.actAs(manager);
  const site = { name: 'Shop', origins: [ORIGIN], consent: 'ask' as const };
  const made = await createSite({ ...world.deps, onChange: () => undefined }, manager, client, site);
  key = made.public_key;
});
after(async () => await world.close());

async function sendForm(visitor: string, typed: Record<string, string> = TYPED): Promise<void> {
  const w = Object.entries(typed).map(([name, value]) => [name, valueDigest(value)]);
  const counts = { b: 41_000, n: w.length, k: 60, v: 0, a: 0, s: 0, h: false, c: 'k0.5 k1.9 v2.11' };
  const event = { t: 'form', i: uuidv7(), p: 'www.example.com/quote', f: 'quote', ...counts, w };
  const response = await world.app.inject({
    method: 'POST',
    url: '/collect',
    headers: { origin: ORIGIN, 'content-type': 'text/plain;charset=UTF-8' },
    payload: JSON.stringify({ k: key, v: visitor, e: [event] }),
  });
  expectStatus(response, 204);
}

/** Delivers leads together, one per visitor; returns their ids. */
async function deliver(...leads: { visitor: string; fields?: object }[]): Promise<string[]> {
  const body = leads.map(({ visitor, fields }) => ({
    client_id: client,
    ...DELIVERED,
    device: { visitor_id: visitor },
    ...fields,
  }));
  const payload = body.length === 1 ? body[0] : body;
  const response = await world.app.inject({
    method: 'POST',
    url: '/api/v1/marketing/leads',
    payload: payload as object,
  });
  expectStatus(response, 201);
  return response.json<{ leads: { id: string }[] }>().leads.map(({ id }) => id);
}

async function integrityOf(id: string | undefined) {
  const audit = (await world.app.inject({ url: `/api/v1/marketing/leads/${id}/audit` })).json<LeadAudit>();
  const check = audit.checks.find((one) => one.id === 'S05_DATA_INTEGRITY');
  return { outcome: check?.outcome, fields: check?.evidence[0]?.value };
}

const sweep = async () => await sweepHistory(world.deps, client);

test('a lead as its form was filled passes at once; one with another number fails and names the field', async () => {
  await sendForm('visitor-same');
  await sendForm('visitor-other');
  const [same] = await deliver({ visitor: 'visitor-same' });
  const [other] = await deliver({ visitor: 'visitor-other', fields: { phone: '+4915199999999' } });
  const [unseen] = await deliver({ visitor: 'visitor-unseen' });
  assert.deepEqual(await integrityOf(same), { outcome: 'passed', fields: undefined });
  assert.deepEqual(await integrityOf(other), { outcome: 'failed', fields: 'phone' });
  assert.equal((await integrityOf(unseen)).outcome, 'not_run');
});

test('many leads at once, and leads that come before their forms are sent, end the same way', async () => {
  for (const n of [1, 2]) await sendForm(`visitor-batch-${n}`);
  const fields = { email: 'somebody.else@example.com', name: 'Nora Lund' };
  const together = await deliver({ visitor: 'visitor-batch-1' }, { visitor: 'visitor-batch-2', fields });
  const early = await deliver({ visitor: 'visitor-early-1' }, { visitor: 'visitor-early-2', fields });
  assert.equal((await integrityOf(early[1])).outcome, 'not_run');
  for (const n of [1, 2]) await sendForm(`visitor-early-${n}`);
  await sweep();
  for (const [good, bad] of [together, early]) {
    assert.equal((await integrityOf(good)).outcome, 'passed');
    assert.deepEqual(await integrityOf(bad), { outcome: 'failed', fields: 'email, name' });
  }
});

test('a second form of the visitor that fits clears the lead, and a sweep afterwards finds nothing new', async () => {
  await sendForm('visitor-two', { ...TYPED, tel: '0151 11111111' });
  const [id] = await deliver({ visitor: 'visitor-two' });
  assert.deepEqual(await integrityOf(id), { outcome: 'failed', fields: 'phone' });
  await sendForm('visitor-two');
  await sweep();
  assert.equal((await integrityOf(id)).outcome, 'passed');
  assert.deepEqual(await sweep(), { audited: 0 });
});

test('a number that somebody of the client corrects is not held against the seller', async () => {
  await sendForm('visitor-edited');
  const [id] = await deliver({ visitor: 'visitor-edited' });
  const payload = { phone: '+4915155555555' };
  expectStatus(await world.app.inject({ method: 'PATCH', url: `/api/v1/marketing/leads/${id}`, payload }), 200);
  assert.equal((await integrityOf(id)).outcome, 'passed');
});

test('a value that was typed stands nowhere in clear, nor does its digest', async () => {
  const { rows } = await world.database.owner.query<{ text: string }>(
    'select t::text as text from form_session t union all select t::text from history_hit t',
  );
  const text = rows.map((row) => row.text).join('\n');
  for (const value of Object.values(TYPED))
    assert.ok(!text.includes(value) && !text.includes(valueDigest(value)), value);
});
