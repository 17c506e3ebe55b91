/** Leads in several versions, straight in the engine: what a source repeats is told by the newest version of each. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask } from '../platform/clickhouse.ts';
import { findingQuestions } from './findings.ts';
import { type TestEngine, testEngine } from './test-world.ts';

const CLIENT = '01999999-0000-7000-8000-000000000001';
const OTHER_CLIENT = '01999999-0000-7000-8000-000000000002';
const SAME = [1, 2, 3, 4];
const OTHERS = [1, 7, 8, 9];

let engine: TestEngine;
const idOf = (number: number) => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`;

interface Version {
  id: number;
  of?: number;
  words?: number[];
  source?: string;
  client?: string;
  ver?: number;
  deleted?: boolean;
}

/** One part of the table; the id is also the hour at which the lead came. */
async function put(versions: readonly Version[]): Promise<void> {
  await engine.clickhouse.insert({
    table: 'lead_fact',
    values: versions.map(({ id, of, words = SAME, source = 'Pool', client = CLIENT, ver = 1, deleted = false }) => ({
      client_id: client,
      id: idOf(id),
      ver,
      is_deleted: Number(deleted),
      created_at: `2026-11-01 ${String(id).padStart(2, '0')}:00:00.000`,
      source: deleted ? '' : source,
      tokens: deleted ? [] : words,
      duplicate_of: of === undefined || deleted ? null : idOf(of),
    })),
    format: 'JSONEachRow',
  });
}

before(async () => {
  engine = await testEngine();
  await put([
    { id: 1 },
    { id: 2, of: 1 },
    { id: 3, of: 1, words: OTHERS },
    { id: 4 },
    { id: 5, of: 4 },
    { id: 6, of: 1 },
    { id: 7, of: 1 },
    { id: 8, source: 'Google' },
    { id: 9, of: 8 },
    { id: 10, of: 1 },
    { id: 11, client: OTHER_CLIENT },
    { id: 12, of: 11 },
    { id: 13, of: 1, client: OTHER_CLIENT },
  ]);
  await put([
    // Lead 4 was erased, 6 repeats nobody any more, 7 carries other words now, 10 was erased itself.
    { id: 4, ver: 2, deleted: true },
    { id: 6, ver: 2 },
    { id: 7, of: 1, words: OTHERS, ver: 2 },
    { id: 10, ver: 2, deleted: true },
  ]);
});
after(async () => await engine.close());

const questions = () =>
  findingQuestions(
    { id: CLIENT, timeZone: 'UTC' },
    { period: { from: '2026-11-01', to: '2026-11-02' }, before: undefined },
  );

test('pairs are those of the newest version of each lead, the newest lead first', async () => {
  const { sql, params, row } = questions().pairs('Pool');
  const pairs = await ask(engine.clickhouse, sql, params, row);
  assert.deepEqual(
    pairs,
    [
      [12, 11],
      [9, 8],
      [7, 1],
      [5, 4],
      [3, 1],
      [2, 1],
    ].map(([repeat = 0, earlier = 0]) => ({ repeat: idOf(repeat), earlier: idOf(earlier) })),
  );
  const few = await ask(engine.clickhouse, sql, { ...params, pairs: 2 }, row);
  assert.deepEqual(few, pairs.slice(0, 2));
});

test('words are compared where both leads are there, of the source and of the client', async () => {
  const { pairs, contacts } = questions();
  const asked = pairs('Pool');
  const found = await ask(engine.clickhouse, asked.sql, asked.params, asked.row);
  const compare = async (some: typeof found) => {
    const { sql, params, row } = contacts('Pool', some);
    return await ask(engine.clickhouse, sql, params, row);
  };
  assert.deepEqual(await compare(found), [{ pairs_seen: 3, other_people: 2 }]);
  assert.deepEqual(await compare([]), [{ pairs_seen: 0, other_people: 0 }]);
});

test('repeats are counted by the source they repeat, without erased leads and former versions', async () => {
  const { sql, params, row } = questions().repeats;
  const repeats = await ask(engine.clickhouse, sql, params, row);
  assert.deepEqual(
    repeats.sort((a, b) => b.leads - a.leads),
    [
      { source_name: 'Pool', earlier_source: 'Pool', leads: 3, median_seconds: 7200 },
      { source_name: 'Pool', earlier_source: 'Google', leads: 1, median_seconds: 3600 },
    ],
  );
});
