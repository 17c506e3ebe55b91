import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LeadAudit } from '#contract/audit.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { leadRoutes } from './routes.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld(leadRoutes);
});
after(async () => await world.close());

test('a lead of a country that was not agreed with its source carries the flag and says what was agreed', async () => {
  const client = await world.client({ country: 'DE' });
  world.actAs(personWith('admin', [client]));
  await world.database.owner.query(
    "insert into source (client_id, name, kind, countries) values ($1, 'Seller', 'partner', '{AT,DE}'), ($1, 'Web', 'other', '{}')",
    [client],
  );
  const lead = (name: string, more: Partial<LeadCreate> & { source: string }) => ({
    email: `${name}@posteo.de`,
    name: 'Anna Berg',
    ...more,
  });
  const ids = await world.store(client, [
    lead('a', { source: 'Seller', address: { country: 'AT' } }),
    lead('b', { source: 'Seller', address: { country: 'FR' } }),
    lead('c', { source: 'Seller', phone: '+33 1 70 18 99 00' }),
    lead('d', { source: 'Web', address: { country: 'FR' } }),
  ]);
  const found = [];
  for (const id of ids) {
    const audit = (await world.app.inject({ url: `/api/v1/marketing/leads/${id}/audit` })).json<LeadAudit>();
    const check = audit.checks.find((one) => one.id === 'S08_SOURCE_COUNTRY');
    found.push([check?.outcome, check?.outcome === 'failed' ? check.message : '']);
  }
  assert.deepEqual(found, [
    ['passed', ''],
    ['failed', 'The address is of FR; agreed with the source: AT, DE.'],
    ['failed', 'The phone is of FR; agreed with the source: AT, DE.'],
    ['not_run', ''],
  ]);
  const { rows } = await world.database.owner.query<{ flagged: boolean }>(
    `select 'S08_SOURCE_COUNTRY' = any(flags) as flagged from lead where client_id = $1 order by id`,
    [client],
  );
  assert.equal(rows.filter(({ flagged }) => flagged).length, 2);
});
