import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getMigrations } from 'better-auth/db/migration';
import { type PeopleWorld, peopleWorld } from './testing.ts';

let world: PeopleWorld;
before(async () => {
  world = await peopleWorld();
});
after(() => world.close());

test('our migration holds every table and column that better-auth would make', async () => {
  const database = { db: world.database.db, type: 'postgres' as const };
  const { toBeCreated, toBeAdded } = await getMigrations({ ...world.auth.options, database });
  assert.deepEqual(
    toBeCreated.map(({ table }) => table),
    [],
  );
  assert.deepEqual(
    toBeAdded.map(({ table, fields }) => [table, Object.keys(fields)]),
    [],
  );
});

test('a column that is missing would be noticed', async () => {
  await world.database.owner.query('alter table auth_passkey drop column aaguid');
  const database = { db: world.database.db, type: 'postgres' as const };
  const { toBeAdded } = await getMigrations({ ...world.auth.options, database });
  assert.deepEqual(
    toBeAdded.map(({ table, fields }) => [table, Object.keys(fields)]),
    [['auth_passkey', ['aaguid']]],
  );
});
