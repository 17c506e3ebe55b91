import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  addPerson,
  type Browser,
  browser,
  expectStatus,
  PASSWORD,
  type PeopleWorld,
  peopleWorld,
  problemType,
  setUpOwner,
} from './testing.ts';
import { authenticatorDevice, secretOf } from './testing-factors.ts';
import { totpCode } from './totp-replay.ts';

let world: PeopleWorld;
let owner: Browser;
before(async () => {
  // WebAuthn knows no addresses, so this world is reached by a name.
  world = await peopleWorld({ publicUrl: 'https://assay.example' });
  owner = await setUpOwner(world);
});
after(() => world.close());
beforeEach(async () => {
  await world.database.owner.query('delete from auth_attempt; delete from auth_rate_limit');
});

const signIn = (who: Browser, email: string) => who.post('/api/auth/sign-in/email', { email, password: PASSWORD });
const verify = (who: Browser, code: string) => who.post('/api/auth/two-factor/verify-totp', { code });
const currentStep = () => Math.floor(Date.now() / 30_000);

async function personWithTotp(email: string) {
  const person = await addPerson(world, owner, email, { organisation_role: 'analyst' });
  const enabled = await person.browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
  expectStatus(enabled, 200);
  const { totpURI, backupCodes } = enabled.json<{ totpURI: string; backupCodes: string[] }>();
  const secret = secretOf(totpURI);
  // The oldest step still taken, so that tests have younger ones left; it must not grow too old on its way.
  const leftMs = 30_000 - (Date.now() % 30_000);
  if (leftMs < 10_000) await setTimeout(leftMs);
  expectStatus(await verify(person.browser, totpCode(secret, currentStep() - 1)), 200);
  return { ...person, secret, backupCodes };
}

test('codes are those of RFC 4226, appendix D', () => {
  const published = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ];
  assert.deepEqual(
    published.map((_, counter) => totpCode('12345678901234567890', counter)),
    published,
  );
});

test('over https the cookies are bound to this host and to encrypted connections', async () => {
  const response = await signIn(browser(world), 'ada@example.com');
  for (const cookie of response.cookies) {
    assert.ok(cookie.name.startsWith('__Host-assay.'), cookie.name);
    assert.deepEqual(
      [cookie.secure, cookie.httpOnly, cookie.path, cookie.domain],
      [true, true, '/', undefined],
      cookie.name,
    );
  }
  assert.ok(response.cookies.some((cookie) => cookie.name === '__Host-assay.session_token'));
});

test('with a second factor the password alone opens nothing, and a code is accepted once', async () => {
  const { secret } = await personWithTotp('totp@example.com');
  const first = browser(world);
  const half = await signIn(first, 'totp@example.com');
  expectStatus(half, 200);
  assert.equal(half.json<{ twoFactorRedirect: boolean }>().twoFactorRedirect, true);
  expectStatus(await first.get('/api/v1/me'), 401);
  expectStatus(await verify(first, '000000'), 401);
  const step = currentStep();
  expectStatus(await verify(first, totpCode(secret, step)), 200);
  const me = (await first.get('/api/v1/me')).json<{ person: { two_factor: boolean } }>();
  assert.equal(me.person.two_factor, true);

  // Somebody who saw the code being typed signs in with the stolen password at the same moment.
  const thief = browser(world);
  await signIn(thief, 'totp@example.com');
  const replayed = await verify(thief, totpCode(secret, step));
  expectStatus(replayed, 401);
  assert.equal(problemType(replayed), 'invalid-code');
  expectStatus(await verify(thief, totpCode(secret, step - 1)), 401);
  expectStatus(await thief.get('/api/v1/me'), 401);
  // A younger code, which only the device makes, is taken.
  expectStatus(await verify(thief, totpCode(secret, step + 1)), 200);
});

test('of many sign-ins with one code at once exactly one succeeds', async () => {
  const { secret } = await personWithTotp('race@example.com');
  const browsers = Array.from({ length: 6 }, (_, i) => browser(world, `198.51.100.${i}`));
  for (const one of browsers) await signIn(one, 'race@example.com');
  const code = totpCode(secret, currentStep());
  const statuses = await Promise.all(browsers.map(async (one) => (await verify(one, code)).statusCode));
  assert.deepEqual(statuses.sort(), [200, 401, 401, 401, 401, 401]);
});

test('guessing codes locks the second factor, from whatever address', async () => {
  const { secret } = await personWithTotp('locked@example.com');
  let statuses: number[] = [];
  for (let i = 0; i < 12; i++) {
    const one = browser(world, `198.51.100.${i}`);
    await signIn(one, 'locked@example.com');
    statuses = [...statuses, (await verify(one, '000000')).statusCode];
  }
  assert.deepEqual(statuses.slice(10), [429, 429]);
  const right = browser(world, '192.0.2.50');
  await signIn(right, 'locked@example.com');
  expectStatus(await verify(right, totpCode(secret, currentStep())), 429);
});

test('a backup code lets in once, and trusting a device is not offered', async () => {
  const { backupCodes } = await personWithTotp('backup@example.com');
  const use = async (code: string | undefined) => {
    const one = browser(world);
    await signIn(one, 'backup@example.com');
    const response = await one.post('/api/auth/two-factor/verify-backup-code', { code, trustDevice: true });
    return { one, response };
  };
  const { one, response } = await use(backupCodes[0]);
  expectStatus(response, 200);
  assert.ok(![...one.cookies.keys()].some((name) => name.includes('trust_device')));
  expectStatus((await use(backupCodes[0])).response, 401);
  expectStatus((await use(backupCodes[1])).response, 200);
});

async function addPasskey(who: Browser, device: ReturnType<typeof authenticatorDevice>) {
  const options = await who.get('/api/auth/passkey/generate-register-options');
  expectStatus(options, 200);
  const { challenge, rp, authenticatorSelection } = options.json();
  assert.equal(rp.id, 'assay.example');
  assert.equal(authenticatorSelection.userVerification, 'required');
  return await who.post('/api/auth/passkey/verify-registration', {
    response: device.register(challenge, world.origin),
    name: 'Laptop',
  });
}

async function passkeySignIn(device: ReturnType<typeof authenticatorDevice>, origin = world.origin) {
  const who = browser(world);
  const options = await who.get('/api/auth/passkey/generate-authenticate-options');
  const { challenge, userVerification } = options.json();
  assert.equal(userVerification, 'required');
  const answer = device.assert(challenge, origin);
  return { who, answer, response: await who.post('/api/auth/passkey/verify-authentication', { response: answer }) };
}

test('a passkey is added, signs in without password or code, and its answer works once', async () => {
  const person = await addPerson(world, owner, 'passkey@example.com', { organisation_role: 'analyst' });
  const device = authenticatorDevice(true);
  expectStatus(await addPasskey(person.browser, device), 200);
  const { who, answer, response } = await passkeySignIn(device);
  expectStatus(response, 200);
  assert.ok(!/"token"/.test(response.body));
  const me = (await who.get('/api/v1/me')).json<{ person: { id: string } }>();
  assert.equal(me.person.id, person.id);
  const replay = await browser(world).post('/api/auth/passkey/verify-authentication', { response: answer });
  expectStatus(replay, 400);
  const again = await who.post('/api/auth/passkey/verify-authentication', { response: answer });
  expectStatus(again, 400);
});

test('a passkey answer for another origin, of another key, or without a check of its owner is refused', async () => {
  const person = await addPerson(world, owner, 'phished@example.com', { organisation_role: 'analyst' });
  const device = authenticatorDevice(true);
  expectStatus(await addPasskey(person.browser, device), 200);
  const phished = await passkeySignIn(device, 'https://assay.example.evil.test');
  expectStatus(phished.response, 400);
  const stranger = await passkeySignIn(authenticatorDevice(true));
  expectStatus(stranger.response, 401);
  const careless = await addPasskey(person.browser, authenticatorDevice(false));
  expectStatus(careless, 401);
  assert.equal(problemType(careless), 'user-not-verified');
  for (const { who } of [phished, stranger]) expectStatus(await who.get('/api/v1/me'), 401);
});

test('adding a passkey needs a fresh sign-in and one of our own', async () => {
  const person = await addPerson(world, owner, 'stale@example.com', { organisation_role: 'analyst' });
  await world.database.owner.query(
    `update auth_session set created_at = created_at - interval '2 hours' where user_id = $1`,
    [person.id],
  );
  expectStatus(await person.browser.get('/api/auth/passkey/generate-register-options'), 403);
  expectStatus(await browser(world).get('/api/auth/passkey/generate-register-options'), 401);
});
