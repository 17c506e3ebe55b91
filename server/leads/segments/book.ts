/** The segments that a filter may name, read with everything else that the filter needs to be understood. */
import { sql } from 'kysely';
import type { LeadFilter } from '#contract/lead-list.ts';
import { SegmentGroup } from '#contract/segment-rules.ts';
import { type Principal, scopeOf } from '../../platform/access.ts';
import { type Connection, inScope } from '../../platform/db.ts';
import { findClientFacts, zoneOf } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import type { FilterScope } from '../filter.ts';

export interface SegmentEntry {
  clientId: string;
  /** IANA zone of the client, in which days of the rules begin. */
  zone: string;
  /** Of the client. */
  currency: string;
  name: string;
  rules: SegmentGroup;
}

export interface SegmentBook {
  /** Milliseconds since 1970: what “within the last days” counts back from. */
  now: number;
  byId: ReadonlyMap<string, SegmentEntry>;
  /** Zone and currency of every client in scope, by id. */
  clients: ReadonlyMap<string, { zone: string; currency: string }>;
}

/** For questions that no filter of a caller's narrows. */
export const NO_SEGMENTS: SegmentBook = { now: 0, byId: new Map(), clients: new Map() };

/** All segments of the clients. */
export async function findSegments(
  db: Connection,
  clients: readonly string[],
): Promise<ReadonlyMap<string, SegmentEntry>> {
  const rows = await db
    .selectFrom('segment')
    .innerJoin('client', 'client.id', 'segment.client_id')
    .select(['segment.client_id', 'segment.id', 'segment.name', 'segment.rules', 'client.time_zone', 'client.currency'])
    .where('segment.client_id', '=', sql<string>`any(${clients}::uuid[])`)
    .execute();
  return new Map(
    rows.map(({ client_id: clientId, id, name, rules, time_zone: zone, currency }) => [
      id,
      { clientId, zone, currency, name, rules: SegmentGroup.parse(rules) },
    ]),
  );
}

/**
 * What a filter is read with, for `leadWhere`: the clients, the zone their days begin in, and the segments the filter
 * names. Every question that takes a caller's filter gets its scope here, so that `segment` works in all of them.
 */
export async function findFilterScope(
  db: Connection,
  clients: readonly string[],
  filter: Pick<LeadFilter, 'segment'>,
  now: number,
): Promise<FilterScope> {
  const [facts, byId] = await Promise.all([
    findClientFacts(db, clients),
    filter.segment ? findSegments(db, clients) : NO_SEGMENTS.byId,
  ]);
  const places = new Map(facts.map(({ id, timeZone, currency }) => [id, { zone: timeZone, currency }]));
  return { clients, zone: zoneOf(facts), segments: { now, byId, clients: places } };
}

/** The segments that a filter of one client names, for questions whose zone is chosen elsewhere. */
export async function findSegmentBook(
  deps: Pick<LeadDeps, 'db' | 'clock'>,
  principal: Principal,
  clientId: string,
  filter: Pick<LeadFilter, 'segment'>,
): Promise<SegmentBook> {
  const { segments } = await inScope(deps.db, scopeOf(principal, [clientId]), (tx) =>
    findFilterScope(tx, [clientId], filter, deps.clock()),
  );
  return segments;
}
