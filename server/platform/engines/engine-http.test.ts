import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import fc from 'fast-check';
import { type Engine, startEngine } from './engine-supervisor.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let dir: string;
let engine: Engine;
let client: ClickHouseClient;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assay-ch-'));
  engine = await startEngine({ dir, log: quiet });
  client = connect();
  await client.command({ query: 'CREATE DATABASE facts' });
  await client.command({
    query: `CREATE TABLE facts.people (id UInt32, name String, seen UInt64 DEFAULT 7) ENGINE = MergeTree ORDER BY id
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  });
});

after(async () => {
  await client.close();
  await engine.stop();
  await rm(dir, { recursive: true });
});

function connect(overrides: { password?: string; username?: string; database?: string; compression?: object } = {}) {
  return createClient({
    url: engine.url,
    username: engine.user,
    password: engine.password,
    log: { level: ClickHouseLogLevel.OFF },
    ...overrides,
  });
}

async function rows(query: string, params: Record<string, unknown> = {}): Promise<unknown[]> {
  const result = await client.query({ query, query_params: params, format: 'JSONEachRow' });
  return result.json();
}

async function emptyPeople(): Promise<void> {
  await client.command({ query: 'TRUNCATE TABLE facts.people' });
}

/** A plain request, for what the client does not do. */
function request(query: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'X-ClickHouse-User': engine.user, 'X-ClickHouse-Key': engine.password, ...init.headers };
  return fetch(`${engine.url}/?${query}`, { ...init, headers });
}

test('any text comes back from a bound parameter as it went in, alone and in an array', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), async (one, many) => {
      const safe = (value: string) => value.replaceAll('\0', '');
      const sent = { one: safe(one), many: many.map(safe) };
      const query = 'SELECT {one:String} AS one, {many:Array(String)} AS many';
      assert.deepEqual(await rows(query, sent), [sent]);
    }),
    { numRuns: 60, examples: [["'; DROP TABLE facts.people --", ["it's", '\\', '\\\\n', '\t\n\r', '], [']]] },
  );
});

test('numbers, nulls, times, maps and tuples bind as their declared types', async () => {
  const answer = await rows(
    `SELECT {n:Nullable(Int64)} AS n, {ids:Array(UInt64)} AS ids, {at:DateTime64(3)} AS at, {m:Map(String, UInt8)} AS m`,
    { n: null, ids: [1, 2], at: new Date('2026-01-01T00:00:00.123Z'), m: { a: 1 } },
  );
  assert.deepEqual(answer, [{ n: null, ids: [1, 2], at: '2026-01-01 00:00:00.123', m: { a: 1 } }]);
});

test('parameters never cross between statements that run side by side, nor outlive their own', async () => {
  const asked = Array.from({ length: 120 }, (_, n) => `client ${n}`);
  const answers = await Promise.all(asked.map((who) => rows('SELECT {who:String} AS who, sleep(0.002)', { who })));
  assert.deepEqual(
    answers.flat().map((row) => (row as { who: string }).who),
    asked,
  );
  await assert.rejects(rows('SELECT {who:String}'), { code: '456' });
});

test('a list of 50,000 ids fits, in the URL or as a form', async () => {
  const ids = Array.from({ length: 50_000 }, (_, n) => n);
  assert.deepEqual(await rows('SELECT length({ids:Array(UInt32)}) AS n', { ids }), [{ n: 50_000 }]);
  const form = new FormData();
  form.set('query', 'SELECT {word:String} AS word FORMAT JSONEachRow');
  form.set('param_word', 'naïve');
  assert.deepEqual(await (await request('', { method: 'POST', body: form })).json(), { word: 'naïve' });
});

test('rows are inserted as JSON, CSV, RowBinary, a stream and gzip, and counted', async () => {
  await emptyPeople();
  const table = 'facts.people';
  const { summary } = await client.insert({
    table,
    values: [
      { id: 1, name: 'é' },
      { id: 2, name: `q'"` },
    ],
    format: 'JSONEachRow',
  });
  assert.equal(summary?.written_rows, '2');
  const columns: [string, ...string[]] = ['id', 'name'];
  await client.insert({
    table,
    columns,
    values: Readable.from(['3,"a;b"\n', '4,c\n'], { objectMode: false }),
    format: 'CSV',
  });
  const zipped = connect({ compression: { request: true, response: true } });
  await zipped.insert({ table, values: [{ id: 5, name: 'zip' }], format: 'JSONEachRow' });
  const binary = Buffer.from([6, 0, 0, 0, 2, 0xc3, 0xa9, 8, 0, 0, 0, 0, 0, 0, 0]);
  const insert = encodeURIComponent('INSERT INTO facts.people FORMAT RowBinary');
  assert.equal((await request(`query=${insert}`, { method: 'POST', body: binary })).status, 200);
  const gzip = { method: 'POST', body: gzipSync(binary), headers: { 'Content-Encoding': 'gzip' } };
  assert.equal((await request(`query=${insert}`, gzip)).status, 200);

  const result = await zipped.query({ query: 'SELECT * FROM facts.people ORDER BY id', format: 'JSONCompactEachRow' });
  assert.deepEqual(await result.json(), [
    [1, 'é', 7],
    [2, `q'"`, 7],
    [3, 'a;b', 7],
    [4, 'c', 7],
    [5, 'zip', 7],
    [6, 'é', 8],
    [6, 'é', 8],
  ]);
  await zipped.close();
  assert.deepEqual(await readdir(join(dir, 'incoming')), []);
});

test('an insert that breaks off or is malformed stores nothing', async () => {
  await emptyPeople();
  await assert.rejects(
    client.insert({
      table: 'facts.people',
      values: Readable.from(['{"id":1}\n', '{"id":"x"}\n']),
      format: 'JSONEachRow',
    }),
    { code: '27' },
  );
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":1}\n'));
    },
    pull: (controller) => controller.error(new Error('the sender is gone')),
  });
  const insert = encodeURIComponent('INSERT INTO facts.people FORMAT JSONEachRow');
  const init = { method: 'POST', body: broken, duplex: 'half' as const };
  await assert.rejects(request(`query=${insert}`, init));
  assert.deepEqual(await rows('SELECT count() AS n FROM facts.people'), [{ n: 0 }]);
  // The engine hears of a sender that is gone when the connection breaks, and then removes what it had sent.
  const incoming = () => readdir(join(dir, 'incoming'));
  for (const deadline = Date.now() + 10_000; (await incoming()).length > 0 && Date.now() < deadline; ) await sleep(20);
  assert.deepEqual(await incoming(), []);
});

test('a long answer is streamed whole, and one that fails in the middle is not taken for whole', async () => {
  const result = await client.query({ query: 'SELECT number FROM numbers(1000000)', format: 'JSONEachRow' });
  let count = 0;
  for await (const batch of result.stream()) count += batch.length;
  assert.equal(count, 1_000_000);
  const query = 'SELECT throwIf(number = 900000) FROM numbers(1000000)';
  await assert.rejects(async () => {
    const failing = await client.query({ query, format: 'JSONEachRow' });
    for await (const batch of failing.stream()) count += batch.length;
  });
});

test("errors carry the engine's own code and name", async () => {
  await assert.rejects(rows('SELECT nope'), { code: '47', type: 'UNKNOWN_IDENTIFIER' });
  await assert.rejects(rows('SELECT * FROM facts.nowhere'), { code: '60' });
  const elsewhere = connect({ database: 'elsewhere' });
  await assert.rejects(elsewhere.query({ query: 'SELECT 1' }), { code: '81' });
  await elsewhere.close();
  const reply = await request('query=SELECT+nope');
  assert.equal(reply.headers.get('X-ClickHouse-Exception-Code'), '47');
  assert.match(reply.headers.get('X-ClickHouse-Query-Id') ?? '', /./);
});

test('sessions are refused in plain words', async () => {
  const query = { query: 'SELECT 1', session_id: 'mine' };
  await assert.rejects(client.query(query), { code: '344', message: /does not support session_id/ });
});

test('without the secret nothing is answered but ping', async () => {
  const wrong = connect({ password: 'password' });
  await assert.rejects(wrong.query({ query: 'SELECT 1' }), { code: '516' });
  await wrong.close();
  const other = connect({ username: 'default' });
  await assert.rejects(other.query({ query: 'SELECT 1' }), { code: '516' });
  await other.close();
  assert.equal((await fetch(`${engine.url}/?query=SELECT+1`)).status, 401);
  assert.equal(await text((await fetch(`${engine.url}/ping`)).body!), 'Ok.\n');
});

test('a question cannot write, read files or reach out', async () => {
  await assert.rejects(rows(`SELECT * FROM file('/etc/hostname', 'LineAsString')`), { code: '164' });
  await assert.rejects(rows(`SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')`), { code: '164' });
  await assert.rejects(rows('SELECT 1 SETTINGS readonly = 0'), { code: '164' });
});

test('limits hold: time and memory end a question with their own error, and the engine lives on', async () => {
  const pid = engine.pid();
  const slow = { query: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)' };
  await assert.rejects(client.query({ ...slow, clickhouse_settings: { max_execution_time: 1 } }), { code: '159' });
  const large = { query: 'SELECT count() FROM (SELECT number FROM numbers(50000000) GROUP BY number)' };
  const settings = { max_memory_usage: '100000000' };
  await assert.rejects(client.query({ ...large, clickhouse_settings: settings }), { code: '241' });
  assert.equal(engine.pid(), pid);
});

test('short questions do not wait for long ones, and inserts do not wait for other changes', async () => {
  const ended: string[] = [];
  const note = (name: string) => () => ended.push(name);
  const long = rows('SELECT sleep(3)').then(note('long'));
  const change = client.command({ query: 'INSERT INTO facts.people (id) SELECT sleep(3)' }).then(note('change'));
  await rows('SELECT 1').then(note('short'));
  await client.insert({ table: 'facts.people', values: [{ id: 9 }], format: 'JSONEachRow' }).then(note('insert'));
  await Promise.all([long, change]);
  assert.deepEqual(ended.slice(0, 2), ['short', 'insert']);
});
