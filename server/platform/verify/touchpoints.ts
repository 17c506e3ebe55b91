/** Compares the touchpoints of both stores by client: counts and a digest of every column. */
import type pg from 'pg';
import * as z from 'zod';
import { ask, type ClickHouse, SafeInteger } from '../clickhouse.ts';

const COLUMNS = [
  'kind',
  'channel',
  'source',
  'campaign_id',
  'ad_group_id',
  'creative_id',
  'keyword',
  'referrer',
  'page',
];

const POSTGRES_TEXT = `concat_ws(chr(31), id::text, ver::text, visitor::text, coalesce(lead_id::text, '~'),
  ((extract(epoch from at) * 1000)::bigint)::text, ${COLUMNS}, coalesce(click_key::text, '~'), coalesce(seconds::text, '~'))`;
const CLICKHOUSE_TEXT = `arrayStringConcat([toString(id), toString(ver), toString(visitor), ifNull(toString(lead_id), '~'),
  toString(toUnixTimestamp64Milli(at)), ${COLUMNS.map((name) => `toString(${name})`)}, ifNull(toString(click_key), '~'),
  ifNull(toString(seconds), '~')], char(31))`;

const Sum = z.object({ client: z.string(), touchpoints: SafeInteger, digest: z.string() });

/** Clients whose touchpoints differ between the stores, up to the transaction that the engine has pulled through. */
export async function differingTouchpoints(
  client: pg.ClientBase,
  clickhouse: ClickHouse,
  mark: string,
): Promise<{ client_id: string; lead_id: null; what: string }[]> {
  const here = await client.query(
    `select client_id::text as client, count(*) as touchpoints,
       sum(('x' || left(md5(${POSTGRES_TEXT}), 15))::bit(60)::bigint)::text as digest
     from touchpoint where ver < $1::text::xid8 group by 1`,
    [mark],
  );
  const there = await ask(
    clickhouse,
    `select toString(client_id) as client, count() as touchpoints,
       toString(sum(toUInt128(bitShiftRight(reinterpretAsUInt64(reverse(substring(MD5(${CLICKHOUSE_TEXT}), 1, 8))), 4)))) as digest
     from touchpoint_fact final where ver < {mark:UInt64} group by client`,
    { mark },
    Sum,
  );
  const ours = new Map(here.rows.map((row) => [String(row.client), Sum.parse(row)]));
  const theirs = new Map(there.map((row) => [row.client, row]));
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((id) => {
    const [mine, other] = [ours.get(id), theirs.get(id)];
    if (mine?.digest === other?.digest && mine?.touchpoints === other?.touchpoints) return [];
    const counts = `PostgreSQL has ${mine?.touchpoints ?? 0} and ClickHouse ${other?.touchpoints ?? 0}`;
    return [{ client_id: id, lead_id: null, what: `The stores differ in touchpoints: ${counts}.` }];
  });
}
