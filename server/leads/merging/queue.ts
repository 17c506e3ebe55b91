/** The review queue: pairs that may be one person, surest or dearest first. */
import { type RawBuilder, sql } from 'kysely';
import * as z from 'zod';
import type { DuplicatePage, DuplicatePair, DuplicateQuery, PairState } from '#contract/duplicates.ts';
import type { Lead } from '#contract/lead.ts';
import { type Calibration, matchProbability, UNCALIBRATED } from '#domain/identity/recalibrate.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { type Connection, inScope } from '../../platform/db.ts';
import type { LeadDeps } from '../deps.ts';
import { readLeads } from '../view.ts';
import { cursorOf, readCursor } from './cursor.ts';
import { duplicateSettings, learnt } from './learn.ts';

export interface PairRow {
  a_id: string;
  b_id: string;
  weight_bits: number;
  band: 'auto' | 'review';
  state: PairState;
  paid_minor: number | null;
}

/** A pair with the price of its later lead; `state` is told as reviewers know it. */
export const PAIRS = sql`
  select p.client_id, p.a_id, p.b_id, p.weight_bits::float8 as weight_bits, p.band,
    case p.state when 'open' then case when exists (select from pair_decision d where d.client_id = p.client_id
        and d.a_id = p.a_id and d.b_id = p.b_id and d.answer = 'unsure' and d.revoked_at is null)
      then 'unsure' else 'open' end
    when 'rejected' then 'different' else 'merged' end as state,
    later.id as later_id, later.source as later_source, earlier.source as earlier_source, paid.price_minor as paid_minor
  from linkage_pair p
  join lead a on a.client_id = p.client_id and a.id = p.a_id
  join lead b on b.client_id = p.client_id and b.id = p.b_id
  cross join lateral (select case when (a.created_at, a.id) < (b.created_at, b.id) then b.id else a.id end,
    case when (a.created_at, a.id) < (b.created_at, b.id) then b.source else a.source end) as later(id, source)
  cross join lateral (select case when (a.created_at, a.id) < (b.created_at, b.id) then a.source else b.source end) as earlier(source)
  left join source paid on paid.client_id = p.client_id and paid.name = later.source`;

const Cursor = z.tuple([z.number(), z.number(), z.uuid(), z.uuid()]);

/** One page of the queue with both leads of each pair, masked. */
export async function listPairs(deps: LeadDeps, principal: Principal, query: DuplicateQuery): Promise<DuplicatePage> {
  const { client_id: clientId, limit } = query;
  const clients = clientsFor(principal, 'lead.read', clientId);
  const after = readCursor(Cursor, query.cursor);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const settings = await duplicateSettings(tx, clientId);
    const money = query.sort === 'money' ? sql`coalesce(paid_minor, 0)::float8` : sql`0::float8`;
    const place = sql`(${money}, weight_bits, a_id, b_id)`;
    const conditions: RawBuilder<unknown>[] = [
      sql`client_id = ${clientId}`,
      sql`state = ${query.state}`,
      ...(query.state === 'open' ? [sql`weight_bits >= ${settings.review_bits}`] : []),
      ...(query.band ? [sql`band = ${query.band}`] : []),
      ...(query.source === undefined ? [] : [sql`${query.source} in (earlier_source, later_source)`]),
      ...(after
        ? [sql`${place} < (${after[0]}::float8, ${after[1]}::float8, ${after[2]}::uuid, ${after[3]}::uuid)`]
        : []),
    ];
    const { rows } = await sql<PairRow & { money: number }>`
      select a_id, b_id, weight_bits, band, state, paid_minor, ${money} as money from (${PAIRS}) as pair
      where ${sql.join(conditions, sql` and `)}
      order by ${money} desc, weight_bits desc, a_id desc, b_id desc limit ${limit + 1}`.execute(tx);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      pairs: await pairReplies(tx, deps, page, (await learnt(tx, clientId))?.calibration),
      next_cursor: rows.length > limit && last ? cursorOf([last.money, last.weight_bits, last.a_id, last.b_id]) : null,
    };
  });
}

/** Pairs with their leads, masked; one whose lead went meanwhile is left out. */
export async function pairReplies(
  db: Connection,
  deps: Pick<LeadDeps, 'vault'>,
  rows: readonly PairRow[],
  calibration: Calibration = UNCALIBRATED,
): Promise<DuplicatePair[]> {
  const leads = await readLeads(db, deps.vault, [...new Set(rows.flatMap(({ a_id, b_id }) => [a_id, b_id]))], true);
  const byId = new Map(leads.map((lead) => [lead.id, lead]));
  return rows.flatMap((row) => {
    const [one, other] = [byId.get(row.a_id), byId.get(row.b_id)];
    if (one === undefined || other === undefined) return [];
    const [a, b] = isEarlier(one, other) ? [one, other] : [other, one];
    return [
      {
        a,
        b,
        weight_bits: row.weight_bits,
        probability: matchProbability(row.weight_bits, calibration),
        band: row.band,
        state: row.state,
        paid_minor: row.paid_minor,
      },
    ];
  });
}

export function isEarlier(one: Lead, other: Lead): boolean {
  const by = Date.parse(one.created_at) - Date.parse(other.created_at);
  return by === 0 ? one.id < other.id : by < 0;
}
