import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LeadCreate } from '#contract/lead.ts';
import { patchLead } from '../change.ts';
import { leadRoutes } from '../routes.ts';
import { personWith, type TestWorld, testWorld } from '../test-world.ts';
import { getPair } from './pair.ts';
import { listPairs } from './queue.ts';
import { mergingRoutes } from './routes.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld((app, deps) => {
    leadRoutes(app, deps);
    mergingRoutes(app, deps);
  });
});
after(async () => await world.close());

type Draft = Omit<LeadCreate, 'client_id'>;
const ADDRESS = { street: 'Lindenweg 4', postal_code: '10115', city: 'Berlin', country: 'DE' };
const FIRST: Draft = {
  email: 'wilhelmine.castorp@posteo.de',
  name: 'Wilhelmine Castorp',
  phone: '+49 151 23456789',
  company: 'Castorp Solar GmbH',
  address: ADDRESS,
  source: 'Google',
  created_at: '2026-11-10T10:00:00Z',
};
/** The same person from another mailbox, with another number. */
const AGAIN: Draft = {
  ...FIRST,
  email: 'w.castorp@gmx.de',
  phone: '+49 170 9988776',
  source: 'Partner',
  created_at: '2026-11-14T10:00:00Z',
};
/** Somebody else under the same roof. */
const RELATIVE: Draft = {
  email: 'joachim@ziemssen.de',
  name: 'Joachim Ziemssen',
  address: ADDRESS,
  source: 'Meta',
  created_at: '2026-11-15T10:00:00Z',
};

async function rowsOf(client: string) {
  const { rows } = await world.database.owner.query<{ id: string; flags: string[]; duplicate_of: string | null }>(
    'select id, flags, duplicate_of from lead where client_id = $1 order by created_at',
    [client],
  );
  return rows;
}

for (const order of [
  [0, 1, 2],
  [2, 1, 0],
  [1, 0, 2],
]) {
  test(`one lead at a time in the order ${order}: the repeat points to the first, the relative is told as such`, async () => {
    const client = await world.client();
    const who = personWith('admin', [client]);
    for (const at of order) await world.store(client, [[FIRST, AGAIN, RELATIVE][at]!]);
    const [first, again, relative] = await rowsOf(client);
    assert.equal(again?.duplicate_of, first?.id);
    assert.ok(again?.flags.includes('X02_PROB_DUP'));
    assert.ok(!first?.flags.includes('X02_PROB_DUP'));
    assert.equal(relative?.duplicate_of, null);
    assert.ok(relative?.flags.includes('X03_HOUSEHOLD'));
    const { pairs } = await listPairs(world.deps, who, { client_id: client, state: 'open', sort: 'weight', limit: 10 });
    assert.deepEqual(
      pairs.map(({ a, b, band }) => [a.id, b.id, band]),
      [[first?.id, again?.id, 'auto']],
    );
  });
}

test('whoever comes a third time under the same address repeats the second, and is nobody in disguise', async () => {
  const client = await world.client();
  const bare: Draft = { email: FIRST.email, name: FIRST.name, source: 'Google', created_at: '2026-11-12T10:00:00Z' };
  // The first says more of the same than the second, which is nearer.
  for (const lead of [FIRST, bare, { ...FIRST, phone: undefined, created_at: '2026-11-14T10:00:00Z' }]) {
    await world.store(client, [lead]);
  }
  const [, second, third] = await rowsOf(client);
  assert.equal(third?.duplicate_of, second?.id);
  assert.deepEqual([third?.flags.includes('X01_EXACT_DUP'), third?.flags.includes('X02_PROB_DUP')], [true, false]);
});

test('the waterfall of a pair sums to its weight, whether it was stored or is compared now', async () => {
  const client = await world.client();
  const who = personWith('admin', [client]);
  const [first = '', again = '', relative = ''] = await world.store(client, [FIRST, AGAIN, RELATIVE]);
  for (const lead_b of [again, relative]) {
    const pair = await getPair(world.deps, who, { lead_a: first, lead_b });
    const sum = pair.waterfall.reduce((bits, step) => bits + step.bits, 0);
    assert.ok(Math.abs(sum - pair.weight_bits) < 1e-3, `${sum} ${pair.weight_bits}`);
    assert.equal(pair.band, lead_b === again ? 'auto' : null);
    assert.ok(pair.a.masked && pair.b.masked);
  }
});

test('a lead whose values change is compared anew, and so are those it was like before', async () => {
  const client = await world.client();
  const who = personWith('admin', [client]);
  const [first = '', again = ''] = await world.store(client, [FIRST, AGAIN]);
  await patchLead(world.deps, who, first, { name: 'Hermine Kleefeld', company: null, phone: null });
  const [, repeated] = await rowsOf(client);
  assert.equal(repeated?.id, again);
  assert.equal(repeated?.duplicate_of, null);
  assert.ok(!repeated?.flags.includes('X02_PROB_DUP'));
});

test('neither keys nor pairs hold a personal value', async () => {
  const client = await world.client();
  await world.store(client, [FIRST, AGAIN, RELATIVE]);
  const { rows } = await world.database.owner.query<{ text: string }>(
    `select string_agg(t::text, ' ') as text from (
      select lead_key::text as t from lead_key where client_id = $1
      union all select linkage_pair::text from linkage_pair where client_id = $1
      union all select household_pair::text from household_pair where client_id = $1) as all_rows`,
    [client],
  );
  assert.ok((rows[0]?.text.length ?? 0) > 500);
  assert.doesNotMatch(rows[0]?.text ?? '', /castorp|lindenweg|9988776/i);
});
