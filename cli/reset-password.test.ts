import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, expectStatus } from '../server/people/testing.ts';
import { type TestApp, testApp } from '../server/testing.ts';
import { resetPassword } from './reset-password.ts';

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

test('whoever is locked out gets a new password; the old one and all sessions end', async () => {
  const me = (await world.owner.get('/api/v1/me')).json<{ person: { email: string } }>();
  const password = await reset(me.person.email);
  assert.ok(password && password.length >= 16);
  expectStatus(await world.owner.get('/api/v1/me'), 401);
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
