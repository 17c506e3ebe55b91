import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ClickHouseError } from '@clickhouse/client';
import * as z from 'zod';
import {
  ask,
  BigInteger,
  type ClickHouse,
  ClickHouseUnreachableError,
  openClickHouse,
  RowShapeError,
  SafeInteger,
} from './clickhouse.ts';
import { type Engine, startEngine } from './engines/engine-supervisor.ts';
import { freePort } from './engines/free-port.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let dir: string;
let engine: Engine;
let clickhouse: ClickHouse;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assay-ch-'));
  engine = await startEngine({ dir, log: quiet });
  const { url, user, password } = engine;
  clickhouse = openClickHouse({ url, user, password, database: 'default' });
});

after(async () => {
  await clickhouse.close();
  await engine.stop();
  await rm(dir, { recursive: true });
});

test('rows come back parsed: 64-bit integers exact, times in ISO 8601', async () => {
  const schema = z.object({ n: SafeInteger, big: BigInteger, at: z.iso.datetime(), share: z.number() });
  const sql = `SELECT toUInt64({n:UInt64}) AS n, toUInt64(18446744073709551615) AS big,
                      toDateTime('2026-03-29 01:30:00', 'UTC') AS at, 0.5 AS share`;
  assert.deepEqual(await ask(clickhouse, sql, { n: 9007199254740991 }, schema), [
    { n: 9007199254740991, big: 18446744073709551615n, at: '2026-03-29T01:30:00Z', share: 0.5 },
  ]);
});

test('a 64-bit integer that a number cannot hold is refused rather than rounded', async () => {
  const asked = ask(clickhouse, 'SELECT toUInt64(9007199254740993) AS n', {}, z.object({ n: SafeInteger }));
  await assert.rejects(asked, RowShapeError);
});

test('a row of another shape than its schema is an error that names the row and the column', async () => {
  const schema = z.object({ n: z.int().max(1) });
  const asked = ask(clickhouse, 'SELECT toUInt8(number) AS n FROM numbers(3) ORDER BY n', {}, schema);
  await assert.rejects(asked, (error) => error instanceof RowShapeError && /^Row 3 .* n$/s.test(error.message.trim()));
});

test('an error of ClickHouse keeps its code and is not asked again', async () => {
  const began = performance.now();
  await assert.rejects(ask(clickhouse, 'SELECT nope', {}, z.unknown()), (error) => {
    return error instanceof ClickHouseError && error.code === '47';
  });
  // What is asked again is asked again for 5 s.
  assert.ok(performance.now() - began < 4_000);
});

test('an address where nothing answers is given up after 5 s', async () => {
  const url = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  const nobody = openClickHouse({ url, user: 'a', password: 'b', database: 'default' });
  const began = performance.now();
  await assert.rejects(ask(nobody, 'SELECT 1', {}, z.unknown()), ClickHouseUnreachableError);
  const waited = performance.now() - began;
  assert.ok(waited > 4_900 && waited < 20_000, `${waited}`);
  await nobody.close();
});
