/** Lists of leads: a page in order with the total and mean of all that match; and the search by personal values. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { LeadPage, LeadQuery, LeadSearch } from '#contract/lead-list.ts';
import { prepareEmail } from '#domain/lead-checks/prepare/email.ts';
import { preparePhone } from '#domain/lead-checks/prepare/phone.ts';
import { type ClientAction, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { appendAll } from '../platform/audit-log/append.ts';
import { ask, SafeInteger } from '../platform/clickhouse.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { refusedField } from '../platform/errors.ts';
import type { Vault } from '../platform/vault/vault.ts';
import { type ClientFacts, findClientFacts } from './client-facts.ts';
import type { LeadDeps } from './deps.ts';
import { leadWhere, type Where } from './filter.ts';
import { cursorAfter, listOrder } from './list-order.ts';
import { findFilterScope } from './segments/book.ts';
import { readLeads } from './view.ts';

const KeyRow = z.object({ id: z.string(), client_id: z.string(), cursor_value: z.string() });
const TotalRow = z.object({ leads: SafeInteger, mean: z.number().nullable() });

/** Leads with one exact address or number that are looked through. */
const EXACT_HITS_MAX = 1000;

interface PageKeys {
  rows: z.output<typeof KeyRow>[];
  total: number;
  mean: number | null;
  next: string | null;
}

type Paging = Pick<LeadQuery, 'sort' | 'limit' | 'cursor'>;

/** One page of keys from the engine with the total and mean score of everything that matches. */
async function pageKeys(deps: LeadDeps, where: Where, { sort, limit, cursor }: Paging): Promise<PageKeys> {
  const order = listOrder(sort, cursor);
  const [rows, totals] = await Promise.all([
    ask(
      deps.clickhouse,
      `select id, client_id, ${order.travels} as cursor_value from lead_fact final
        where ${where.sql}${order.after ? ` and ${order.after.sql}` : ''}
        order by ${order.orderBy} limit {limit:UInt32}`,
      { ...where.params, ...order.after?.params, limit: limit + 1 },
      KeyRow,
    ),
    ask(
      deps.clickhouse,
      `select count() as leads, if(leads = 0, null, avg(quality_score)) as mean from lead_fact final where ${where.sql}`,
      where.params,
      TotalRow,
    ),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const mean = totals[0]?.mean ?? null;
  return {
    rows: shown,
    total: totals[0]?.leads ?? 0,
    mean: mean === null ? null : Math.round(mean * 100) / 100,
    next: rows.length > limit && last !== undefined ? cursorAfter(sort, last) : null,
  };
}

/**
 * One page of the leads that match. `reveal` shows personal values, needs the right to, and leaves one entry per client
 * in the audit log.
 */
export async function listLeads(
  deps: LeadDeps,
  principal: Principal,
  query: LeadQuery,
  reveal: boolean,
): Promise<LeadPage> {
  const { sort, limit, cursor, ...filter } = query;
  const action: ClientAction = reveal ? 'lead.reveal' : 'lead.read';
  const clients = clientsFor(principal, action, filter.client_id);
  const scope = await inScope(deps.db, scopeOf(principal, clients), (tx) =>
    findFilterScope(tx, clients, filter, deps.clock()),
  );
  const where = leadWhere(filter, scope);
  await deps.pull.fresh();
  const keys = await pageKeys(deps, where, { sort, limit, cursor });
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    if (reveal) await recordForClients(tx, principal, 'lead.listed', countByClient(keys.rows));
    return await pageReply(tx, deps.vault, keys, !reveal);
  });
}

async function pageReply(tx: Tx, vault: Vault, keys: PageKeys, masked: boolean): Promise<LeadPage> {
  return {
    leads: await readLeads(
      tx,
      vault,
      keys.rows.map(({ id }) => id),
      masked,
    ),
    total: keys.total,
    mean_quality_score: keys.mean,
    next_cursor: keys.next,
  };
}

function countByClient(rows: readonly { client_id: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { client_id } of rows) counts.set(client_id, (counts.get(client_id) ?? 0) + 1);
  return counts;
}

async function recordForClients(
  tx: Tx,
  principal: Principal,
  action: string,
  leads: ReadonlyMap<string, number>,
): Promise<void> {
  await appendAll(
    tx,
    [...leads].map(([clientId, count]) => ({
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action,
      object: { type: 'lead', id: null },
      detail: { leads: count },
    })),
  );
}

/**
 * The leads that a text finds: a whole e-mail address or phone number exactly, else words and beginnings of words of
 * name, company and e-mail. The audit log keeps that somebody searched and how much was found, never the text.
 */
export async function searchLeads(deps: LeadDeps, principal: Principal, search: LeadSearch): Promise<LeadPage> {
  const { text, filter = {}, ...paging } = search;
  const clients = clientsFor(principal, 'lead.read', filter.client_id);
  const scope = scopeOf(principal, clients);
  const { filterScope, exact } = await inScope(deps.db, scope, async (tx) => ({
    filterScope: await findFilterScope(tx, clients, filter, deps.clock()),
    exact: await exactHits(tx, deps.vault, await findClientFacts(tx, clients), text),
  }));
  const matches = exact === undefined ? byWords(deps.vault, clients, text) : byIds(exact);
  const where = both(leadWhere(filter, filterScope), matches);
  await deps.pull.fresh();
  const keys = await pageKeys(deps, where, paging);
  return await inScope(deps.db, scope, async (tx) => {
    const counts = countByClient(keys.rows);
    await recordForClients(tx, principal, 'lead.searched', new Map(clients.map((id) => [id, counts.get(id) ?? 0])));
    return await pageReply(tx, deps.vault, keys, true);
  });
}

const both = (a: Where, b: Where): Where => ({ sql: `${a.sql} and ${b.sql}`, params: { ...a.params, ...b.params } });

function byIds(ids: readonly string[]): Where {
  return { sql: 'id in {s_ids:Array(UUID)}', params: { s_ids: ids } };
}

/** The words are keyed per client, so each client has its own tokens. */
function byWords(vault: Vault, clients: readonly string[], text: string): Where {
  const parts = clients.map((client, index) => ({
    sql: `(client_id = {s_client_${index}:UUID} and hasAll(tokens, {s_tokens_${index}:Array(Int64)}))`,
    params: { [`s_client_${index}`]: client, [`s_tokens_${index}`]: vault.queryTokens(client, text) },
  }));
  if (vault.queryTokens('', text).length === 0) throw refusedField('text', 'has no letter or digit to search for');
  if (parts.length === 0) return { sql: 'false', params: {} };
  return {
    sql: `(${parts.map((part) => part.sql).join(' or ')})`,
    params: Object.assign({}, ...parts.map((part) => part.params)),
  };
}

const PHONE_LIKE = /^[+(]?\d[\d\s().\-/]{4,}$/;

/** Ids of the leads with exactly this address or number; undefined when the text is neither. */
async function exactHits(
  tx: Tx,
  vault: Vault,
  facts: readonly ClientFacts[],
  text: string,
): Promise<string[] | undefined> {
  const email = text.includes('@') ? prepareEmail(text).canonical : undefined;
  const trimmed = text.trim();
  const phone = (country: string | undefined) => {
    const prepared = preparePhone(trimmed, country);
    return prepared.possible ? prepared.e164 : undefined;
  };
  if (email === undefined && !PHONE_LIKE.test(trimmed)) return undefined;
  const kind = email === undefined ? 'phone' : 'email';
  const keys = facts.flatMap(({ id, country }) => {
    const value = email ?? phone(country);
    return value === undefined ? [] : [{ id, key: vault.blindIndex(id, kind, value) }];
  });
  if (keys.length === 0) return undefined;
  const { rows } = await sql<{ id: string }>`
    select lead.id from unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ key }) => key)}::bytea[]) as asked(client_id, key)
    join lead on lead.client_id = asked.client_id and ${sql.ref(`lead.${kind}_key`)} = asked.key
    order by lead.created_at desc limit ${EXACT_HITS_MAX}`.execute(tx);
  return rows.map(({ id }) => id);
}
