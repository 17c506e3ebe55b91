import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
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
  setUpOwner,
} from './testing.ts';
import { authenticatorDevice, secretOf } from './testing-factors.ts';
import { totpCode } from './totp-replay.ts';

let world: PeopleWorld;
let owner: Browser;
before(async () => {
  world = await peopleWorld({ publicUrl: 'https://assay.example' });
  owner = await setUpOwner(world);
});
after(() => world.close());
beforeEach(async () => {
  await world.database.owner.query('delete from auth_attempt; delete from auth_rate_limit; delete from audit_entry');
});

const signIn = (who: Browser, email: string, password = PASSWORD, ip = '203.0.113.7') =>
  who.post('/api/auth/sign-in/email', { email, password }, { ip });
const verifyCode = (who: Browser, code: string) => who.post('/api/auth/two-factor/verify-totp', { code });
const changePassword = (who: Browser, newPassword: string) =>
  who.post('/api/auth/change-password', { currentPassword: PASSWORD, newPassword });
const newcomer = (name: string) => addPerson(world, owner, `${name}@example.com`, { organisation_role: 'analyst' });
const codeNow = (secret: string) => totpCode(secret, Math.floor(Date.now() / 30_000));

/** A newcomer whose second factor is on; the step of the code that confirmed it is spent. */
async function newcomerWithFactor(name: string) {
  const person = await newcomer(name);
  const begun = await person.browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
  const secret = secretOf(begun.json<{ totpURI: string }>().totpURI);
  expectStatus(await verifyCode(person.browser, codeNow(secret)), 200);
  await world.database.owner.query('delete from audit_entry');
  return { ...person, secret };
}

/** Makes the codes of this moment usable again, where a test does not wait for the next. */
const forgetSteps = () => world.database.owner.query('delete from auth_totp_step');

async function rowsOf<T>(query: string, ...values: unknown[]): Promise<T[]> {
  return (await world.database.owner.query(query, values)).rows;
}
const actions = async () =>
  (await rowsOf<{ action: string }>('select action from audit_entry order by id')).map((row) => row.action);
/** Everything of a person that a session or credential is. */
const credentialsOf = (id: string) =>
  rowsOf(
    `select u.two_factor_enabled,
      (select array_agg(to_jsonb(s) order by s.id) from auth_session s where s.user_id = u.id) as sessions,
      (select array_agg(to_jsonb(a) order by a.id) from auth_account a where a.user_id = u.id) as accounts,
      (select array_agg(to_jsonb(f) order by f.id) from auth_two_factor f where f.user_id = u.id) as factors,
      (select array_agg(to_jsonb(p) order by p.id) from auth_passkey p where p.user_id = u.id) as passkeys
     from auth_user u where u.id = $1`,
    id,
  );

/** Runs `work` while PostgreSQL lets the server append nothing to the audit log. */
async function withoutAuditLog<T>(work: () => Promise<T>): Promise<T> {
  const columns = 'id, client_id, at, actor_kind, actor_id, action, object_type, object_id, detail, ip';
  await world.database.owner.query('revoke insert on audit_entry from assay_app');
  try {
    return await work();
  } finally {
    await world.database.owner.query(`grant insert (${columns}) on audit_entry to assay_app`);
  }
}

/** Sends `request` while nothing can be audited: it must answer 500, give no cookie, and leave the person as before. */
async function changesNothingUnaudited(personId: string, request: () => ReturnType<Browser['post']>) {
  const earlier = await credentialsOf(personId);
  const response = await withoutAuditLog(request);
  expectStatus(response, 500);
  assert.match(String(response.headers['content-type']), /^application\/problem\+json/);
  assert.deepEqual(response.cookies, []);
  assert.deepEqual(await credentialsOf(personId), earlier);
}

test('a sign-in that cannot be audited makes no session, and afterwards the same sign-in makes one and one entry', async () => {
  const person = await newcomer('signing-in');
  await person.browser.post('/api/auth/sign-out');
  await world.database.owner.query('delete from audit_entry');
  const who = browser(world);
  await changesNothingUnaudited(person.id, () => signIn(who, 'signing-in@example.com'));
  expectStatus(await who.get('/api/v1/me'), 401);
  expectStatus(await signIn(who, 'signing-in@example.com'), 200);
  expectStatus(await who.get('/api/v1/me'), 200);
  assert.deepEqual(await actions(), ['session.created']);
  assert.equal((await rowsOf('select 1 from auth_session where user_id = $1', person.id)).length, 1);
});

test('a sign-out or password change that cannot be audited ends and changes nothing', async () => {
  const person = await newcomer('changing');
  await changesNothingUnaudited(person.id, () => person.browser.post('/api/auth/sign-out'));
  await changesNothingUnaudited(person.id, () => changePassword(person.browser, 'walrus-Ladder-comet-17'));
  expectStatus(await person.browser.get('/api/v1/me'), 200);
});

test('a second factor is begun, confirmed, used and removed with its entry or not at all', async () => {
  const person = await newcomer('factor');
  const enable = () => person.browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
  await changesNothingUnaudited(person.id, enable);
  const begun = await enable();
  expectStatus(begun, 200);
  const secret = secretOf(begun.json<{ totpURI: string }>().totpURI);
  const verify = (who: Browser) => verifyCode(who, codeNow(secret));
  await changesNothingUnaudited(person.id, () => verify(person.browser));
  await forgetSteps();
  expectStatus(await verify(person.browser), 200);

  const who = browser(world);
  expectStatus(await signIn(who, 'factor@example.com'), 200);
  await forgetSteps();
  await changesNothingUnaudited(person.id, () => verify(who));
  await forgetSteps();
  expectStatus(await verify(who), 200);

  const disable = () => person.browser.post('/api/auth/two-factor/disable', { password: PASSWORD });
  await changesNothingUnaudited(person.id, disable);
  expectStatus(await disable(), 200);
  assert.deepEqual(
    (await actions()).filter((action) => /factor/.test(action)),
    [
      'person.two_factor_begun',
      'session.second_factor_passed',
      'session.second_factor_passed',
      'person.two_factor_removed',
    ],
  );
});

test('a passkey is added, used and removed with its entry or not at all', async () => {
  const person = await newcomer('passkey');
  const device = authenticatorDevice(true);
  const add = async () => {
    const { challenge } = (await person.browser.get('/api/auth/passkey/generate-register-options')).json();
    const response = device.register(challenge, world.origin);
    return await person.browser.post('/api/auth/passkey/verify-registration', { response, name: 'Laptop' });
  };
  await changesNothingUnaudited(person.id, add);
  expectStatus(await add(), 200);
  const enter = async () => {
    const who = browser(world);
    const { challenge } = (await who.get('/api/auth/passkey/generate-authenticate-options')).json();
    const response = device.assert(challenge, world.origin);
    return await who.post('/api/auth/passkey/verify-authentication', { response });
  };
  await changesNothingUnaudited(person.id, enter);
  expectStatus(await enter(), 200);
  const [passkey] = await rowsOf<{ id: string }>('select id from auth_passkey where user_id = $1', person.id);
  const remove = () => person.browser.post('/api/auth/passkey/delete-passkey', { id: passkey?.id });
  await changesNothingUnaudited(person.id, remove);
  expectStatus(await remove(), 200);
  assert.deepEqual((await actions()).slice(-3), ['person.passkey_added', 'session.created', 'person.passkey_removed']);
});

test('a refused password or code is written down, and what counts it stays', async () => {
  const person = await newcomerWithFactor('refused');
  const who = browser(world);
  expectStatus(await signIn(who, 'refused@example.com', 'not the password'), 401);
  const [tries] = await rowsOf<{ tries_left: number }>('select tries_left from auth_attempt');
  assert.equal(tries?.tries_left, TRIES_MAX - 1);
  expectStatus(await signIn(who, 'refused@example.com'), 200);
  expectStatus(await verifyCode(who, '000000'), 401);
  const [factor] = await rowsOf<{ failed: number }>(
    'select failed_verification_count as failed from auth_two_factor where user_id = $1',
    person.id,
  );
  assert.equal(factor?.failed, 1);
  assert.deepEqual(await actions(), ['session.refused', 'session.refused']);
  assert.ok((await rowsOf('select 1 from auth_rate_limit')).length > 0);
});

test('a refusal that cannot be written down still counts against the address and the account', async () => {
  const response = await withoutAuditLog(() => signIn(browser(world), OWNER_EMAIL, 'not the password'));
  expectStatus(response, 500);
  assert.equal((await rowsOf('select 1 from auth_attempt where tries_left < $1', TRIES_MAX)).length, 1);
  assert.equal((await rowsOf('select 1 from auth_rate_limit')).length, 1);
});

test('a password that asks for a second factor is no sign-in of whoever used this browser before', async () => {
  const first = await newcomer('before');
  await newcomerWithFactor('halfway');
  expectStatus(await signIn(first.browser, 'halfway@example.com'), 200);
  // The browser has lost its cookie, so its session ends, and the log says so.
  const entries = await rowsOf<object>('select action, actor_id from audit_entry order by id');
  assert.deepEqual(entries, [{ action: 'session.ended', actor_id: first.id }]);
  assert.equal((await rowsOf('select 1 from auth_session where user_id = $1', first.id)).length, 0);
});

test('of two session cookies none is believed, so nothing is ended or changed unnamed', async () => {
  const person = await newcomer('two-cookies');
  const cookie = [...person.browser.cookies]
    .filter(([name]) => name.endsWith('session_token'))
    .map(([name, value]) => `${name}=${value}; ${name}=planted.c2ln`)[0] as string;
  const earlier = await credentialsOf(person.id);
  await world.database.owner.query('delete from audit_entry');
  await browser(world).post('/api/auth/sign-out', {}, { headers: { cookie } });
  await browser(world).post('/api/auth/two-factor/enable', { password: PASSWORD }, { headers: { cookie } });
  assert.deepEqual(await credentialsOf(person.id), earlier);
  assert.ok(!(await actions()).some((action) => action !== 'session.refused'));
});

test('many sign-ins at once, more than the pool has connections, each get a session and an entry', async () => {
  const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `many-${name}@example.com`);
  for (const email of people) await addPerson(world, owner, email, { organisation_role: 'read_only' });
  await world.database.owner.query('delete from auth_session; delete from audit_entry');
  const size = world.database.pool.options.max;
  const count = people.length * 8;
  assert.ok(count > 3 * size);
  const responses = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      signIn(browser(world), people[i % people.length] as string, PASSWORD, `198.51.100.${i}`),
    ),
  );
  assert.deepEqual([...new Set(responses.map((response) => response.statusCode))], [200]);
  assert.deepEqual(await actions(), Array(count).fill('session.created'));
  assert.equal((await rowsOf('select 1 from auth_session')).length, count);
});

test('many codes at once for one challenge neither wait for each other forever nor let in more than one', async () => {
  owner = browser(world);
  expectStatus(await signIn(owner, OWNER_EMAIL), 200);
  const { secret } = await newcomerWithFactor('challenged');
  await forgetSteps();
  const who = browser(world);
  expectStatus(await signIn(who, 'challenged@example.com'), 200);
  const responses = await Promise.all(
    Array.from({ length: 40 }, (_, i) => {
      const tab = browser(world, `192.0.2.${i}`);
      for (const [name, value] of who.cookies) tab.cookies.set(name, value);
      return verifyCode(tab, i % 2 ? codeNow(secret) : '000000');
    }),
  );
  const answered = (status: number) => responses.filter((response) => response.statusCode === status).length;
  assert.ok(responses.every((response) => response.statusCode < 500));
  assert.ok(answered(200) <= 1);
  const noted = await actions();
  assert.equal(noted.filter((action) => action === 'session.second_factor_passed').length, answered(200));
  assert.equal(noted.filter((action) => action === 'session.refused').length, answered(401));
});

test('changes of one session at once leave as many entries as answers of success', async () => {
  const person = await newcomer('at-once');
  await world.database.owner.query('delete from audit_entry');
  const { cookies } = person.browser;
  const responses = await Promise.all(
    Array.from({ length: 9 }, (_, i) => {
      const tab = browser(world);
      for (const [name, value] of cookies) tab.cookies.set(name, value);
      return changePassword(tab, `walrus-Ladder-comet-${i}`);
    }),
  );
  const changed = responses.filter((response) => response.statusCode === 200).length;
  assert.ok(changed > 0);
  assert.ok(responses.every((response) => response.statusCode < 500));
  assert.equal((await actions()).filter((action) => action === 'person.password_changed').length, changed);
});

test('after all of this, faults and refusals too, every connection but the one that listens is given back', () => {
  const { pool } = world.database;
  assert.equal(pool.waitingCount, 0);
  assert.ok(pool.totalCount - pool.idleCount <= 1);
});
