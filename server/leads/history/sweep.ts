/**
 * The sweep: looks at all leads of a client, learns what is usual for its sources, finds what stands out, and audits
 * again exactly the leads that this changes. Its result depends on what is stored and on nothing else, so that leads
 * that came one by one end as those of a file do. It is safe to run again at any point, and to be cut off.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import * as z from 'zod';
import { FAMILIES, type Family } from '#contract/audit.ts';
import type { FoundSignal } from '#domain/lead-checks/history/found.ts';
import { outliersOf, WEAK_SIGNS } from '#domain/lead-checks/history/source-outliers.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { ask, type ClickHouse } from '../../platform/clickhouse.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { textArray } from '../../platform/pg-arrays.ts';
import { inTurn } from './in-turn.ts';
import { LIST_CHECKS, listedLeads } from './listed.ts';
import { type Looked, lookAtHistory, tuples } from './look.ts';
import { askOutlying, askSigns } from './questions.ts';
import { type SettleDeps, settle } from './settle.ts';
import { WITNESS_CHECK, witnessedLeads } from './witness.ts';

export interface SweepDeps extends SettleDeps {
  clickhouse: ClickHouse;
  /** Absent in the watch's thread, which waits for the pull's next turn. */
  pull?: { fresh(): Promise<unknown> };
}

/** How long the engine may take to pull what was stored. */
const PULL_WAIT_MS = 120_000;
const PULL_LOOK_MS = 100;

/** Checks of the first look; S06 is told afterwards from what they did. */
const FIRST_CHECKS = [
  'B06_PASTE_ALL',
  'B07_DEVICE_VELOCITY',
  'B08_IP_VELOCITY',
  'B09_BURST',
  'B10_NO_TOUCH',
  'B11_CLICK_TO_LEAD',
  'S03_CLICKID_FORMAT',
  'S07_TEMPLATE_LEADS',
  WITNESS_CHECK,
  ...LIST_CHECKS,
];

export interface Swept {
  audited: number;
}

/**
 * Sweeps one client. Waits first for another sweep of the client to end, then until the engine has what was stored
 * before the call.
 */
export async function sweepHistory(deps: SweepDeps, clientId: string): Promise<Swept> {
  return await inTurn(deps.db, clientId, () => sweep(deps, clientId));
}

async function sweep(deps: SweepDeps, clientId: string): Promise<Swept> {
  const { db, clickhouse, clock } = deps;
  const scope = { clients: [clientId] };
  const before = await inScope(db, scope, (tx) => markOf(tx, clientId));
  if (before === undefined) return { audited: 0 };
  await pulled(deps, clientId, before);
  const looked = await lookAtHistory(clickhouse, { id: clientId, timeZone: before.timeZone }, clock());
  await inScope(db, scope, (tx) => writeStandings(tx, clientId, looked.standings));
  const listed = before.listed ? await listedHits(deps, clientId) : [];
  const witnessed = await inScope(db, scope, (tx) => witnessedLeads(tx, clientId));
  const { signals, hits } = looked.found;
  const first = await settle(deps, clientId, FIRST_CHECKS, signals, [...hits, ...listed, ...witnessed]);
  if (first.audited > 0) {
    const after = await inScope(db, scope, (tx) => markOf(tx, clientId));
    if (after) await pulled(deps, clientId, after);
  }
  const outliers = await outlyingSources(clickhouse, clientId);
  const second = await settle(deps, clientId, ['S06_SOURCE_OUTLIER'], outliers.signals, outliers.hits);
  await inScope(db, scope, (tx) => writeState(tx, clientId, before, clock()));
  return { audited: first.audited + second.audited };
}

/** How far a client's leads, touchpoints and lists have come. */
export interface Mark {
  timeZone: string;
  leads: string | null;
  touches: string | null;
  listed: boolean;
  listsChangedAt: string | null;
}

/** Undefined for a client out of scope. The order names the table: a bare `ver` would be the text, and 999 above 1000. */
export async function markOf(tx: Tx, clientId: string): Promise<Mark | undefined> {
  const { rows } = await sql<Mark>`
    select time_zone as "timeZone",
      (select lead.ver::text from lead where client_id = client.id order by lead.ver desc limit 1) as leads,
      (select touchpoint.ver::text from touchpoint where client_id = client.id order by touchpoint.ver desc limit 1) as touches,
      exists(select from suppression_entry where client_id = client.id) as listed,
      (select max(changed_at)::text from suppression_list where client_id = client.id) as "listsChangedAt"
    from client where id = ${clientId}`.execute(tx);
  return rows[0];
}

async function writeState(tx: Tx, clientId: string, mark: Mark, now: number): Promise<void> {
  await sql`
    insert into history_state (client_id, leads_through, touches_through, lists_changed_at, swept_at)
    values (${clientId}, ${mark.leads}::xid8, ${mark.touches}::xid8, coalesce(${mark.listsChangedAt}::timestamptz, '-infinity'), ${new Date(now)})
    on conflict (client_id) do update set leads_through = excluded.leads_through,
      touches_through = excluded.touches_through, lists_changed_at = excluded.lists_changed_at,
      swept_at = excluded.swept_at`.execute(tx);
}

const THROUGH = `select toString((select max(ver) from lead_fact where client_id = {client:UUID})) as leads,
  toString((select max(ver) from touchpoint_fact where client_id = {client:UUID})) as touches`;
const Through = z.object({ leads: z.string().nullable(), touches: z.string().nullable() });

/** Waits until the engine has pulled what the mark knows of. Throws when it takes too long. */
async function pulled({ clickhouse, pull }: SweepDeps, client: string, mark: Mark): Promise<void> {
  const end = performance.now() + PULL_WAIT_MS;
  for (;;) {
    await pull?.fresh();
    const [through] = await ask(clickhouse, THROUGH, { client }, Through);
    const has = (value: string | null | undefined, wanted: string | null) => BigInt(value ?? 0) >= BigInt(wanted ?? 0);
    if (has(through?.leads, mark.leads) && has(through?.touches, mark.touches)) return;
    if (performance.now() > end) throw new Error('The engine did not pull the leads to be swept in time.');
    await sleep(PULL_LOOK_MS);
  }
}

const DOMAINS = `select distinct toString(email_domain) as domain from lead_fact where client_id = {client:UUID} and email_domain != ''`;

async function listedHits({ db, vault, clickhouse }: SweepDeps, client: string) {
  const domains = await ask(clickhouse, DOMAINS, { client }, z.object({ domain: z.string() }));
  const names = domains.map(({ domain }) => domain);
  return await inScope(db, { clients: [client] }, (tx) => listedLeads(tx, vault, client, names));
}

async function writeStandings(tx: Tx, clientId: string, standings: Looked['standings']): Promise<void> {
  const rows = [...standings];
  await sql`delete from source_standing where client_id = ${clientId}
    and not source = any(${textArray(rows.map(([source]) => source))}::text[])`.execute(tx);
  await sql`
    insert into source_standing (client_id, source, standing, hours)
    select ${clientId}::uuid, t.source, t.standing::jsonb, t.hours::real[]
    from unnest(${textArray(rows.map(([source]) => source))}::text[],
      ${textArray(rows.map(([, { standing }]) => JSON.stringify(standing)))}::text[],
      ${textArray(rows.map(([, { hours }]) => `{${hours.join()}}`))}::text[]) as t(source, standing, hours)
    on conflict (client_id, source) do update set standing = excluded.standing, hours = excluded.hours`.execute(tx);
}

/** The checks whose failing counts as a sign of each kind; the source's own family would count itself. */
const KINDS = FAMILIES.filter((family) => family !== 'source').flatMap((family) => [
  { family, strong: true, checks: idsOf((check) => check.family === family && check.severity === 'fraud') },
  { family, strong: false, checks: idsOf((check) => check.family === family && WEAK_SIGNS.has(check.id)) },
]);
const STRONG = idsOf(({ severity, family }) => severity === 'fraud' && family !== 'source');

function idsOf(which: (check: (typeof LEAD_CHECKS)[number]) => boolean): string[] {
  return LEAD_CHECKS.filter(which).map(({ id }) => id);
}

async function outlyingSources(clickhouse: ClickHouse, client: string) {
  const kinds = KINDS.filter(({ checks }) => checks.length > 0);
  const nameOf = (kind: { family: Family; strong: boolean }) => `${kind.family} ${kind.strong ? 'strong' : 'weak'}`;
  const rows = await askSigns(clickhouse, {
    client,
    kinds: tuples(kinds.map((kind) => [nameOf(kind), kind.checks])),
  });
  const byName = new Map(kinds.map((kind) => [nameOf(kind), kind]));
  const signals = outliersOf(
    rows.flatMap(({ source_name: source, kind: name, hits, leads }) => {
      const kind = byName.get(name);
      return kind ? [{ source, family: kind.family, strong: kind.strong, hits, leads }] : [];
    }),
  );
  if (signals.length === 0) return { signals, hits: [] };
  const joins = signals.map((found) => [found.source ?? '', joinedBy(found, byName)]);
  const leads = await askOutlying(clickhouse, { client, joins: tuples(joins) });
  return { signals, hits: leads.map(({ id }) => ({ leadId: id, check: 'S06_SOURCE_OUTLIER', weight: 0 })) };
}

/** The checks that a lead of the source must have failed to be joined by it, as S06 asks for. */
function joinedBy({ signal }: FoundSignal, kinds: ReadonlyMap<string, { checks: string[] }>): string[] {
  if (signal.check !== 'S06_SOURCE_OUTLIER') return [];
  if (!signal.strong) return kinds.get(`${signal.family} weak`)?.checks ?? [];
  const own = new Set(kinds.get(`${signal.family} strong`)?.checks);
  return STRONG.filter((id) => !own.has(id));
}

/** Whether a client's history has moved since it was last swept; for a client in scope. */
export async function needsSweep(tx: Tx, clientId: string): Promise<boolean> {
  const mark = await markOf(tx, clientId);
  if (mark?.leads == null) return false;
  const { rows } = await sql<{ same: boolean }>`
    select leads_through is not distinct from ${mark.leads}::xid8
      and touches_through is not distinct from ${mark.touches}::xid8
      and lists_changed_at is not distinct from coalesce(${mark.listsChangedAt}::timestamptz, '-infinity') as same
    from history_state where client_id = ${clientId}`.execute(tx);
  return !(rows[0]?.same ?? false);
}
