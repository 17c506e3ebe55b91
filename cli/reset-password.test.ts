import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { browser, expectStatus } from '../server/people/testing.ts';
import { type TestApp, testApp } from '../server/testing.ts';
import { resetPassword } from './reset-password.ts';

/** Less than the ten seconds that a session is remembered: whoever ends it must be heard, not waited for. */
const HEARD_MS_MAX = 5_000;

let world: TestApp;
before(async () => {
  world = await testApp();
});
after(async () => await world.stop());

const reset = async (email: string) => {
  const { ownerUrl, appUrl } = world.database;
  const secrets = { postgres: { app: new URL(appUrl).password } } as Parameters<typeof resetPassword>[0]['secrets'];
  return await resetPassword({ ownerUrl, secrets }, email, true);
};

/** The command is a process of its own, so the server hears of the ended sessions from the database, a moment later. */
async function sessionEnd(): Promise<void> {
  for (const deadline = Date.now() + HEARD_MS_MAX; ; await sleep(50)) {
    const response = await world.owner.get('/api/v1/me');
    if (response.statusCode === 200 && Date.now() < deadline) continue;
    return expectStatus(response, 401);
  }
}

test('whoever is locked out gets a new password; the old one and all sessions end', async () => {
  const me = (await world.owner.get('/api/v1/me')).json<{ person: { email: string } }>();
  const password = await reset(me.person.email);
  assert.ok(password && password.length >= 16);
  await sessionEnd();
  const fresh = browser(world);
  expectStatus(await fresh.post('/api/auth/sign-in/email', { email: me.person.email, password }), 200);
  expectStatus(await fresh.get('/api/v1/me'), 200);
  const { rows } = await world.database.owner.query(
    "select action from audit_entry where action = 'person.password_reset'",
  );
  assert.equal(rows.length, 1);
});

test('an unknown e-mail changes nothing', async () => {
  assert.equal(await reset('nobody@example.com'), undefined);
});
