import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invitation, Person } from '#contract/people.ts';
import type { Me } from '#contract/workspace.ts';
import { actionsOf } from '../platform/access.ts';
import {
  addClient,
  addPerson,
  type Browser,
  browser,
  expectStatus,
  OWNER_EMAIL,
  PASSWORD,
  type PeopleWorld,
  peopleWorld,
  problemType,
} from './testing.ts';

let world: PeopleWorld;
let owner: Browser;
let acme: string;
let beta: string;
before(async () => {
  world = await peopleWorld();
});
after(() => world.close());

const NEW_ACCOUNT = { name: 'Grace', password: PASSWORD };
const me = async (who: Browser) => (await who.get('/api/v1/me')).json<Me>();

async function invite(by: Browser, email: string, grants: object): Promise<{ token: string; id: string; url: string }> {
  const response = await by.post('/api/v1/invitations', { email, ...grants });
  expectStatus(response, 201);
  const { id, url } = response.json<{ id: string; url: string }>();
  return { id, url, token: url.split('#')[1] as string };
}

async function actionsInLog(): Promise<string[]> {
  const { rows } = await world.database.owner.query<{ action: string }>(
    'select action from audit_entry order by at, id',
  );
  return rows.map((row) => row.action);
}

test('set-up needs the newest token, is done once, and nothing is left of a refused one', async () => {
  const visitor = browser(world);
  const input = { name: 'Ada', email: ' ADA@Example.com'.trim(), password: PASSWORD };
  assert.deepEqual((await visitor.get('/api/v1/setup')).json(), { needed: true });
  expectStatus(await visitor.post('/api/v1/setup', { ...input, token: 'guess' }), 403);
  const old = world.setupToken();
  const token = world.setupToken();
  for (const wrong of ['guess', old])
    expectStatus(await visitor.post('/api/v1/setup', { ...input, token: wrong }), 403);
  expectStatus(await visitor.post('/api/v1/setup', { ...input, token, password: 'password1234' }), 422);
  world.time.aheadMs = 15 * 60_000;
  expectStatus(await visitor.post('/api/v1/setup', { ...input, token }), 403);
  world.time.aheadMs = 0;
  assert.deepEqual((await world.database.owner.query('select 1 from auth_user')).rows, []);
  const racers = [browser(world), browser(world), browser(world)];
  const responses = await Promise.all(racers.map((racer) => racer.post('/api/v1/setup', { ...input, token })));
  assert.deepEqual(responses.map((response) => response.statusCode).sort(), [200, 403, 403]);
  owner = racers[responses.findIndex((response) => response.statusCode === 200)] as Browser;
  assert.deepEqual((await visitor.get('/api/v1/setup')).json(), { needed: false });
  expectStatus(await visitor.post('/api/v1/setup', { ...input, token: world.setupToken() }), 403);
  const found = await me(owner);
  assert.equal(found.person.email, OWNER_EMAIL);
  assert.equal(found.organisation_role, 'owner');
  assert.deepEqual(found.clients, []);
});

test('a new client is there at once for who sees all of them, and for nobody else', async () => {
  acme = await addClient(owner, 'Acme');
  beta = await addClient(owner, 'Beta');
  world.leads.set(acme, 7);
  const { clients, permissions } = await me(owner);
  assert.deepEqual(
    clients.map(({ name, role, leads }) => ({ name, role, leads })),
    [
      { name: 'Acme', role: 'owner', leads: 7 },
      { name: 'Beta', role: 'owner', leads: 0 },
    ],
  );
  assert.deepEqual(permissions[acme], [...actionsOf('owner')]);
  const analyst = await addPerson(world, owner, 'analyst@example.com', {
    roles: [{ client_id: beta, role: 'analyst' }],
  });
  const seen = await me(analyst.browser);
  assert.equal(seen.organisation_role, null);
  assert.deepEqual(Object.keys(seen.permissions), [beta]);
  expectStatus(await analyst.browser.post('/api/v1/clients', { name: 'X', currency: 'EUR', time_zone: 'UTC' }), 403);
  const foreign = await analyst.browser.patch(`/api/v1/clients/${acme}`, { name: 'Mine' });
  const nowhere = await analyst.browser.patch('/api/v1/clients/00000000-0000-4000-8000-000000000000', { name: 'Mine' });
  expectStatus(foreign, 404);
  const { instance: _1, ...first } = foreign.json();
  const { instance: _2, ...second } = nowhere.json();
  assert.deepEqual(first, second);
  expectStatus(await analyst.browser.patch(`/api/v1/clients/${beta}`, { name: 'Mine' }), 403);
});

test('a client is changed field by field; a currency in use stays', async () => {
  const patch = { name: 'Acme GmbH', settings: { duplicate_window_days: 30 } };
  const changed = await owner.patch(`/api/v1/clients/${acme}`, patch);
  expectStatus(changed, 200);
  assert.equal(changed.json().settings.duplicate_window_days, 30);
  assert.deepEqual(changed.json().settings.required_fields, ['email', 'name', 'phone']);
  expectStatus(await owner.patch(`/api/v1/clients/${acme}`, { currency: 'USD' }), 409);
  expectStatus(await owner.patch(`/api/v1/clients/${beta}`, { currency: 'USD' }), 200);
  for (const bad of [{ currency: 'XQZ' }, { time_zone: 'Mars/Base' }, { name: '' }]) {
    expectStatus(await owner.patch(`/api/v1/clients/${beta}`, bad), 422);
  }
});

test('sources are described by name and stay when not named', async () => {
  const meta = { name: 'Meta', kind: 'paid_social', price_minor: 1250, countries: ['DE', 'AT'] };
  const url = `/api/v1/clients/${acme}/sources`;
  expectStatus(await owner.put(url, { sources: [meta, { name: 'Expo', kind: 'event' }] }), 200);
  const put = await owner.put(url, { sources: [{ name: 'Expo', kind: 'event', max_age_seconds: 60 }] });
  assert.deepEqual(put.json(), { sources: [{ name: 'Expo', kind: 'event', max_age_seconds: 60 }, meta] });
  expectStatus(await owner.put(url, { sources: [meta, meta] }), 422);
});

test('an invitation makes an account for its e-mail, once', async () => {
  const { token, url, id } = await invite(owner, 'Grace@Example.com', {
    roles: [{ client_id: acme, role: 'marketer' }],
  });
  assert.ok(url.startsWith('http://127.0.0.1:4400/invitation#'));
  const { rows } = await world.database.owner.query('select * from invitation where id = $1', [id]);
  assert.ok(!JSON.stringify(rows).includes(token));
  const visitor = browser(world);
  const offer = (await visitor.get(`/api/v1/invitations/${token}`)).json();
  assert.equal(offer.email, 'grace@example.com');
  assert.equal(offer.account_exists, false);
  expectStatus(await visitor.post(`/api/v1/invitations/${token}`, { name: 'Grace' }), 422);
  expectStatus(
    await visitor.post(`/api/v1/invitations/${token}`, { name: 'Grace', password: 'grace-grace-1234' }),
    422,
  );
  const racers = [browser(world), browser(world), browser(world)];
  const responses = await Promise.all(racers.map((one) => one.post(`/api/v1/invitations/${token}`, NEW_ACCOUNT)));
  assert.deepEqual(responses.map((response) => response.statusCode).sort(), [200, 404, 404]);
  const grace = racers[responses.findIndex((response) => response.statusCode === 200)] as Browser;
  const found = await me(grace);
  assert.equal(found.person.email, 'grace@example.com');
  assert.deepEqual(found.permissions, { [acme]: [...actionsOf('marketer')] });
  expectStatus(await visitor.get(`/api/v1/invitations/${token}`), 404);
});

test('an invitation to an e-mail with an account is for that account only', async () => {
  const { token } = await invite(owner, 'grace@example.com', { roles: [{ client_id: beta, role: 'reviewer' }] });
  const other = await addPerson(world, owner, 'mallory@example.com', {
    roles: [{ client_id: acme, role: 'read_only' }],
  });
  for (const who of [browser(world), other.browser]) {
    const refused = await who.post(`/api/v1/invitations/${token}`, NEW_ACCOUNT);
    expectStatus(refused, 403);
    assert.equal(problemType(refused), 'sign-in-first');
  }
  assert.deepEqual(Object.keys((await me(other.browser)).permissions), [acme]);
  const grace = browser(world);
  await grace.post('/api/auth/sign-in/email', { email: 'grace@example.com', password: PASSWORD });
  expectStatus(await grace.post(`/api/v1/invitations/${token}`), 200);
  assert.deepEqual(Object.keys((await me(grace)).permissions).sort(), [acme, beta].sort());
});

test('an invitation that is over, revoked, or by somebody without these rights is not there', async () => {
  const overdue = await invite(owner, 'late@example.com', { organisation_role: 'analyst' });
  world.time.aheadMs = 7 * 24 * 3_600_000 + 1;
  expectStatus(await browser(world).post(`/api/v1/invitations/${overdue.token}`, NEW_ACCOUNT), 404);
  world.time.aheadMs = 0;

  const revoked = await invite(owner, 'late@example.com', { organisation_role: 'analyst' });
  expectStatus(await owner.delete(`/api/v1/invitations/${revoked.id}`), 204);
  expectStatus(await owner.delete(`/api/v1/invitations/${revoked.id}`), 409);
  expectStatus(await browser(world).get(`/api/v1/invitations/${revoked.token}`), 404);
  expectStatus(await browser(world).post(`/api/v1/invitations/${revoked.token}`, NEW_ACCOUNT), 404);

  const admin = await addPerson(world, owner, 'short@example.com', { organisation_role: 'admin' });
  const outlived = await invite(admin.browser, 'late@example.com', { organisation_role: 'admin' });
  expectStatus(await owner.put(`/api/v1/people/${admin.id}/roles`, { organisation_role: 'analyst' }), 200);
  expectStatus(await browser(world).post(`/api/v1/invitations/${outlived.token}`, NEW_ACCOUNT), 404);

  const { invitations } = (await owner.get('/api/v1/invitations')).json<{ invitations: Invitation[] }>();
  assert.equal(invitations.find(({ id }) => id === revoked.id)?.state, 'revoked');
  assert.equal(invitations.find(({ id }) => id === overdue.id)?.state, 'open');
});

test('nobody gives rights they do not have', async () => {
  const lead = await addPerson(world, owner, 'lead@example.com', { roles: [{ client_id: acme, role: 'admin' }] });
  const admin = await addPerson(world, owner, 'admin@example.com', { organisation_role: 'admin' });
  const tries: [Browser, object, number][] = [
    [lead.browser, { organisation_role: 'analyst' }, 403],
    [lead.browser, { roles: [{ client_id: beta, role: 'read_only' }] }, 404],
    [lead.browser, { roles: [{ client_id: acme, role: 'admin' }] }, 201],
    [lead.browser, { roles: [] }, 422],
    [admin.browser, { organisation_role: 'owner' }, 403],
    [admin.browser, { organisation_role: 'admin' }, 201],
    [owner, { organisation_role: 'owner' }, 201],
    [owner, { roles: [{ client_id: acme, role: 'owner' }] }, 422],
  ];
  for (const [who, grants, status] of tries) {
    expectStatus(await who.post('/api/v1/invitations', { email: 'x@example.com', ...grants }), status);
  }
  const { people } = (await lead.browser.get('/api/v1/people')).json<{ people: Person[] }>();
  assert.ok(people.length > 0 && people.every((person) => person.roles.every((role) => role.client_id === acme)));
  assert.ok(people.every((person) => person.organisation_role === null));
  expectStatus(await lead.browser.put(`/api/v1/people/${admin.id}/roles`, { roles: [] }), 404);
  expectStatus(await lead.browser.delete(`/api/v1/people/${admin.id}`), 404);
  const ownerId = (await me(owner)).person.id;
  expectStatus(await admin.browser.put(`/api/v1/people/${ownerId}/roles`, {}), 403);
  expectStatus(await admin.browser.delete(`/api/v1/people/${ownerId}`), 403);
  expectStatus(await owner.put(`/api/v1/people/${ownerId}/roles`, {}), 409);
  expectStatus(await owner.delete(`/api/v1/people/${ownerId}`), 409);
});

test('a changed role takes effect with the next request', async () => {
  const person = await addPerson(world, owner, 'role@example.com', { roles: [{ client_id: acme, role: 'admin' }] });
  const rename = () => person.browser.patch(`/api/v1/clients/${acme}`, { name: 'Acme' });
  const give = (roles: object[]) => owner.put(`/api/v1/people/${person.id}/roles`, { roles });
  expectStatus(await rename(), 200);
  expectStatus(await give([{ client_id: acme, role: 'reviewer' }]), 200);
  expectStatus(await rename(), 403);
  expectStatus(await give([{ client_id: beta, role: 'admin' }]), 200);
  expectStatus(await rename(), 404);
  expectStatus(
    await give([
      { client_id: acme, role: 'admin' },
      { client_id: beta, role: 'admin' },
    ]),
    200,
  );
  expectStatus(await rename(), 200);
});

test('a change by another process is heard within a moment', async () => {
  const person = await addPerson(world, owner, 'heard@example.com', { roles: [{ client_id: acme, role: 'admin' }] });
  expectStatus(await person.browser.patch(`/api/v1/clients/${acme}`, { name: 'Acme' }), 200);
  await world.database.owner.query('update client_role set role = $1 where user_id = $2', ['read_only', person.id]);
  const begun = performance.now();
  let status = 200;
  // Less than the ten seconds for which a session is remembered, and slower than a person may ask.
  while (status === 200 && performance.now() - begun < 5_000) {
    await sleep(50);
    status = (await person.browser.patch(`/api/v1/clients/${acme}`, { name: 'Acme' })).statusCode;
  }
  assert.equal(status, 403);
});

test('a removed person is out at once, and what they handed out ends with them', async () => {
  const admin = await addPerson(world, owner, 'gone@example.com', { organisation_role: 'admin' });
  const key = await admin.browser.post('/api/v1/keys', { name: 'K', actions: ['lead.read'], client_ids: [acme] });
  expectStatus(key, 201);
  const headers = { authorization: `Bearer ${key.json<{ key: string }>().key}` };
  expectStatus(await browser(world).get('/api/v1/clients', { headers }), 200);
  const open = await invite(admin.browser, 'late@example.com', { organisation_role: 'analyst' });
  expectStatus(await owner.delete(`/api/v1/people/${admin.id}`), 204);
  expectStatus(await admin.browser.get('/api/v1/me'), 401);
  expectStatus(await browser(world).get('/api/v1/clients', { headers }), 401);
  expectStatus(await browser(world).get(`/api/v1/invitations/${open.token}`), 404);
  const gone = browser(world, '192.0.2.77');
  expectStatus(await gone.post('/api/auth/sign-in/email', { email: 'gone@example.com', password: PASSWORD }), 401);
  expectStatus(await owner.delete(`/api/v1/people/${admin.id}`), 404);
});

test('every change left an entry in the audit log', async () => {
  const actions = new Set(await actionsInLog());
  for (const action of [
    'organisation.set_up',
    'client.created',
    'client.changed',
    'source.described',
    'invitation.created',
    'invitation.accepted',
    'invitation.revoked',
    'person.role_changed',
    'person.organisation_role_changed',
    'person.removed',
    'key.created',
    'session.created',
  ]) {
    assert.ok(actions.has(action), action);
  }
  const { rows } = await world.database.owner.query('select detail::text from audit_entry');
  assert.ok(!rows.some((row) => /@example|Grace|Somebody/.test(row.detail)));
});
