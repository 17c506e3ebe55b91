import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { LeadCreate } from '#contract/lead.ts';
import { beginJob, endJob, findJob, insertJob, requestCancel } from '../../jobs/queries.ts';
import { Cancelled, type JobTools } from '../../jobs/tools.ts';
import { ask } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { runLinkage } from '../linkage/job.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { touchpointRoutes } from '../touchpoints/routes.ts';
import { runAutoMerge } from './auto-merge.ts';
import { startAutoMerge, undoAutoMerge } from './bulk.ts';
import { decidePair } from './decide.ts';
import { lockDecisions } from './events.ts';
import { duplicateSettings } from './learn.ts';
import { mergeLeads } from './merge.ts';
import { saveDuplicateSettings } from './settings.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld(touchpointRoutes);
});
after(async () => await world.close());

type Draft = Omit<LeadCreate, 'client_id'>;
const SYLLABLES = 'ba de fi go ku la me ni po ru sa te vi wo xu zha'.split(' ');
const word = (number: number) =>
  [number % 16, (number >> 4) % 16, (number * 7 + 3) % 16].map((at) => SYLLABLES[at]).join('');

/** Somebody of their own, and the same person again from a mistyped mailbox. */
function twins(number: number): [Draft, Draft] {
  const name = `${word(number + 1)} ${word(number * 5 + 11)}sen`;
  const mailbox = `${word(number * 3 + 2)}${number}`;
  const one = {
    name,
    email: `${mailbox}.berger@mail${number}.example`,
    phone: `+49160${(number + 1) * 2_345_677}`.slice(0, 14),
    source: 'Google',
    created_at: new Date(TEST_NOW - 20 * 86_400_000 + number * 60_000).toISOString(),
  };
  const again = { ...one, email: `${mailbox}.bergre@mail${number}.example`, source: 'Partner' };
  return [one, { ...again, created_at: new Date(Date.parse(one.created_at) + 86_400_000).toISOString() }];
}
/** One number and one family name: a person must look. */
const RELATIVES: Draft[] = ['Anna', 'Peter'].map((given) => ({
  name: `${given} Tannhauser`,
  email: `${given.toLowerCase()}.tannhauser@web.de`,
  phone: '+49 30 901820',
  source: 'Google',
}));

async function toolsFor(clientId: string, kind: 'linkage' | 'merge', input = {}): Promise<JobTools> {
  const scope = { clients: [clientId] };
  const id = await inScope(world.deps.db, scope, (tx) =>
    insertJob(tx, { clientId, kind, title: 'Test', input, createdBy: 'person:tester' }),
  );
  return await reopened(clientId, id);
}

/** A job as a worker finds it, when it begins and when it goes on. */
async function reopened(clientId: string, id: string): Promise<JobTools> {
  const { db, vault, clickhouse } = world.deps;
  const scope = { clients: [clientId] };
  const job = await inScope(db, scope, async (tx) => {
    await beginJob(tx, id);
    return await findJob(tx, id);
  });
  assert.ok(job);
  return { job, db, scope, deps: { vault, clickhouse, log: createLog('silent') } as JobTools['deps'] };
}

async function rows<T>(query: string, values: unknown[]): Promise<T[]> {
  return (await world.database.owner.query(query, values)).rows as T[];
}
/** Every column of the client's leads but the version by which they are pulled, and the persons. */
async function picture(client: string): Promise<unknown[]> {
  const leads = await rows("select to_jsonb(lead) - 'ver' as row from lead where client_id = $1 order by id", [client]);
  const persons = await rows('select id, survivor, choices from merged_person where client_id = $1 order by id', [
    client,
  ]);
  return [...leads, ...persons];
}
const merges = (client: string, where = 'undone_at is null') =>
  rows<{ id: string }>(`select id from merge_event where client_id = $1 and ${where} order by place`, [client]);
async function personsOf(client: string): Promise<Map<string, string>> {
  const leads = await rows<{ id: string; identity_id: string }>(
    'select id, identity_id from lead where client_id = $1',
    [client],
  );
  return new Map(leads.map(({ id, identity_id }) => [id, identity_id]));
}

interface Linked {
  client: string;
  /** The two leads of each person, in order. */
  pairs: [string, string][];
  relatives: [string, string];
}

async function linked(people: number): Promise<Linked> {
  const client = await world.client();
  const drafts = Array.from({ length: people }, (_, number) => twins(number)).flat();
  const ids = await world.store(client, [...drafts, ...RELATIVES]);
  await runLinkage(await toolsFor(client, 'linkage'));
  const pairs = Array.from({ length: people }, (_, at) => [ids[2 * at]!, ids[2 * at + 1]!] as [string, string]);
  return { client, pairs, relatives: [ids[2 * people]!, ids[2 * people + 1]!] };
}

/** Whom the pairs above the line join, directly or through others, worked out apart from the job. */
async function expectedPersons(client: string): Promise<Map<string, Set<string>>> {
  const { auto_bits } = await inScope(world.deps.db, { clients: [client] }, (tx) => duplicateSettings(tx, client));
  const sure = await rows<{ a_id: string; b_id: string }>(
    `select a_id, b_id from linkage_pair
     where client_id = $1 and band = 'auto' and weight_bits >= $2::real and state = 'open'`,
    [client, auto_bits],
  );
  const of = new Map([...(await personsOf(client)).keys()].map((id) => [id, new Set([id])]));
  for (const { a_id, b_id } of sure) {
    const joined = new Set([...of.get(a_id)!, ...of.get(b_id)!]);
    for (const id of joined) of.set(id, joined);
  }
  return of;
}

test('the job joins exactly whom the pairs above the line join, also leads that came since, and a second run nobody', async () => {
  const { client, pairs, relatives } = await linked(40);
  // They came after the search: one like the first person, one like both of them.
  const late = await world.store(client, [
    { ...twins(0)[0], email: 'late.berger@gmx.de', created_at: '2026-11-19T10:00:00Z' },
    { ...twins(1)[0], email: 'later.berger@gmx.de', created_at: '2026-11-19T11:00:00Z' },
  ]);
  const expected = await expectedPersons(client);
  assert.equal(expected.get(pairs[0]![0])?.size, 3, 'the late lead is like the first person');
  const result = await runAutoMerge(await toolsFor(client, 'merge'));
  const persons = await personsOf(client);
  for (const [id, joined] of expected) {
    const found = new Set([...persons].filter(([, person]) => person === persons.get(id)).map(([lead]) => lead));
    assert.deepEqual(found, joined);
  }
  assert.equal(persons.get(late[0]!), persons.get(pairs[0]![1]));
  assert.notEqual(persons.get(relatives[0]), persons.get(relatives[1]));
  assert.equal(result.kept_apart, 0);
  assert.equal(result.merged, (await merges(client)).length);
  const once = await picture(client);
  assert.deepEqual(await runAutoMerge(await toolsFor(client, 'merge')), { merged: 0, kept_apart: 0 });
  assert.deepEqual(await picture(client), once);
});

test('undoing the job restores every column, engagement and what the engine counts, and leaves what people merged', async () => {
  const { client, pairs, relatives } = await linked(40);
  const who = personWith('admin', [client]);
  world.actAs(who);
  const touches = [0, 1].map((at) => ({
    client_id: client,
    visitor_id: `visitor-${at}`,
    lead_id: pairs[0]![at],
    kind: 'click',
    at: new Date(TEST_NOW - (at + 1) * 86_400_000).toISOString(),
    source: 'Google',
  }));
  const delivery = await world.app.inject({ method: 'POST', url: '/api/v1/marketing/touchpoints', payload: touches });
  assert.equal(delivery.statusCode, 200, delivery.body);
  const byPerson = await mergeLeads(world.deps, who, { client_id: client, leads: [pairs[1]![0], relatives[0]] });
  const counted = async () => {
    await world.deps.pull.fresh();
    const row = z.object({
      id: z.string(),
      identity_id: z.string(),
      duplicate_of: z.string().nullable(),
      e: z.number(),
    });
    return await ask(
      world.clickhouse,
      'select id, identity_id, duplicate_of, engagement_score as e from lead_fact final where client_id = {client:UUID} order by id',
      { client },
      row,
    );
  };
  const [before, facts] = [await picture(client), await counted()];
  const engagementOf = (id: string) =>
    rows<{ e: number }>('select engagement_score as e from lead where id = $1', [id]);
  const [alone] = await engagementOf(pairs[0]![0]);
  assert.ok((alone?.e ?? 0) > 0);

  const tools = await toolsFor(client, 'merge');
  assert.ok(Number((await runAutoMerge(tools)).merged) >= 40);
  assert.ok(
    ((await engagementOf(pairs[0]![0]))[0]?.e ?? 0) > (alone?.e ?? 0),
    'a person has the engagement of all leads',
  );
  assert.notDeepEqual(await counted(), facts);
  await inScope(world.deps.db, tools.scope, (tx) => endJob(tx, tools.job.id, { state: 'completed', result: {} }));

  const undoing = await undoAutoMerge(world.deps, who, tools.job.id);
  const { undone } = await runAutoMerge(await reopened(client, undoing.id));
  assert.ok(Number(undone) >= 40);
  assert.deepEqual(await picture(client), before);
  assert.deepEqual(await counted(), facts);
  assert.deepEqual(
    (await merges(client)).map(({ id }) => id),
    [byPerson.id],
  );
  // Undoing it once more finds nothing, and what was undone is kept apart from the next job.
  assert.deepEqual(await runAutoMerge(await toolsFor(client, 'merge', { undo: tools.job.id })), { undone: 0 });
  const again = await runAutoMerge(await toolsFor(client, 'merge'));
  assert.equal(again.merged, 0);
  assert.ok(Number(again.kept_apart) >= 40);
  assert.deepEqual(await picture(client), before);
  await assert.rejects(undoAutoMerge(world.deps, who, undoing.id), { status: 404 });
});

test('who a person calls different, and whom nobody could tell, are left alone', async () => {
  const { client, pairs } = await linked(40);
  const who = personWith('admin', [client]);
  const say = async ([lead_a, lead_b]: [string, string], answer: 'different' | 'unsure') =>
    await decidePair(world.deps, who, { client_id: client, lead_a, lead_b, answer });
  await say(pairs[2]!, 'different');
  await say(pairs[3]!, 'unsure');
  const result = await runAutoMerge(await toolsFor(client, 'merge'));
  const persons = await personsOf(client);
  for (const [at, [one, other]] of pairs.entries()) {
    const same = persons.get(one) === persons.get(other);
    assert.equal(same, at !== 2 && at !== 3, `person ${at}`);
  }
  assert.equal(result.merged, 38);
});

test('a line that was raised since the search holds for its groups too', async () => {
  const { client } = await linked(40);
  const who = personWith('admin', [client]);
  const lines = await inScope(world.deps.db, { clients: [client] }, (tx) => duplicateSettings(tx, client));
  await saveDuplicateSettings(world.deps, who, client, { ...lines, auto_bits: 60, learn: false });
  assert.deepEqual(await runAutoMerge(await toolsFor(client, 'merge')), { merged: 0, kept_apart: 0 });
  await saveDuplicateSettings(world.deps, who, client, { ...lines, learn: false });
  assert.equal((await runAutoMerge(await toolsFor(client, 'merge'))).merged, 40);
});

test('a cancelled job keeps what it did, goes on where it stopped, and is undone as a whole', async () => {
  const PEOPLE = 140;
  const { client } = await linked(PEOPLE);
  const who = personWith('admin', [client]);
  const before = await picture(client);
  const job = await startAutoMerge(world.deps, who, client);
  const scope = { clients: [client] };
  const running = runAutoMerge(await reopened(client, job.id));
  const cancelled = assert.rejects(running, Cancelled);
  const progress = async () => (await inScope(world.deps.db, scope, (tx) => findJob(tx, job.id)))?.done ?? 0;
  // Whoever asks for the lock of the job's steps during one of them gets it before the next one.
  const cancel = async (): Promise<boolean> =>
    await inScope(world.deps.db, scope, async (tx) => {
      await lockDecisions(tx, client);
      if (((await findJob(tx, job.id))?.done ?? 0) === 0) return false;
      await requestCancel(tx, job.id);
      return true;
    });
  while (!(await cancel())) await sleep(5);
  await cancelled;
  const done = await progress();
  const half = (await merges(client)).length;
  assert.equal(half, done);
  assert.ok(half > 0 && half < PEOPLE, `${half} merges`);

  await world.database.owner.query('update job set cancel_requested_at = null where id = $1', [job.id]);
  assert.deepEqual(await runAutoMerge(await reopened(client, job.id)), { merged: PEOPLE, kept_apart: 0 });
  assert.equal((await merges(client)).length, PEOPLE);

  // The job was never ended, so undoing it cancels it first; it adds nothing any more.
  const undoing = await undoAutoMerge(world.deps, who, job.id);
  await world.database.owner.query('update job set resume = null, done = 0 where id = $1', [job.id]);
  assert.deepEqual(await runAutoMerge(await reopened(client, undoing.id)), { undone: PEOPLE });
  assert.deepEqual(await picture(client), before);
  const left = await findLeft(client, job.id);
  assert.ok(left.cancel_requested_at);
});

async function findLeft(client: string, id: string) {
  const job = await inScope(world.deps.db, { clients: [client] }, (tx) => findJob(tx, id));
  assert.ok(job);
  return job;
}
