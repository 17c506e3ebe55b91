import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LeadCreate } from '#contract/lead.ts';
import { HOUSEHOLD_MAX } from '#domain/linkage/households.ts';
import { findJob, insertJob } from '../../jobs/queries.ts';
import type { JobTools } from '../../jobs/tools.ts';
import { inScope } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { prepareBatch, storeBatch } from '../batch.ts';
import { patchLead } from '../change.ts';
import { loadContext } from '../context.ts';
import { runLinkage } from '../linkage/job.ts';
import { leadRoutes } from '../routes.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld(leadRoutes);
});
after(async () => await world.close());

type Draft = Omit<LeadCreate, 'client_id'> & { external_id: string };
const FAMILY = 'Castorp Ziemssen Naphta Settembrini Chauchat Peeperkorn Behrens Krokowski Stöhr Wehsal'.split(' ');
const GIVEN = 'Hans Joachim Leo Lodovico Clawdia Pieter Ferdinand Edhin Karoline Hermine Marusja Ellen'.split(' ');
const home = (street: string) => ({ street, postal_code: '10115', city: 'Berlin', country: 'DE' });

let made = 0;
function lead(given: string, family: string, more: Partial<LeadCreate>): Draft {
  const number = ++made;
  return {
    external_id: `L${number}`,
    name: `${given} ${family}`,
    email: `${given}.${family}.${number}@mail${number}.example`.toLowerCase().replace('ö', 'oe'),
    source: number % 3 === 0 ? 'Meta' : 'Google',
    created_at: new Date(TEST_NOW - 10 * 86_400_000 + ((number * 7919) % 9000) * 60_000).toISOString(),
    ...more,
  };
}

/** A switchboard of so many that it says nothing, and an office of fewer, which does. */
const CROWD = HOUSEHOLD_MAX + 4;
const OFFICE = 18;
const nameAt = (at: number) => [GIVEN[at % 12]!, FAMILY[(at * 3 + Math.floor(at / 12)) % 10]!] as const;
const LEADS: Draft[] = [
  lead('Anna', 'Tannhauser', { phone: '+49 30 901820' }),
  lead('Peter', 'Tannhauser', { phone: '+49 30 901820' }),
  lead('Olga', 'Quast', { phone: '+49 151 23456789', address: home('Lindenweg 4') }),
  lead('Timo', 'Ibsen', { phone: '+49 151 23456789', address: home('Lindenweg 4') }),
  // The same person twice, and once more under one roof with somebody else.
  lead('Wilhelmine', 'Zeller', { phone: '+49 160 1234567', address: home('Hauptstr 9') }),
  lead('Wilhelmine', 'Zeller', { phone: '+49 160 1234567', address: home('Hauptstr 9') }),
  lead('Cem', 'Oduya', { address: home('Hauptstr 9') }),
  // Nobody's neighbours.
  lead('Ruth', 'Noor', { phone: '+49 170 7654321', address: home('Ackerweg 1') }),
  lead('Gustav', 'Elif', { address: home('Ackerweg 2') }),
  ...Array.from({ length: OFFICE }, (_, at) => lead(...nameAt(at), { address: home('Fabrikstr 1') })),
  ...Array.from({ length: CROWD }, (_, at) => lead(...nameAt(at), { phone: '+49 40 5550000' })),
  // Two of the crowd live together.
  lead('Marta', 'Hölle', { phone: '+49 40 5550000', address: home('Seeweg 7') }),
  lead('Bruno', 'Kralle', { phone: '+49 40 5550000', address: home('Seeweg 7') }),
];

async function deliver(client: string, leads: readonly Draft[]): Promise<void> {
  await inScope(world.deps.db, { clients: [client] }, async (tx) => {
    const bench = {
      vault: world.deps.vault,
      context: await loadContext(tx, client),
      ipCountries: undefined,
      now: TEST_NOW,
    };
    const batch = prepareBatch(
      bench,
      leads.map((one) => ({ ...one, client_id: client })),
    );
    await storeBatch(tx, bench, batch, { whole: false, actor: 'system:test' });
  });
}

async function search(client: string): Promise<Record<string, unknown>> {
  const { db, vault, clickhouse } = world.deps;
  const scope = { clients: [client] };
  const id = await inScope(db, scope, (tx) =>
    insertJob(tx, { clientId: client, kind: 'linkage', title: 'Search', input: {}, createdBy: 'system:test' }),
  );
  const job = await inScope(db, scope, (tx) => findJob(tx, id));
  const deps = { vault, clickhouse, log: createLog('silent') } as JobTools['deps'];
  return await runLinkage({ job: job!, db, scope, deps });
}

/** Which leads are told to share something, and every pair with what it shares, by the names of the leads. */
async function told(client: string): Promise<{ flagged: string[]; pairs: string[] }> {
  const query = async (text: string) =>
    (await world.database.owner.query<{ line: string }>(text, [client])).rows.map(({ line }) => line);
  return {
    flagged: await query(
      "select external_id as line from lead where client_id = $1 and 'X03_HOUSEHOLD' = any(flags) order by 1",
    ),
    pairs: await query(
      `select least(a.external_id, b.external_id) || ' ' || greatest(a.external_id, b.external_id)
          || case when by_phone then ' phone' else '' end || case when by_address then ' address' else '' end as line
        from household_pair h join lead a on a.client_id = h.client_id and a.id = h.a_id
        join lead b on b.client_id = h.client_id and b.id = h.b_id
        where h.client_id = $1 order by 1`,
    ),
  };
}

/** The same leads in an order that has nothing to do with their times or places. */
const shuffled = () => LEADS.toSorted((a, b) => placeOf(a) - placeOf(b));
const placeOf = ({ external_id }: Draft) => (Number(external_id.slice(1)) * 13 + 31) % 97;

test('one lead at a time in another order, and all at once with the search after it, tell the same households', async () => {
  assert.ok(LEADS.length > 50, 'so many at once are not compared as they come');
  const atOnce = await world.client();
  await deliver(atOnce, LEADS);
  assert.deepEqual(await told(atOnce), { flagged: [], pairs: [] });
  const result = await search(atOnce);
  const expected = await told(atOnce);
  assert.equal(result.households, expected.pairs.length);

  const [anna, peter, olga, timo, wilhelmine, again, cem, ruth, gustav] = LEADS.map(({ external_id }) => external_id);
  const pair = (one = '', other = '', shared: string) => `${[one, other].sort().join(' ')} ${shared}`;
  const office = (OFFICE * (OFFICE - 1)) / 2;
  assert.ok(expected.pairs.includes(pair(anna, peter, 'phone')));
  assert.ok(expected.pairs.includes(pair(olga, timo, 'phone address')));
  assert.ok(expected.pairs.includes(pair(again, cem, 'address')));
  assert.ok(!expected.pairs.some((line) => line.startsWith(pair(wilhelmine, again, '').trim())));
  assert.ok(!expected.flagged.includes(ruth ?? '') && !expected.flagged.includes(gustav ?? ''));
  const [marta, bruno] = LEADS.slice(-2).map(({ external_id }) => external_id);
  assert.ok(expected.pairs.includes(pair(marta, bruno, 'address')));
  // Beside these and the office nobody: the crowd's number tells nothing.
  assert.ok(expected.pairs.filter((line) => line.endsWith(' phone')).length <= 1, 'only Anna and Peter by phone alone');
  assert.ok(expected.pairs.length >= office * 0.8 && expected.pairs.length <= office + 6, `${expected.pairs.length}`);

  const oneByOne = await world.client();
  for (const one of shuffled()) await deliver(oneByOne, [one]);
  assert.deepEqual(await told(oneByOne), expected);
  await search(oneByOne);
  assert.deepEqual(await told(oneByOne), expected);
  await search(atOnce);
  assert.deepEqual(await told(atOnce), expected);
});

test('the search takes back what is shared no more, and tells the lead that comes next', async () => {
  const client = await world.client();
  const who = personWith('admin', [client]);
  await deliver(client, LEADS);
  await search(client);
  const { rows } = await world.database.owner.query<{ id: string }>(
    'select id from lead where client_id = $1 and external_id = $2',
    [client, LEADS[1]!.external_id],
  );
  const { external_id } = LEADS[1]!;
  assert.ok((await told(client)).pairs.some((line) => line.split(' ').includes(external_id)));
  await patchLead(world.deps, who, rows[0]!.id, { phone: '+49 171 5556677' });
  await search(client);
  assert.ok(!(await told(client)).pairs.some((line) => line.split(' ').includes(external_id)));

  const late = lead('Ilse', 'Brandt', { phone: '+49 151 23456789', created_at: '2026-11-19T10:00:00Z' });
  await deliver(client, [late]);
  assert.ok((await told(client)).flagged.includes(late.external_id));
});
