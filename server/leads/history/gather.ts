/** What is known of some leads beside themselves: their neighbours, the signals of the last sweep, lists, decisions, forms. */
import { sql } from 'kysely';
import { HistorySignal, ListKind, SourceStanding, Verdict } from '#contract/history.ts';
import type { Facts, ListEntry } from '#domain/lead-checks/check.ts';
import { WHOLE_SOURCE } from '#domain/lead-checks/history/found.ts';
import type { Connection } from '../../platform/db.ts';
import { byteaArray, int8Array, textArray, timestamptzArray, uuidArray } from '../../platform/pg-arrays.ts';
import type { IntakeLead, KnownFacts, Workbench } from '../intake.ts';
import { findLikeness } from '../merging/likeness.ts';
import { findNeighbours, type Neighbours } from '../neighbours.ts';
import { findWitness } from './witness.ts';

export interface Gathered extends Pick<Neighbours, 'later'> {
  /** What is known of a lead; never absent for a lead that was asked for. */
  of: (id: string) => KnownFacts;
  /** Leads of which anything is known: the others are audited as if they were alone. */
  known: Set<string>;
}

/** Gathers the facts of leads of one client, stored or not. */
export async function gatherFacts(db: Connection, bench: Workbench, leads: readonly IntakeLead[]): Promise<Gathered> {
  const neighbours = await findNeighbours(db, leads);
  const past = await findPast(db, bench, leads);
  const likeness = await findLikeness(db, bench, leads);
  const witnesses = await findWitness(db, bench, leads);
  return {
    later: neighbours.later,
    known: new Set([...neighbours.earlier.keys(), ...past.keys(), ...likeness.keys(), ...witnesses.keys()]),
    of: (id) => {
      const { signals = [], lists = {}, verdict } = past.get(id) ?? {};
      const witness = witnesses.get(id);
      return {
        duplicates: neighbours.earlier.get(id) ?? {},
        likeness: likeness.get(id) ?? {},
        history: { signals },
        lists,
        ...(verdict ? { verdict } : {}),
        ...(witness ? { witness } : {}),
      };
    },
  };
}

interface Past {
  signals: HistorySignal[];
  lists: Partial<Record<'email' | 'domain' | 'phone', ListEntry[]>>;
  verdict?: NonNullable<Facts['verdict']>;
}

interface PastRow {
  lead_id: string;
  what: 'signal' | 'email' | 'domain' | 'phone' | 'verdict';
  detail: unknown;
}

/** One question for all of it, because a single lead waits for it; none where the client has no past. */
async function findPast(
  db: Connection,
  { vault, context }: Workbench,
  leads: readonly IntakeLead[],
): Promise<Map<string, Past>> {
  const found = new Map<string, Past>();
  const { signals, lists, verdicts } = context.past;
  if (leads.length === 0 || !(signals || lists || verdicts)) return found;
  const keys = signals ? leads.flatMap((lead) => keysOf(lead).map((key) => ({ lead, key }))) : [];
  const listed = lists ? leads.flatMap((lead) => listKeysOf(lead, vault, context.clientId)) : [];
  const ids = verdicts ? leads.map(({ id }) => id) : [];
  const { rows } = await sql<PastRow>`
    select t.lead_id, 'signal' as what, s.signal as detail
    from unnest(${uuidArray(keys.map(({ lead }) => lead.id))}::uuid[], ${int8Array(keys.map(({ key }) => key))}::bigint[],
      ${textArray(keys.map(({ lead }) => lead.lead.source))}::text[],
      ${timestamptzArray(keys.map(({ lead }) => lead.createdAt))}::timestamptz[]) as t(lead_id, key, source, at)
    join history_signal s on s.client_id = ${context.clientId} and s.key = t.key
      and (s.source is null or s.source = t.source) and t.at between s.from_at and s.to_at
    union all
    select t.lead_id, t.what, jsonb_build_object('kind', l.kind, 'list', l.name,
      'at', (extract(epoch from e.listed_at) * 1000)::bigint)
    from unnest(${uuidArray(listed.map(({ id }) => id))}::uuid[], ${textArray(listed.map(({ what }) => what))}::text[],
      ${byteaArray(listed.map(({ key }) => key))}::bytea[]) as t(lead_id, what, key)
    join suppression_entry e on e.client_id = ${context.clientId} and e.what = t.what and e.key = t.key
    join suppression_list l on l.client_id = e.client_id and l.id = e.list_id
    union all
    select v.lead_id, 'verdict', jsonb_build_object('decision', v.decision, 'by', v.decided_by,
      'at', (extract(epoch from v.decided_at) * 1000)::bigint)
    from lead_verdict v where v.client_id = ${context.clientId} and v.lead_id = any(${uuidArray(ids)}::uuid[])`.execute(
    db,
  );
  for (const row of rows) {
    const past = found.get(row.lead_id) ?? { signals: [], lists: {} };
    found.set(row.lead_id, past);
    take(past, row);
  }
  // The order in which rows come is no order; evidence must not depend on it.
  for (const { signals: own, lists: entries } of found.values()) {
    own.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    for (const list of Object.values(entries)) {
      list.sort((a, b) => a.listedAt - b.listedAt || (a.list < b.list ? -1 : 1));
    }
  }
  return found;
}

function take(past: Past, { what, detail }: PastRow): void {
  if (what === 'signal') past.signals.push(HistorySignal.parse(detail));
  else if (what === 'verdict') {
    const { decision, by, at } = detail as { decision: string; by: string; at: number };
    past.verdict = { decision: Verdict.parse(decision), by, at };
  } else {
    const { kind, list, at } = detail as { kind: string; list: string; at: number };
    past.lists[what] = [...(past.lists[what] ?? []), { kind: ListKind.parse(kind), list, listedAt: at }];
  }
}

/** Every key that a signal may be about. */
function keysOf({ keys }: IntakeLead): bigint[] {
  const { visitor, device_key, ip_key, net_key, click_key, stem_key, cadence_key, text_bands } = keys;
  const own = [visitor, device_key, ip_key, net_key, click_key, stem_key, cadence_key, ...text_bands];
  return [BigInt(WHOLE_SOURCE), ...own.filter((key) => key !== undefined)];
}

function listKeysOf(lead: IntakeLead, vault: Workbench['vault'], clientId: string) {
  const domain = lead.prepared.email?.domain;
  const keys = [
    { id: lead.id, what: 'email', key: lead.emailKey },
    {
      id: lead.id,
      what: 'domain',
      key: domain === undefined ? undefined : vault.blindIndex(clientId, 'domain', domain),
    },
    { id: lead.id, what: 'phone', key: lead.phoneKey },
  ];
  return keys.filter((one) => one.key !== undefined);
}

/** What is usual for a source, as the last sweep learned it. */
export async function findStanding(
  db: Connection,
  clientId: string,
  source: string,
): Promise<SourceStanding | undefined> {
  const row = await db
    .selectFrom('source_standing')
    .select('standing')
    .where('client_id', '=', clientId)
    .where('source', '=', source)
    .executeTakeFirst();
  return row === undefined ? undefined : SourceStanding.parse(row.standing);
}
