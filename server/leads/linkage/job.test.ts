import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as z from 'zod';
import type { LeadCreate } from '#contract/lead.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import { createTables } from '#domain/linkage/sql.ts';
import { findJob, insertJob } from '../../jobs/queries.ts';
import type { JobTools } from '../../jobs/tools.ts';
import { ask } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { type TestWorld, testWorld } from '../test-world.ts';
import { runLinkage } from './job.ts';
import { linkageRoutes } from './routes.ts';
import { linkAll } from './start.ts';

let world: TestWorld;
before(async () => {
  world = await testWorld(linkageRoutes);
});
after(async () => await world.close());

type Lead = Omit<LeadCreate, 'client_id'>;

const lead = (name: string, email: string | undefined, phone: string | undefined): Lead => ({
  name,
  source: 'Google',
  ...(email === undefined ? {} : { email }),
  ...(phone === undefined ? {} : { phone }),
});

/** Forty people of their own, then some who came twice. */
const GIVEN = 'Olga Timo Yannick Brigitte Hugo Cem Elif Ruth Gustav Noor'.split(' ');
const FAMILY = 'Quast Ibsen Zeller Oduya'.split(' ');
const CROWD = GIVEN.flatMap((given, i) =>
  FAMILY.map((family, k) =>
    lead(`${given} ${family}`, `${given[0]}${k}x${i}@mail${i * 4 + k}.example`, `+49160${(i * 4 + k + 1) * 2345677}`),
  ),
);
const TWICE = [
  lead('Robert Wolkenstein', 'robert.wolkenstein@web.de', '+49 1512 3456789'),
  lead('Bob Wolkenstein', 'robert.wolkenstien@web.de', '+49 1512 3456789'),
  lead('Wolkenstein, Robert', 'r.wolkenstein@firma.example', '01512 3456789'),
  // Relatives: one number, one family name.
  lead('Anna Tannhauser', 'anna.tannhauser@web.de', '+49 30 901820'),
  lead('Peter Tannhauser', 'peter.tannhauser@web.de', '+49 30 901820'),
];

async function toolsFor(clientId: string): Promise<JobTools> {
  const { db } = world.database;
  const scope = { clients: [clientId] };
  const id = await inScope(db, scope, (tx) =>
    insertJob(tx, { clientId, kind: 'linkage', title: 'Search', input: {}, createdBy: 'system:test' }),
  );
  const job = await inScope(db, scope, (tx) => findJob(tx, id));
  const { deps } = world;
  return {
    job: job!,
    db,
    scope,
    deps: { vault: deps.vault, clickhouse: deps.clickhouse, log: createLog('silent') } as JobTools['deps'],
  };
}

async function tablesLeft(): Promise<string[]> {
  const rows = await ask(
    world.clickhouse,
    "select name from system.tables where startsWith(name, 'linkage_of_')",
    {},
    z.object({ name: z.string() }),
  );
  return rows.map(({ name }) => name);
}

interface PairRow {
  a_id: string;
  b_id: string;
  weight_bits: number;
  bits: number[];
  gammas: number[];
  band: string;
  state: string;
  model_version: number;
}

async function rowsOf<T>(query: string, clientId: string): Promise<T[]> {
  return (await world.database.owner.query(query, [clientId])).rows as T[];
}
const pairsOf = (clientId: string) => rowsOf<PairRow>('select * from linkage_pair where client_id = $1', clientId);

test('a search proposes who came twice, leaves relatives to a person, and a second one changes nothing', async () => {
  const client = await world.client();
  const ids = await world.store(client, [...CROWD, ...TWICE]);
  const [robert, bob, swapped, anna, peter] = ids.slice(CROWD.length) as [string, string, string, string, string];
  // What a thread that died left behind goes with the next search.
  for (const query of createTables(LEAD_SPEC, 'linkage_of_0123')) await world.clickhouse.command({ query });
  const result = await runLinkage(await toolsFor(client));
  assert.equal(result.leads, ids.length);
  assert.deepEqual(await tablesLeft(), []);

  const pairs = await pairsOf(client);
  const between = (one: string, other: string) =>
    pairs.find(({ a_id, b_id }) => (a_id === one && b_id === other) || (a_id === other && b_id === one));
  assert.equal(between(robert, bob)?.band, 'auto');
  assert.equal(between(robert, swapped)?.band, 'auto');
  assert.notEqual(between(anna, peter)?.band, 'auto');
  const clusters = await rowsOf<{ lead_id: string; cluster_id: string }>(
    'select lead_id, cluster_id from linkage_cluster where client_id = $1 order by lead_id',
    client,
  );
  assert.deepEqual(new Set(clusters.map(({ lead_id }) => lead_id)), new Set([robert, bob, swapped]));
  assert.equal(new Set(clusters.map(({ cluster_id }) => cluster_id)).size, 1);

  const [model] = await rowsOf<{ parameters: { prior: number } }>(
    'select parameters from linkage_model where client_id = $1 order by version desc limit 1',
    client,
  );
  const prior = Math.log2(model!.parameters.prior / (1 - model!.parameters.prior));
  for (const { weight_bits, bits, gammas, a_id, b_id } of pairs) {
    assert.equal(bits.length, LEAD_SPEC.comparisons.length);
    assert.equal(gammas.length, LEAD_SPEC.comparisons.length);
    assert.ok(Math.abs(prior + bits.reduce((sum, bit) => sum + bit, 0) - weight_bits) < 1e-3);
    assert.ok(a_id < b_id);
  }

  await runLinkage(await toolsFor(client));
  const again = await pairsOf(client);
  const shape = (rows: PairRow[]) =>
    rows.map(({ a_id, b_id, weight_bits, band }) => [a_id, b_id, weight_bits.toFixed(3), band]).sort();
  assert.deepEqual(shape(again), shape(pairs));
});

test('what a person decided outlives a search, and what is no longer alike goes', async () => {
  const client = await world.client();
  const ids = await world.store(client, [...CROWD, ...TWICE]);
  const [robert, bob] = ids.slice(CROWD.length) as [string, string];
  await runLinkage(await toolsFor(client));
  const [a, b] = robert < bob ? [robert, bob] : [bob, robert];
  const { owner } = world.database;
  await owner.query(
    `update linkage_pair set state = 'rejected', decided_by = 'user:x', decided_at = now(), weight_bits = 99
      where client_id = $1 and a_id = $2 and b_id = $3`,
    [client, a, b],
  );
  // As an earlier search may have found it, of two who have nothing in common.
  const [one, other] = [ids[0]!, ids[1]!].sort() as [string, string];
  await owner.query(
    `insert into linkage_pair (client_id, a_id, b_id, weight_bits, probability, gammas, bits, model_version, band, created_at)
      values ($1, $2, $3, 5, 0.9, '{}', '{}', 1, 'review', now() - interval '1 day')`,
    [client, one, other],
  );
  await runLinkage(await toolsFor(client));
  const pairs = await pairsOf(client);
  assert.deepEqual(
    pairs.filter((pair) => pair.a_id === a && pair.b_id === b).map(({ state, weight_bits }) => [state, weight_bits]),
    [['rejected', 99]],
  );
  assert.ok(!pairs.some((pair) => pair.a_id === one && pair.b_id === other));
});

test('a client of one lead, and one of none, is searched without a finding', async () => {
  const client = await world.client();
  assert.equal((await runLinkage(await toolsFor(client))).leads, 0);
  await world.store(client, [TWICE[0]!]);
  assert.equal((await runLinkage(await toolsFor(client))).leads, 1);
  assert.deepEqual(await tablesLeft(), []);
});

test('a handful of leads that are all of one or two people is searched, with weights that are numbers', async () => {
  const client = await world.client();
  const names = ['Anna Berg', 'Anna Berg', 'Karl Voss', 'Karl Voss'];
  await world.store(
    client,
    names.map((name) => lead(name, 'anna.berg@web.de', '+49 30 901820')),
  );
  assert.equal((await runLinkage(await toolsFor(client))).leads, 4);
  const pairs = await pairsOf(client);
  assert.ok(pairs.length >= 2, `${pairs.length} pairs`);
  for (const { weight_bits } of pairs) assert.ok(Number.isFinite(weight_bits), `${weight_bits} bits`);
});

test('each night those clients are searched whose leads have changed, and none twice at once', async () => {
  const sent: string[] = [];
  const queue = { send: async (_: unknown, { client_id }: { client_id: string }) => void sent.push(client_id) };
  const [idle, busy] = [await world.client(), await world.client()];
  await world.store(busy, TWICE);
  await linkAll(world.database.db, queue);
  assert.ok(sent.includes(busy));
  assert.ok(!sent.includes(idle));
  sent.length = 0;
  await linkAll(world.database.db, queue);
  assert.ok(!sent.includes(busy));
});
