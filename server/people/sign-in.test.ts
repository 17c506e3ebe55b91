import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { hashOfSessionToken } from './session-store.ts';
import { TRIES_MAX } from './sign-in-throttle.ts';
import {
  addPerson,
  type Browser,
  browser,
  expectStatus,
  OWNER_EMAIL,
  PASSWORD,
  type PeopleWorld,
  peopleWorld,
  problemType,
  setUpOwner,
} from './testing.ts';

let world: PeopleWorld;
let owner: Browser;
before(async () => {
  world = await peopleWorld();
  owner = await setUpOwner(world);
});
after(() => world.close());
beforeEach(async () => {
  world.time.aheadMs = 0;
  await world.database.owner.query('delete from auth_attempt; delete from auth_rate_limit');
});

const SIGN_IN = '/api/auth/sign-in/email';
const signIn = (who: Browser, email = OWNER_EMAIL, password = PASSWORD, ip?: string) =>
  who.post(SIGN_IN, { email, password }, ip === undefined ? {} : { ip });
const tokenIn = (who: Browser) => decodeURIComponent(who.cookies.get('assay.session_token') ?? '').split('.')[0] ?? '';

test('the right password signs in, and the database holds only the hash of the token', async () => {
  const person = browser(world);
  const response = await signIn(person);
  expectStatus(response, 200);
  const [cookie] = response.cookies;
  assert.equal(cookie?.name, 'assay.session_token');
  assert.equal(cookie?.httpOnly, true);
  assert.equal(cookie?.sameSite, 'Lax');
  assert.equal(response.body.includes(tokenIn(person)), false);
  expectStatus(await person.get('/api/v1/me'), 200);
  const { rows } = await world.database.owner.query('select token from auth_session');
  const stored = rows.map((row) => row.token);
  assert.ok(stored.includes(hashOfSessionToken(tokenIn(person))));
  assert.ok(!stored.includes(tokenIn(person)));
});

test('what a copy of the session table holds opens nothing, neither bare nor signed as if it were a token', async () => {
  const { rows } = await world.database.owner.query('select token from auth_session limit 1');
  for (const value of [rows[0].token, `${rows[0].token}.c2lnbmF0dXJl`]) {
    const response = await browser(world).get('/api/v1/me', { headers: { cookie: `assay.session_token=${value}` } });
    expectStatus(response, 401);
  }
});

test('unknown e-mail and wrong password get the same answer, after the same work', async () => {
  const wrong = await signIn(browser(world), OWNER_EMAIL, 'not the password');
  const unknown = await signIn(browser(world), 'nobody@example.com', 'not the password');
  for (const response of [wrong, unknown]) expectStatus(response, 401);
  const { instance: _1, ...first } = wrong.json();
  const { instance: _2, ...second } = unknown.json();
  assert.deepEqual(first, second);
  /** Processor time, since the time on the clock tells more of what else runs on the machine. */
  const workOf = async (email: string, i: number) => {
    const begun = process.cpuUsage();
    await signIn(browser(world), email, `wrong ${i}`, `198.51.100.${i}`);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  let [known, nobody] = [Infinity, Infinity];
  for (let i = 0; i < 6; i++) {
    known = Math.min(known, await workOf(OWNER_EMAIL, i));
    nobody = Math.min(nobody, await workOf('nobody@example.com', i));
  }
  // Without the hash for unknown accounts one would be some 40 ms faster, that is several times.
  assert.ok(nobody > known / 2 && known > nobody / 2, `${known} ms, ${nobody} ms`);
});

test('40 addresses guessing at one account are stopped, known or not, and the right password waits too', async () => {
  for (const email of [OWNER_EMAIL, 'nobody@example.com']) {
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) {
      statuses.push((await signIn(browser(world), email, `guess ${i}`, `198.51.100.${i}`)).statusCode);
    }
    assert.deepEqual([...new Set(statuses.slice(0, TRIES_MAX))], [401]);
    assert.deepEqual([...new Set(statuses.slice(TRIES_MAX))], [429]);
  }
  const blocked = await signIn(browser(world), OWNER_EMAIL.toUpperCase());
  expectStatus(blocked, 429);
  assert.equal(problemType(blocked), 'too-many-attempts');
  const wait = Number(blocked.headers['retry-after']);
  assert.ok(wait > 0 && wait <= 90);
  world.time.aheadMs = wait * 1000;
  expectStatus(await signIn(browser(world), OWNER_EMAIL, PASSWORD, '192.0.2.1'), 200);
  // A success gives all tries back.
  expectStatus(await signIn(browser(world), OWNER_EMAIL, 'wrong', '192.0.2.2'), 401);
  expectStatus(await signIn(browser(world), OWNER_EMAIL, PASSWORD, '192.0.2.3'), 200);
});

test('tries at once at one account are counted one by one', async () => {
  const responses = await Promise.all(
    Array.from({ length: 25 }, (_, i) => signIn(browser(world), 'many@example.com', 'guess', `198.51.100.${i}`)),
  );
  assert.equal(responses.filter((response) => response.statusCode === 401).length, TRIES_MAX);
});

test('one address is stopped whatever it claims to be', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 14; i++) {
    const response = await world.app.inject({
      method: 'POST',
      url: SIGN_IN,
      remoteAddress: '10.0.0.1',
      headers: { 'x-forwarded-for': `1.1.1.${i}, 203.0.113.9`, 'x-assay-client-address': `2.2.2.${i}` },
      payload: { email: `person${i}@example.com`, password: 'guess' },
    });
    statuses.push(response.statusCode);
  }
  assert.deepEqual([...new Set(statuses.slice(0, 10))], [401]);
  assert.deepEqual([...new Set(statuses.slice(10))], [429]);
});

test('sign-ins and refusals are in the audit log, without the e-mail that was tried', async () => {
  await world.database.owner.query('delete from audit_entry');
  await signIn(browser(world), OWNER_EMAIL, 'wrong', '192.0.2.10');
  await signIn(browser(world), 'nobody@example.com', 'wrong', '192.0.2.11');
  await signIn(browser(world), OWNER_EMAIL, PASSWORD, '192.0.2.12');
  const { rows } = await world.database.owner.query('select * from audit_entry order by id');
  const { person } = (await owner.get('/api/v1/me')).json<{ person: { id: string } }>();
  assert.deepEqual(
    rows.map((row) => [row.action, row.actor_kind, row.object_id, row.ip]),
    [
      ['session.refused', 'anonymous', person.id, '192.0.2.10'],
      ['session.refused', 'anonymous', null, '192.0.2.11'],
      ['session.created', 'person', person.id, '192.0.2.12'],
    ],
  );
  assert.ok(!JSON.stringify(rows).includes('example.com'));
});

test('a token planted before sign-in is not taken over, and the old session of the browser ends', async () => {
  const person = browser(world);
  await signIn(person);
  const planted = person.cookies.get('assay.session_token') as string;
  await signIn(person);
  assert.notEqual(person.cookies.get('assay.session_token'), planted);
  const victim = await browser(world).get('/api/v1/me', { headers: { cookie: `assay.session_token=${planted}` } });
  expectStatus(victim, 401);
  const two = `assay.session_token=${planted}; assay.session_token=${person.cookies.get('assay.session_token')}`;
  expectStatus(await browser(world).get('/api/v1/me', { headers: { cookie: two } }), 401);
});

test('a session ends when idle, when its time is over, and at sign-out', async () => {
  const person = browser(world);
  await signIn(person);
  const hash = hashOfSessionToken(tokenIn(person));
  world.time.aheadMs = 23 * 3_600_000;
  expectStatus(await person.get('/api/v1/me'), 200);
  world.time.aheadMs = 46 * 3_600_000;
  expectStatus(await person.get('/api/v1/me'), 200);
  world.time.aheadMs = 71 * 3_600_000;
  expectStatus(await person.get('/api/v1/me'), 401);
  world.time.aheadMs = 0;
  // An idle session is gone for better-auth too.
  const { rows } = await world.database.owner.query('select 1 from auth_session where token = $1', [hash]);
  assert.equal(rows.length, 0);

  await signIn(person);
  await world.database.owner.query(`update auth_session set updated_at = now() + interval '7 days' where token = $1`, [
    hashOfSessionToken(tokenIn(person)),
  ]);
  world.time.aheadMs = 7 * 24 * 3_600_000 + 1000;
  expectStatus(await person.get('/api/v1/me'), 401);
  world.time.aheadMs = 0;

  await signIn(person);
  const cookie = `assay.session_token=${person.cookies.get('assay.session_token')}`;
  expectStatus(await person.get('/api/v1/me'), 200);
  expectStatus(await person.post('/api/auth/sign-out'), 200);
  expectStatus(await browser(world).get('/api/v1/me', { headers: { cookie } }), 401);
});

test('sessions are listed and ended one by one or all others at once', async () => {
  const [first, second, third] = [browser(world), browser(world), browser(world)];
  for (const one of [first, second, third]) await signIn(one);
  const list = (await first.get('/api/v1/sessions')).json<{ sessions: { id: string; current: boolean }[] }>().sessions;
  assert.equal(list.filter((session) => session.current).length, 1);
  const ofSecond = (await second.get('/api/v1/sessions'))
    .json<{ sessions: { id: string; current: boolean }[] }>()
    .sessions.find((session) => session.current);
  expectStatus(await first.delete(`/api/v1/sessions/${ofSecond?.id}`), 204);
  expectStatus(await second.get('/api/v1/me'), 401);
  expectStatus(await first.delete(`/api/v1/sessions/${ofSecond?.id}`), 404);
  expectStatus(await first.delete('/api/v1/sessions'), 200);
  expectStatus(await third.get('/api/v1/me'), 401);
  expectStatus(await first.get('/api/v1/me'), 200);
  owner = first;
});

test('a session of somebody else cannot be ended', async () => {
  const other = await addPerson(world, owner, 'other@example.com', { organisation_role: 'analyst' });
  const [session] = (await owner.get('/api/v1/sessions')).json<{ sessions: { id: string }[] }>().sessions;
  expectStatus(await other.browser.delete(`/api/v1/sessions/${session?.id}`), 404);
  expectStatus(await owner.get('/api/v1/me'), 200);
});

test('a changed password ends the other sessions, and an easy one is refused', async () => {
  const person = await addPerson(world, owner, 'changing@example.com', { organisation_role: 'read_only' });
  const elsewhere = browser(world);
  await signIn(elsewhere, 'changing@example.com');
  const change = (newPassword: string) =>
    person.browser.post('/api/auth/change-password', { currentPassword: PASSWORD, newPassword });
  const easy = await change('Password123456!');
  expectStatus(easy, 422);
  assert.equal(problemType(easy), 'password-refused');
  expectStatus(await change('walrus-Ladder-comet-17'), 200);
  expectStatus(await elsewhere.get('/api/v1/me'), 401);
  expectStatus(await person.browser.get('/api/v1/me'), 200);
  expectStatus(await signIn(browser(world), 'changing@example.com'), 401);
  expectStatus(await signIn(browser(world), 'changing@example.com', 'walrus-Ladder-comet-17'), 200);
});

test('pages of other origins cannot use the cookie, and nothing of better-auth is open beyond the list', async () => {
  for (const origin of ['https://evil.example', 'http://evil.example:4400', 'null', 'http://127.0.0.1:9999']) {
    const response = await owner.post('/api/auth/sign-out', {}, { headers: { origin } });
    expectStatus(response, 403);
    expectStatus(await owner.post('/api/v1/clients', { name: 'x' }, { headers: { origin } }), 403);
  }
  const rebound = await owner.post('/api/v1/clients', {}, { headers: { origin: 'http://x.test', host: 'x.test' } });
  expectStatus(rebound, 403);
  expectStatus(await owner.get('/api/v1/me'), 200);
  for (const path of [
    'sign-up/email',
    'list-sessions',
    'revoke-session',
    'update-user',
    'delete-user',
    'get-session',
  ]) {
    expectStatus(await owner.post(`/api/auth/${path}`), 404);
  }
});
