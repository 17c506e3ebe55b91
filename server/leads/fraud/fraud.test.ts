import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LeadFraud, SourceBehaviour, SuppressionAdded, SuppressionList } from '#contract/fraud.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { sweepHistory } from '../history/sweep.ts';
import { leadRoutes } from '../routes.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { fraudRoutes } from './routes.ts';

type Delivery = Omit<LeadCreate, 'client_id'>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

let world: TestWorld;
before(async () => {
  world = await testWorld((app, deps) => {
    leadRoutes(app, deps);
    fraudRoutes(app, deps);
  });
});
after(async () => await world.close());

async function call<T>(method: Method, url: string, body?: object, status = 200): Promise<T> {
  const answer = await world.app.inject({ method, url, ...(body ? { payload: body } : {}) });
  assert.equal(answer.statusCode, status, `${method} ${url}: ${answer.body}`);
  return status === 204 ? (undefined as T) : answer.json<T>();
}

const LEADS = '/api/v1/marketing/leads';
const MINUTE = 60_000;

function farmLead(index: number): Delivery {
  return {
    external_id: `L${index}`,
    email: `${'abcdefgh'[index]}${'klmnopqr'[index]}@posteo.de`,
    name: 'Anna Berg',
    source: 'Web',
    created_at: new Date(TEST_NOW - 5 * 86_400_000 + index * MINUTE).toISOString(),
    device: { device_id: 'farm phone', ip: `159.65.${index}.9` },
  };
}

async function farmClient(): Promise<{ client: string; ids: string[] }> {
  const client = await world.client();
  world.actAs(personWith('analyst', [client]));
  const ids = await world.store(
    client,
    [0, 1, 2, 3].map((index) => farmLead(index)),
  );
  await sweepHistory(world.deps, client);
  return { client, ids };
}

test('the evidence of a crowd from servers: two families, their signs by weight, and the crowd itself', async () => {
  const { ids } = await farmClient();
  const fraud = await call<LeadFraud>('GET', `${LEADS}/${ids[0]}/fraud`);
  assert.equal(fraud.validation_status, 'fraudulent');
  assert.ok(fraud.score >= 70);
  assert.deepEqual([...fraud.families].sort(), ['behaviour', 'ip']);
  assert.equal(fraud.signs[0]?.id, 'B07_DEVICE_VELOCITY');
  assert.deepEqual([fraud.crowd?.of, fraud.crowd?.leads, fraud.crowd?.people], ['device', 4, 4]);
  assert.deepEqual(
    fraud.crowd?.hours.filter(({ leads }) => leads > 0).map(({ leads }) => leads),
    [4],
  );
  assert.deepEqual([fraud.source.leads, fraud.source.fraudulent], [4, 4]);
});

test('a decision is remembered when the lead is audited and delivered again, shows its effect, and is undone', async () => {
  const { client, ids } = await farmClient();
  const [id = ''] = ids;
  const cleared = await call<LeadFraud>('PUT', `${LEADS}/${id}/fraud/decision`, {
    decision: 'not_fraud',
    reason: 'A trade fair with one tablet.',
  });
  assert.equal(cleared.validation_status, 'valid');
  assert.equal(cleared.decision?.reason, 'A trade fair with one tablet.');
  assert.deepEqual([cleared.source.valid, cleared.source.fraudulent], [1, 3]);
  assert.deepEqual([cleared.source.before_decision?.valid, cleared.source.before_decision?.fraudulent], [0, 4]);
  await call('POST', `${LEADS}/audit`, { client_id: client, ids: [id] });
  await call('POST', LEADS, { ...farmLead(0), client_id: client, email: 'ak2@posteo.de' }, 200);
  await sweepHistory(world.deps, client);
  const again = await call<LeadFraud>('GET', `${LEADS}/${id}/fraud`);
  assert.equal(again.validation_status, 'valid');
  assert.deepEqual(again.decision?.new_signs, []);
  const undone = await call<LeadFraud>('DELETE', `${LEADS}/${id}/fraud/decision`);
  assert.equal(undone.validation_status, 'fraudulent');
  assert.equal(undone.decision, null);
  await call('DELETE', `${LEADS}/${id}/fraud/decision`, undefined, 409);
  const { events } = await call<{ events: { kind: string; detail: Record<string, unknown> }[] }>(
    'GET',
    `${LEADS}/${id}/history`,
  );
  assert.deepEqual(events.flatMap(({ kind, detail }) => (kind === 'verdict' ? [detail.decision] : [])).sort(), [
    'not_fraud',
    'undone',
  ]);
  const { rows } = await world.database.owner.query<{ n: number }>(
    "select count(*)::int as n from audit_entry where action = 'lead.verdict' and client_id = $1",
    [client],
  );
  assert.equal(rows[0]?.n, 2);
});

test('a decision for fraud holds a lead that no check accuses; who may only read cannot decide', async () => {
  const client = await world.client();
  world.actAs(personWith('analyst', [client]));
  const [id = ''] = await world.store(client, [{ ...farmLead(0), device: {} }]);
  const url = `${LEADS}/${id}/fraud/decision`;
  const held = await call<LeadFraud>('PUT', url, { decision: 'fraud', reason: 'Called: never asked.' });
  assert.equal(held.validation_status, 'fraudulent');
  world.actAs(personWith('read_only', [client]));
  await call('PUT', url, { decision: 'not_fraud', reason: 'No.' }, 403);
  world.actAs(personWith('owner', [await world.client()]));
  await call('PUT', url, { decision: 'not_fraud', reason: 'No.' }, 404);
});

test('lists bar whom they name, in whatever spelling, those there and those to come, and nothing of them stands in clear', async () => {
  const client = await world.client();
  world.actAs(personWith('admin', [client]));
  const [there = ''] = await world.store(client, [{ ...farmLead(1), email: 'jo.doe@gmail.com', phone: '030 901820' }]);
  const lists = `/api/v1/clients/${client}/suppression-lists`;
  const list = await call<SuppressionList>('POST', lists, { name: 'No mail', kind: 'unsubscribed' }, 201);
  await call('POST', lists, { name: 'No mail', kind: 'bounced' }, 409);
  const added = await call<SuppressionAdded>('POST', `${lists}/${list.id}/entries`, {
    entries: ['JoDoe+x@gmail.com', '+49 30 901820', '@refused.example', 'what is this', 'jodoe@gmail.com'],
  });
  assert.deepEqual([added.added, added.known], [3, 1]);
  assert.deepEqual(added.refused, [{ line: 4, reason: 'neither address, domain nor number' }]);
  await sweepHistory(world.deps, client);
  const flags = async (id: string) => (await call<{ flags: string[] }>('GET', `${LEADS}/${id}`)).flags;
  assert.deepEqual((await flags(there)).slice(0, 2).sort(), ['E13_SUPPRESSED', 'P07_DNC']);
  const [late = ''] = await world.store(client, [{ ...farmLead(2), email: 'any@refused.example', device: {} }]);
  assert.ok((await flags(late)).includes('E13_SUPPRESSED'));
  const { rows } = await world.database.owner.query<{ row: string }>(
    'select e::text as row from suppression_entry e where client_id = $1',
    [client],
  );
  assert.equal(rows.length, 3);
  for (const { row } of rows) assert.doesNotMatch(row, /doe|901820|refused/i);
  await call('DELETE', `${lists}/${list.id}`, undefined, 204);
  await sweepHistory(world.deps, client);
  assert.ok(!(await flags(there)).includes('E13_SUPPRESSED'));
  assert.ok(!(await flags(late)).includes('E13_SUPPRESSED'));
});

test('the behaviour of a source: its crowds, its hours against the usual ones, and what its leads failed', async () => {
  const { client } = await farmClient();
  const behaviour = await call<SourceBehaviour>('GET', `/api/v1/clients/${client}/source-behaviour?source=Web`);
  assert.equal(behaviour.leads, 4);
  assert.equal(behaviour.standing?.leads, 4);
  assert.equal(behaviour.crowds[0]?.of, 'device');
  assert.ok(Math.abs(behaviour.hours.reduce((sum, { usual }) => sum + usual, 0) - 1) < 1e-6);
  assert.ok(behaviour.flagged.some(({ check, leads }) => check === 'B07_DEVICE_VELOCITY' && leads === 4));
});
