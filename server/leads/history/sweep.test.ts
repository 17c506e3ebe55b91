import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { LeadCreate } from '#contract/lead.ts';
import { inScope } from '../../platform/db.ts';
import { prepareBatch, storeBatch } from '../batch.ts';
import { loadContext } from '../context.ts';
import { TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { inTurn } from './in-turn.ts';
import { needsSweep, sweepHistory } from './sweep.ts';

type Delivery = Omit<LeadCreate, 'client_id'>;

let world: TestWorld;
before(async () => {
  world = await testWorld(() => undefined);
});
after(async () => await world.close());

async function clientWithSellers(): Promise<string> {
  const id = await world.client();
  for (const name of ['Alpha', 'Beta']) {
    await world.database.owner.query("insert into source (client_id, name, kind) values ($1, $2, 'partner')", [
      id,
      name,
    ]);
  }
  return id;
}

async function store(clientId: string, leads: readonly Delivery[], whole: boolean): Promise<void> {
  const { db, vault } = world.deps;
  await inScope(db, { clients: [clientId] }, async (tx) => {
    const bench = { vault, context: await loadContext(tx, clientId), ipCountries: undefined, now: TEST_NOW };
    const batch = prepareBatch(
      bench,
      leads.map((lead) => ({ ...lead, client_id: clientId })),
    );
    await storeBatch(tx, bench, batch, { whole, actor: 'system:test' });
  });
}

/** What a person would see of the store, by external id. */
async function picture(clientId: string) {
  const { rows } = await world.database.owner.query<{ external_id: string; flags: string[] }>(
    `select external_id, validation_status, quality_score, flags, outcomes from lead where client_id = $1 order by external_id`,
    [clientId],
  );
  return rows;
}

async function flagsOf(clientId: string): Promise<Record<string, string[]>> {
  return Object.fromEntries((await picture(clientId)).map(({ external_id, flags }) => [external_id, flags]));
}

const MINUTE = 60_000;
const at = (ms: number) => new Date(TEST_NOW - 40 * 86_400_000 + ms).toISOString();
const MESSAGES = [
  'We want solar panels on the roof of our house before winter comes',
  'Before winter comes we want panels for the roof of our house please',
];

/** Names apart from each other: comparing looks at no more than a dozen who share one, and which depends on the order. */
const PEOPLE = [
  'Anna Berg',
  'Youssef Haddad',
  'Clara Vogt',
  'Dimitri Orlow',
  'Estelle Marchand',
  'Friedrich Zander',
  'Giulia Conti',
  'Henrik Lund',
  'Ines Kovac',
  'Jakob Weiss',
  'Katarzyna Nowak',
  'Liam Murphy',
  'Mehmet Yildiz',
  'Nadia Petrova',
  'Oskar Thiel',
];

/** Leads that share devices, networks, addresses, click ids and texts, at times of their own. */
const someLeads = fc
  .array(
    fc.record({
      person: fc.integer({ min: 0, max: PEOPLE.length - 1 }),
      device: fc.integer({ min: 0, max: 2 }),
      host: fc.integer({ min: 1, max: 4 }),
      click: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      text: fc.integer({ min: 0, max: 2 }),
      source: fc.constantFrom('Alpha', 'Beta', 'Web'),
      minutes: fc.integer({ min: 0, max: 900 }),
      delay: fc.integer({ min: 1, max: 400 }),
      bare: fc.boolean(),
    }),
    { minLength: 5, maxLength: 24 },
  )
  .map((drawn) =>
    drawn.map(({ person, device, host, click, text, source, minutes, delay, bare }, index): Delivery => {
      // The index keeps times apart: leads of the same instant have no order to agree on.
      const created = minutes * MINUTE + index;
      return {
        external_id: `L${index}`,
        email: `${PEOPLE[person]?.toLowerCase().replace(' ', '.')}@posteo.de`,
        name: PEOPLE[person],
        source,
        created_at: at(created),
        clicked_at: at(created - delay * 1000),
        ...(MESSAGES[text] === undefined ? {} : { message: MESSAGES[text] }),
        ...(click === undefined ? {} : { source_details: { gclid: `EAIaIQobChMI-click-${click}` } }),
        ...(bare ? {} : { device: { device_id: `device ${device}`, ip: `81.2.69.${host}` } }),
      };
    }),
  );

test('one by one, in any order, or as a batch: after a sweep the store is the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      someLeads.chain((drawn) =>
        fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length }), fc.nat()),
      ),
      async ([drawn, shuffled, pause]) => {
        const [batch, single] = [await clientWithSellers(), await clientWithSellers()];
        await store(batch, drawn, true);
        await sweepHistory(world.deps, batch);
        for (const [index, lead] of shuffled.entries()) {
          await store(single, [lead], false);
          // A sweep somewhere on the way changes nothing of the end.
          if (index === pause % shuffled.length) await sweepHistory(world.deps, single);
        }
        await sweepHistory(world.deps, single);
        assert.deepEqual(await picture(single), await picture(batch));
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
});

test('a second sweep finds nothing to do, and knows that it need not look', async () => {
  const client = await clientWithSellers();
  const leads = Array.from({ length: 6 }, (_, index) => deviceLead(index, index * MINUTE));
  await store(client, leads, true);
  assert.deepEqual(await sweepHistory(world.deps, client), { audited: 6 });
  assert.deepEqual(await sweepHistory(world.deps, client), { audited: 0 });
  const needed = () => inScope(world.deps.db, { clients: [client] }, (tx) => needsSweep(tx, client));
  assert.equal(await needed(), false);
  await store(client, [deviceLead(99, 99 * MINUTE)], false);
  assert.equal(await needed(), true);
});

test('sweeps of one client take turns, lest what an older look found replaces a newer; those of another do not wait', async () => {
  const [client, other] = [await clientWithSellers(), await clientWithSellers()];
  await store(client, [deviceLead(0, 0)], true);
  const steps: string[] = [];
  let waiting: Promise<unknown> = Promise.resolve();
  await inTurn(world.deps.db, client, async () => {
    waiting = sweepHistory(world.deps, client).then(() => steps.push('the second'));
    await sweepHistory(world.deps, other);
    await sleep(500);
    steps.push('the first');
  });
  await waiting;
  assert.deepEqual(steps, ['the first', 'the second']);
});

function deviceLead(index: number, ms: number, more: Partial<Delivery> = {}): Delivery {
  return {
    external_id: `L${String(index).padStart(3, '0')}`,
    email: `${'abcdefghij'[index % 10]}${'klmnopqrst'[Math.floor(index / 10) % 10]}@posteo.de`,
    name: 'Anna Berg',
    source: 'Web',
    created_at: at(ms),
    device: { device_id: 'one and the same', ip: `90.${index}.7.1` },
    ...more,
  };
}

test('a device that sends many people is found, and a lead that follows is known at once', async () => {
  const client = await clientWithSellers();
  await store(
    client,
    [0, 1, 2].map((index) => deviceLead(index, index * 90_000)),
    true,
  );
  await sweepHistory(world.deps, client);
  const flags = await flagsOf(client);
  for (const id of ['L000', 'L001', 'L002']) assert.ok(flags[id]?.includes('B07_DEVICE_VELOCITY'), id);
  await store(client, [deviceLead(3, 60_000)], false);
  assert.ok((await flagsOf(client)).L003?.includes('B07_DEVICE_VELOCITY'));
});

test('a network far above what the source is used to is found; one lead of each other network is not', async () => {
  const client = await clientWithSellers();
  const usual = Array.from({ length: 80 }, (_, index) =>
    deviceLead(index, index * 6 * 60 * MINUTE, { device: { ip: `91.${index}.7.1` } }),
  );
  const farm = Array.from({ length: 6 }, (_, index) =>
    deviceLead(100 + index, (index * 40 + 7) * MINUTE, {
      email: `farm.${'abcdef'[index]}@posteo.de`,
      device: { ip: `37.1.1.${index}` },
    }),
  );
  await store(client, [...usual, ...farm], true);
  await sweepHistory(world.deps, client);
  const flagged = Object.entries(await flagsOf(client)).filter(([, flags]) => flags.includes('B08_IP_VELOCITY'));
  assert.deepEqual(
    flagged.map(([id]) => id),
    farm.map(({ external_id }) => external_id),
  );
});

test('forms of one source that were pasted alike are found, whatever limits its addresses have; four are not', async () => {
  const client = await clientWithSellers();
  const pasted = (index: number, source: string): Delivery =>
    deviceLead(index, index * 60 * MINUTE, {
      source,
      device: { ip: `9${index % 10}.${index}.7.1` },
      form: { paste_events: 5, key_events: 0, seconds_on_form: 7 },
    });
  const five = [0, 1, 2, 3, 4].map((index) => pasted(index, 'Web'));
  const four = [5, 6, 7, 8].map((index) => pasted(index, 'Partner'));
  await store(client, [...five, ...four], true);
  await sweepHistory(world.deps, client);
  const flagged = Object.entries(await flagsOf(client)).filter(([, flags]) => flags.includes('B06_PASTE_ALL'));
  assert.deepEqual(
    flagged.map(([id]) => id),
    five.map(({ external_id }) => external_id),
  );
});

test('a click id that comes again with somebody else is found on the later lead, not on the first or a repeat', async () => {
  const client = await clientWithSellers();
  const click = { source_details: { gclid: 'EAIaIQobChMI-again-and-again' } };
  await store(
    client,
    [
      deviceLead(0, 0, { ...click, device: {} }),
      deviceLead(1, MINUTE, { ...click, device: {}, email: 'ak@posteo.de' }),
      deviceLead(2, 2 * MINUTE, { ...click, device: {} }),
    ],
    true,
  );
  await sweepHistory(world.deps, client);
  const flags = await flagsOf(client);
  assert.deepEqual(
    ['L000', 'L001', 'L002'].map((id) => flags[id]?.includes('S03_CLICKID_FORMAT')),
    [false, false, true],
  );
});

test('a person sold by two sellers without a trace at the second is found at once', async () => {
  const client = await clientWithSellers();
  const person = { email: 'sold.twice@posteo.de', device: {} };
  await store(client, [deviceLead(0, 0, { ...person, source: 'Alpha' })], false);
  await store(client, [deviceLead(1, 60 * MINUTE, { ...person, source: 'Beta' })], false);
  const flags = await flagsOf(client);
  assert.ok(!flags.L000?.includes('X04_RESOLD') && flags.L001?.includes('X04_RESOLD'));
});
