/**
 * Arrays in PostgreSQL's binary format (array_send in src/backend/utils/adt/arrayfuncs.c), as parameters for bulk writes.
 * node-postgres sends a Buffer as a binary parameter, so a chunk of rows costs one copy and no escaping.
 * Row-level security refuses COPY FROM, hence `insert … select from unnest($1::uuid[], …)`.
 */

const OID = { bytea: 17, int8: 20, int4: 23, text: 25, float8: 701, timestamptz: 1184, uuid: 2950 } as const;
/** Milliseconds from 1970 to 2000, where PostgreSQL counts from. */
const POSTGRES_EPOCH_MS = 946_684_800_000;

/** Lays out the header (dimensions 1, has nulls, element type, length, lower bound 1) and one cell after the other. */
function encode<T>(
  values: readonly (T | null | undefined)[],
  oid: number,
  bytesOf: (value: T) => number,
  write: (value: T, buffer: Buffer, at: number) => void,
): Buffer {
  if (values.length === 0) {
    const empty = Buffer.alloc(12);
    empty.writeInt32BE(oid, 8);
    return empty;
  }
  let size = 20;
  const lengths = new Int32Array(values.length);
  let nulls = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    const bytes = value === null || value === undefined ? -1 : bytesOf(value);
    lengths[index] = bytes;
    if (bytes < 0) nulls = 1;
    size += 4 + Math.max(bytes, 0);
  }
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(nulls, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = 20;
  for (let index = 0; index < values.length; index += 1) {
    const bytes = lengths[index] ?? -1;
    buffer.writeInt32BE(bytes, at);
    at += 4;
    if (bytes < 0) continue;
    write(values[index] as T, buffer, at);
    at += bytes;
  }
  return buffer;
}

export function uuidArray(values: readonly (string | null | undefined)[]): Buffer {
  return encode<string>(
    values,
    OID.uuid,
    () => 16,
    (value, buffer, at) => {
      const bytes = buffer.write(value.replaceAll('-', ''), at, 16, 'hex');
      if (bytes !== 16) throw new Error('A uuid is needed.');
    },
  );
}

/** PostgreSQL has no place for NUL in text: it is removed. */
export function textArray(values: readonly (string | null | undefined)[]): Buffer {
  const clean = values.map((value) => (value?.includes('\0') ? value.replaceAll('\0', '') : value));
  return encode<string>(
    clean,
    OID.text,
    (value) => Buffer.byteLength(value),
    (value, buffer, at) => void buffer.write(value, at),
  );
}

export function byteaArray(values: readonly (Uint8Array | null | undefined)[]): Buffer {
  return encode<Uint8Array>(
    values,
    OID.bytea,
    (value) => value.length,
    (value, buffer, at) => buffer.set(value, at),
  );
}

/** Milliseconds since 1970. */
export function timestamptzArray(values: readonly (number | null | undefined)[]): Buffer {
  return encode<number>(
    values,
    OID.timestamptz,
    () => 8,
    (value, buffer, at) => void buffer.writeBigInt64BE(BigInt(Math.round((value - POSTGRES_EPOCH_MS) * 1000)), at),
  );
}

export function int8Array(values: readonly (number | bigint | null | undefined)[]): Buffer {
  return encode<number | bigint>(
    values,
    OID.int8,
    () => 8,
    (value, buffer, at) => void buffer.writeBigInt64BE(BigInt(value), at),
  );
}

export function int4Array(values: readonly (number | null | undefined)[]): Buffer {
  return encode<number>(
    values,
    OID.int4,
    () => 4,
    (value, buffer, at) => void buffer.writeInt32BE(value, at),
  );
}

export function float8Array(values: readonly (number | null | undefined)[]): Buffer {
  return encode<number>(
    values,
    OID.float8,
    () => 8,
    (value, buffer, at) => void buffer.writeDoubleBE(value, at),
  );
}
