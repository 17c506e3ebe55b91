import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { ApiKey } from '#contract/people.ts';
import { accessCache } from './access-cache.ts';
import { authenticator } from './authenticator.ts';
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
  setUpOwner,
} from './testing.ts';
import { isApiKey, newApiKey } from './tokens.ts';

let world: PeopleWorld;
let owner: Browser;
let acme: string;
let beta: string;
before(async () => {
  world = await peopleWorld();
  owner = await setUpOwner(world);
  acme = await addClient(owner, 'Acme');
  beta = await addClient(owner, 'Beta');
});
after(() => world.close());

async function makeKey(by: Browser, input: object = {}): Promise<ApiKey & { key: string }> {
  const response = await by.post('/api/v1/keys', {
    name: 'Import',
    actions: ['lead.read'],
    client_ids: [acme],
    ...input,
  });
  expectStatus(response, 201);
  return response.json();
}

const withKey = (key: string, url = '/test/principal') =>
  browser(world).get(url, { headers: { authorization: `Bearer ${key}` } });

test('a key carries a checksum: one changed letter is no key', () => {
  const key = newApiKey();
  assert.match(key, /^assay_[0-9A-Za-z]{38}$/);
  assert.ok(isApiKey(key));
  for (let i = 0; i < key.length; i++) {
    const other = key[i] === 'a' ? 'b' : 'a';
    assert.ok(!isApiKey(key.slice(0, i) + other + key.slice(i + 1)), `letter ${i}`);
  }
});

test('a key does what it was made for, nothing else, and its text is in no table', async () => {
  const { key, prefix, id } = await makeKey(owner, { actions: ['lead.read', 'import.create'] });
  assert.ok(key.startsWith(prefix));
  const principal = (await withKey(key)).json();
  assert.deepEqual(principal, { kind: 'key', id, clients: { [acme]: ['lead.read', 'import.create'] } });
  const { rows } = await world.database.owner.query('select *, hash::text from api_key');
  assert.ok(!JSON.stringify(rows).includes(key.slice(prefix.length)));
  expectStatus(await withKey(key, '/api/v1/keys'), 403);
  expectStatus(await withKey(key, '/api/v1/me'), 403);
  expectStatus(await withKey(key, `/api/v1/clients/${beta}/sources`), 404);
  expectStatus(await withKey(key, '/api/v1/people'), 403);
  const { keys } = (await owner.get('/api/v1/keys')).json<{ keys: ApiKey[] }>();
  assert.notEqual(keys.find((one) => one.id === id)?.last_used_at, null);
});

test('a wrong header is never made up for by a cookie', async () => {
  for (const authorization of ['Bearer', 'Bearer nonsense', `Bearer ${newApiKey()}`, 'Basic YTpi', '']) {
    expectStatus(await owner.get('/api/v1/me', { headers: { authorization } }), 401);
  }
});

test('nobody makes a key for more than they may do', async () => {
  const marketer = await addPerson(world, owner, 'm@example.com', { organisation_role: 'marketer' });
  const ask = (who: Browser, input: object) =>
    who.post('/api/v1/keys', { name: 'K', actions: ['lead.read'], client_ids: [acme], ...input });
  expectStatus(await ask(marketer.browser, {}), 403);
  expectStatus(await ask(owner, { actions: ['lead.fly'] }), 422);
  expectStatus(await ask(owner, { actions: ['key.manage'] }), 422);
  expectStatus(await ask(owner, { client_ids: ['00000000-0000-4000-8000-000000000000'] }), 404);
  expectStatus(await ask(owner, { expires_at: '2020-01-01T00:00:00Z' }), 422);
  const key = await makeKey(owner);
  expectStatus(await withKey(key.key, '/api/v1/keys'), 403);
});

test('a key shrinks with the rights of who made it', async () => {
  const admin = await addPerson(world, owner, 'a@example.com', { organisation_role: 'admin' });
  const { key } = await makeKey(admin.browser, { actions: ['lead.read', 'client.manage'], client_ids: [acme, beta] });
  assert.deepEqual(Object.keys((await withKey(key)).json().clients).sort(), [acme, beta].sort());
  await owner.put(`/api/v1/people/${admin.id}/roles`, { roles: [{ client_id: acme, role: 'reviewer' }] });
  assert.deepEqual((await withKey(key)).json().clients, { [acme]: ['lead.read'] });
});

test('whatever ends rights in this process takes effect before it is answered, without word from the database', async () => {
  const tables = ['organisation_member', 'client_role', 'auth_user', 'auth_session', 'api_key'];
  const triggers = async (what: 'disable' | 'enable') =>
    await world.database.owner.query(tables.map((table) => `alter table ${table} ${what} trigger user`).join(';'));
  const person = await addPerson(world, owner, 'at-once@example.com', { organisation_role: 'admin' });
  const [here, elsewhere, shared] = [browser(world), browser(world), browser(world)];
  const signIn = (who: Browser, email = 'at-once@example.com') =>
    who.post('/api/auth/sign-in/email', { email, password: PASSWORD });
  /** Who is known, and therefore remembered, is asked for again after the change. */
  const ends = async (cookies: Browser['cookies'], change: () => ReturnType<Browser['post']>, url = '/api/v1/me') => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const known = () => browser(world).get(url, { headers: { cookie } });
    expectStatus(await known(), 200);
    const { statusCode, body } = await change();
    assert.ok([200, 204].includes(statusCode), body);
    return (await known()).statusCode;
  };
  await triggers('disable');
  try {
    for (const one of [here, elsewhere, shared]) expectStatus(await signIn(one), 200);
    const { sessions } = (await elsewhere.get('/api/v1/sessions')).json<{
      sessions: { id: string; current: boolean }[];
    }>();
    const id = sessions.find(({ current }) => current)?.id;
    assert.equal(await ends(elsewhere.cookies, () => here.delete(`/api/v1/sessions/${id}`)), 401);
    assert.equal(await ends(new Map(shared.cookies), () => signIn(shared, OWNER_EMAIL)), 401);
    assert.equal(await ends(new Map(shared.cookies), () => shared.post('/api/auth/sign-out')), 401);
    expectStatus(await signIn(elsewhere), 200);
    assert.equal(await ends(elsewhere.cookies, () => here.delete('/api/v1/sessions')), 401);
    expectStatus(await signIn(elsewhere), 200);
    const words = { currentPassword: PASSWORD, newPassword: 'walrus-Ladder-comet-17' };
    assert.equal(await ends(elsewhere.cookies, () => here.post('/api/auth/change-password', words)), 401);
    const { key, id: keyId } = await makeKey(here);
    expectStatus(await withKey(key), 200);
    const roles = [{ client_id: beta, role: 'analyst' }];
    const fewer = () => owner.put(`/api/v1/people/${person.id}/roles`, { organisation_role: 'analyst', roles });
    assert.equal(await ends(here.cookies, fewer, '/api/v1/people'), 403);
    expectStatus(await withKey(key), 200);
    expectStatus(await owner.delete(`/api/v1/keys/${keyId}`), 204);
    expectStatus(await withKey(key), 401);
    assert.equal(await ends(here.cookies, () => owner.delete(`/api/v1/people/${person.id}`)), 401);
  } finally {
    await triggers('enable');
  }
});

test('a revoked key is refused with the next request, also in another process within a moment', async () => {
  const { key, id } = await makeKey(owner);
  const elsewhere = accessCache({ pool: world.database.pool, clock: world.shared.clock, log: world.shared.log });
  const authenticate = authenticator({ ...world.shared, access: elsewhere });
  const request = { headers: { authorization: `Bearer ${key}` }, method: 'GET' } as Parameters<typeof authenticate>[0];
  const knownElsewhere = async () => (await authenticate(request))?.id;
  try {
    // Asked until the second cache listens and therefore remembers.
    for (let i = 0; i < 50; i++) assert.equal(await knownElsewhere(), id);
    expectStatus(await withKey(key), 200);
    expectStatus(await owner.delete(`/api/v1/keys/${id}`), 204);
    expectStatus(await withKey(key), 401);
    const begun = performance.now();
    let known = await knownElsewhere();
    while (known !== undefined && performance.now() - begun < 10_000) {
      // An answer from memory alone would leave no time to hear of the change.
      await setTimeout(5);
      known = await knownElsewhere();
    }
    assert.equal(known, undefined);
    expectStatus(await owner.delete(`/api/v1/keys/${id}`), 404);
  } finally {
    await elsewhere.close();
  }
});

test('what is remembered is found without the database, and forgotten when the listening connection breaks', async () => {
  const { key } = await makeKey(owner);
  // Asked again, because nothing is remembered while word of an earlier change comes in.
  for (let i = 0; i < 5; i++) expectStatus(await withKey(key), 200);
  await world.database.owner.query(`alter table api_key disable trigger access_of_key;
    update api_key set revoked_at = now() where revoked_at is null; alter table api_key enable trigger access_of_key`);
  expectStatus(await withKey(key), 200);
  await world.database.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where query = 'listen assay_access' and datname = current_database()`,
  );
  const begun = performance.now();
  let status = 200;
  // Far less than the minute for which a key is remembered.
  while (status === 200 && performance.now() - begun < 10_000) {
    // Slower than the rate limit of the key.
    await setTimeout(50);
    status = (await withKey(key)).statusCode;
  }
  assert.equal(status, 401);
});

test('a key is over when its time is', async () => {
  const expires = new Date(Date.now() + 30_000);
  const { key } = await makeKey(owner, { expires_at: expires.toISOString() });
  expectStatus(await withKey(key), 200);
  world.time.aheadMs = 31_000;
  expectStatus(await withKey(key), 401);
  world.time.aheadMs = 0;
});

test('requests beyond the burst are refused until the bucket refills, key by key', async () => {
  // One more in ten seconds: however slow the machine, none is earned while the burst is spent.
  const { key } = await makeKey(owner, { requests_per_minute: 6, burst: 5 });
  const other = await makeKey(owner);
  const responses = [];
  for (let i = 0; i < 7; i++) responses.push(await withKey(key));
  assert.deepEqual(
    responses.map((response) => response.statusCode),
    [200, 200, 200, 200, 200, 429, 429],
  );
  assert.equal(responses[0]?.headers['ratelimit-limit'], '5');
  assert.equal(responses[0]?.headers['ratelimit-remaining'], '4');
  assert.equal(responses[5]?.headers['ratelimit-remaining'], '0');
  const seconds = Number(responses[5]?.headers['retry-after']);
  assert.ok(seconds > 0 && seconds <= 10, `${seconds}`);
  expectStatus(await withKey(other.key), 200);
  world.time.aheadMs = seconds * 1_000;
  expectStatus(await withKey(key), 200);
  world.time.aheadMs = 0;
});
