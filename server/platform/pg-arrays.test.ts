import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { byteaArray, float8Array, int4Array, int8Array, textArray, timestamptzArray, uuidArray } from './pg-arrays.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(async () => await database.close());

const orNull = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { maxLength: 50 });

async function roundTrip(type: string, parameter: Buffer): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ value: string | null }>(
    `select value::text from unnest($1::${type}[]) with ordinality as t(value, n) order by n`,
    [parameter],
  );
  return rows.map((row) => row.value);
}

test('PostgreSQL reads every array as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      orNull(fc.uuid()),
      orNull(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))),
      orNull(fc.uint8Array()),
      orNull(fc.maxSafeInteger()),
      orNull(fc.integer()),
      async (uuids, texts, bytes, longs, ints) => {
        assert.deepEqual(await roundTrip('uuid', uuidArray(uuids)), uuids);
        assert.deepEqual(await roundTrip('text', textArray(texts)), texts);
        assert.deepEqual(
          await roundTrip('bytea', byteaArray(bytes)),
          bytes.map((value) => (value === null ? null : `\\x${Buffer.from(value).toString('hex')}`)),
        );
        assert.deepEqual(
          await roundTrip('bigint', int8Array(longs)),
          longs.map((value) => value?.toString() ?? null),
        );
        assert.deepEqual(
          await roundTrip('int', int4Array(ints)),
          ints.map((value) => value?.toString() ?? null),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('times and fractions keep their value', async () => {
  const at = Date.UTC(2026, 1, 28, 23, 59, 59, 123);
  assert.deepEqual(await roundTrip('timestamptz', timestamptzArray([at, null, 0])), [
    '2026-02-28 23:59:59.123+00',
    null,
    '1970-01-01 00:00:00+00',
  ]);
  assert.deepEqual(await roundTrip('float8', float8Array([0.1, -2.5])), ['0.1', '-2.5']);
});

test('NUL is removed from text, and a malformed uuid is refused', async () => {
  assert.deepEqual(await roundTrip('text', textArray(['a\0b'])), ['ab']);
  assert.throws(() => uuidArray(['12']), /uuid/);
});
