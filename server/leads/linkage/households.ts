/** The households among all leads of a client, as a run of the linkage finds and keeps them. */
import { sql } from 'kysely';
import * as z from 'zod';
import { createHouseholds, fillHouseholds } from '#domain/linkage/households.ts';
import type { ClickHouse } from '../../platform/clickhouse.ts';
import type { Tx } from '../../platform/db.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import { type HouseholdPair, writeHouseholds } from '../merging/households.ts';

const PAIRS_PER_WRITE = 5_000;

const Row = z.object({ a: z.int(), b: z.int(), phone: z.int(), address: z.int() });

/** Asks the engine while the run's tables stand. `ids` are the leads by their number in the run, in rising order. */
export async function findHouseholds(
  clickhouse: ClickHouse,
  prefix: string,
  ids: readonly string[],
): Promise<HouseholdPair[]> {
  for (const query of [createHouseholds(prefix), fillHouseholds(prefix)]) await clickhouse.command({ query });
  const query = `select a, b, phone, address from ${prefix}_household`;
  const result = await clickhouse.query({ query, format: 'JSONEachRow' });
  const pairs: HouseholdPair[] = [];
  for await (const rows of result.stream()) {
    for (const row of rows) {
      const { a, b, phone, address } = Row.parse(row.json());
      pairs.push({ a: ids[a]!, b: ids[b]!, phone: phone === 1, address: address === 1 });
    }
  }
  return pairs;
}

/**
 * Brings the stored pairs in line with those found: writes what is new or shared otherwise, removes what is no more.
 * Leads that came or were changed since the run began were compared as they came, and are left as they are. Returns the
 * leads whose pairs changed.
 */
export async function settleHouseholds(
  tx: Tx,
  clientId: string,
  found: readonly HouseholdPair[],
  began: Date,
): Promise<string[]> {
  const { rows } = await sql<HouseholdPair & { settled: boolean }>`
    select h.a_id as a, h.b_id as b, h.by_phone as phone, h.by_address as address,
      one.updated_at < ${began} and other.updated_at < ${began} as settled
    from household_pair h
    join lead one on one.client_id = h.client_id and one.id = h.a_id
    join lead other on other.client_id = h.client_id and other.id = h.b_id
    where h.client_id = ${clientId}`.execute(tx);
  const stored = new Map(rows.map((row) => [`${row.a} ${row.b}`, row]));
  const changed: HouseholdPair[] = [];
  for (const pair of found) {
    const known = stored.get(`${pair.a} ${pair.b}`);
    stored.delete(`${pair.a} ${pair.b}`);
    if (known?.phone !== pair.phone || known.address !== pair.address) changed.push(pair);
  }
  const gone = [...stored.values()].filter(({ settled }) => settled);
  const moved = await changedSince(tx, clientId, changed, began);
  const written = changed.filter(({ a, b }) => !moved.has(a) && !moved.has(b));
  for (let start = 0; start < written.length; start += PAIRS_PER_WRITE) {
    await writeHouseholds(tx, clientId, written.slice(start, start + PAIRS_PER_WRITE));
  }
  await sql`delete from household_pair h using unnest(${uuidArray(gone.map(({ a }) => a))}::uuid[],
      ${uuidArray(gone.map(({ b }) => b))}::uuid[]) as t(a, b)
    where h.client_id = ${clientId} and h.a_id = t.a and h.b_id = t.b`.execute(tx);
  return [...written, ...gone].flatMap(({ a, b }) => [a, b]);
}

/** Those of the pairs' leads that were changed since. */
async function changedSince(
  tx: Tx,
  clientId: string,
  pairs: readonly HouseholdPair[],
  began: Date,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const { rows } = await sql<{ id: string }>`select id from lead
    where client_id = ${clientId} and id = any(${uuidArray(ids)}::uuid[]) and updated_at >= ${began}`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
