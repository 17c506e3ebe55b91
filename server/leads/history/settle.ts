/** Makes what a sweep found the client's present: signals replaced, and exactly the leads it changes audited again. */
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import type { FoundSignal, Hit } from '#domain/lead-checks/history/found.ts';
import type { IpCountries } from '#domain/lead-checks/ip/country-ranges.ts';
import { append } from '../../platform/audit-log/append.ts';
import { type Database, inScope, type Tx } from '../../platform/db.ts';
import { int4Array, int8Array, textArray, timestamptzArray, uuidArray } from '../../platform/pg-arrays.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { loadContext } from '../context.ts';
import { reauditLeads } from '../reaudit.ts';

/** Few, because a chunk holds its leads' rows, and whoever delivers one of them waits. */
const LEADS_PER_CHUNK = 100;

export interface SettleDeps {
  db: Database;
  vault: Vault;
  /** Undefined while the operator brought no list. */
  ipCountries: IpCountries | undefined;
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** A hit of any check that history feeds, lists among them. */
export type AnyHit = Omit<Hit, 'check'> & { check: string };

/** Replaces the client's signals of the given checks and audits again whoever is hit otherwise than before. */
export async function settle(
  deps: SettleDeps,
  clientId: string,
  checks: readonly string[],
  signals: readonly FoundSignal[],
  hits: readonly AnyHit[],
): Promise<{ audited: number }> {
  const { db } = deps;
  const scope = { clients: [clientId] };
  const wanted = strongest(hits);
  const changed = await inScope(db, scope, async (tx) => {
    await replaceSignals(tx, clientId, checks, signals);
    return differing(await standingHits(tx, clientId, checks), wanted);
  });
  let audited = 0;
  const ids = [...changed].sort();
  for (let start = 0; start < ids.length; start += LEADS_PER_CHUNK) {
    const chunk = ids.slice(start, start + LEADS_PER_CHUNK);
    audited += await inScope(db, scope, (tx) => auditChunk(tx, deps, clientId, checks, chunk, wanted));
    await breathe();
  }
  return { audited };
}

type Hits = Map<string, Map<string, number>>;

/** By lead and check, the strongest of several. */
function strongest(hits: readonly AnyHit[]): Hits {
  const found: Hits = new Map();
  for (const { leadId, check, weight } of hits) {
    const own = found.get(leadId) ?? new Map<string, number>();
    found.set(leadId, own);
    own.set(check, Math.max(own.get(check) ?? weight, weight));
  }
  return found;
}

async function standingHits(tx: Tx, clientId: string, checks: readonly string[]): Promise<Hits> {
  const rows = await tx
    .selectFrom('history_hit')
    .select(['lead_id as leadId', 'check_id as check', 'weight'])
    .where('client_id', '=', clientId)
    .where('check_id', '=', sql<string>`any(${checks}::text[])`)
    .execute();
  return strongest(rows);
}

function differing(before: Hits, after: Hits): Set<string> {
  const text = (hits: Map<string, number> | undefined) => [...(hits ?? [])].map(String).sort().join(' ');
  const ids = new Set([...before.keys(), ...after.keys()]);
  return new Set([...ids].filter((id) => text(before.get(id)) !== text(after.get(id))));
}

/** Rows that stay the same are left alone: most do from one sweep to the next. */
async function replaceSignals(
  tx: Tx,
  clientId: string,
  checks: readonly string[],
  signals: readonly FoundSignal[],
): Promise<void> {
  const rows = await tx
    .selectFrom('history_signal')
    .select(['id', sql<string>`key::text`.as('key'), 'source', 'from_at', 'to_at', 'signal'])
    .where('client_id', '=', clientId)
    .where('check_id', '=', sql<string>`any(${checks}::text[])`)
    .forUpdate()
    .execute();
  const line = (key: string, source: string | null, from: number, to: number, signal: unknown) =>
    JSON.stringify([key, source, from, to, sorted(signal)]);
  const standing = new Map(
    rows.map((row) => [line(row.key, row.source, row.from_at.getTime(), row.to_at.getTime(), row.signal), row.id]),
  );
  const found = new Map(signals.map((one) => [line(one.key, one.source ?? null, one.from, one.to, one.signal), one]));
  const gone = [...standing].flatMap(([text, id]) => (found.has(text) ? [] : [id]));
  const fresh = [...found].flatMap(([text, one]) => (standing.has(text) ? [] : [one]));
  if (gone.length > 0) {
    await sql`delete from history_signal where client_id = ${clientId} and id = any(${uuidArray(gone)}::uuid[])`.execute(
      tx,
    );
  }
  if (fresh.length === 0) return;
  await sql`
    insert into history_signal (client_id, id, key, source, from_at, to_at, check_id, signal)
    select ${clientId}::uuid, t.id, t.key, t.source, t.from_at, t.to_at, t.check_id, t.signal::jsonb
    from unnest(${uuidArray(fresh.map(() => uuidv7()))}::uuid[], ${int8Array(fresh.map(({ key }) => BigInt(key)))}::bigint[],
      ${textArray(fresh.map(({ source }) => source))}::text[], ${timestamptzArray(fresh.map(({ from }) => from))}::timestamptz[],
      ${timestamptzArray(fresh.map(({ to }) => to))}::timestamptz[], ${textArray(fresh.map(({ signal }) => signal.check))}::text[],
      ${textArray(fresh.map(({ signal }) => JSON.stringify(signal)))}::text[])
      as t(id, key, source, from_at, to_at, check_id, signal)`.execute(tx);
}

/** Keys of an object in one order: a jsonb column keeps its own. */
function sorted(signal: unknown): unknown {
  return Object.entries(signal as object).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function auditChunk(
  tx: Tx,
  deps: SettleDeps,
  clientId: string,
  checks: readonly string[],
  ids: readonly string[],
  wanted: Hits,
): Promise<number> {
  const bench = {
    vault: deps.vault,
    context: await loadContext(tx, clientId),
    ipCountries: deps.ipCountries,
    now: deps.clock(),
  };
  const leads = await reauditLeads(tx, bench, ids);
  await sql`delete from history_hit where client_id = ${clientId} and lead_id = any(${uuidArray(ids)}::uuid[])
    and check_id = any(${checks}::text[])`.execute(tx);
  // A lead that was deleted since the engine was asked is no more in scope.
  const rows = leads.flatMap(({ id }) => [...(wanted.get(id) ?? [])].map(([check, weight]) => ({ id, check, weight })));
  await sql`
    insert into history_hit (client_id, lead_id, check_id, weight)
    select ${clientId}::uuid, t.lead_id, t.check_id, t.weight
    from unnest(${uuidArray(rows.map(({ id }) => id))}::uuid[], ${textArray(rows.map(({ check }) => check))}::text[],
      ${int4Array(rows.map(({ weight }) => weight))}::int[]) as t(lead_id, check_id, weight)`.execute(tx);
  await append(tx, {
    clientId,
    actor: { kind: 'system', id: 'history' },
    action: 'lead.audited',
    object: { type: 'lead', id: leads.length === 1 ? (leads[0]?.id ?? null) : null },
    detail: { leads: leads.length },
  });
  return leads.length;
}
