/** Lists of whom not to write to or call: kept as keyed hashes, held against every lead that is there or comes. */
import { sql } from 'kysely';
import type { SuppressionAdded, SuppressionEntries, SuppressionList, SuppressionListCreate } from '#contract/fraud.ts';
import { prepareEmail } from '#domain/lead-checks/prepare/email.ts';
import { preparePhone } from '#domain/lead-checks/prepare/phone.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { byteaArray, textArray } from '../../platform/pg-arrays.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { LeadDeps } from '../deps.ts';

const REFUSED_SHOWN = 100;

export async function suppressionLists(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
): Promise<{ lists: SuppressionList[] }> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => ({
    lists: await selectLists(tx, clientId),
  }));
}

/** Makes an empty list. Throws 409 when one of that name is there. */
export async function createList(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  { name, kind }: SuppressionListCreate,
): Promise<SuppressionList> {
  return await changing(deps, principal, clientId, async (tx) => {
    const id = uuidv7(deps.clock());
    const made = await tx
      .insertInto('suppression_list')
      .values({ client_id: clientId, id, name, kind, created_by: actorOf(principal) })
      .onConflict((conflict) => conflict.columns(['client_id', 'name']).doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n) throw new AppError(409, 'list-exists', 'A list of this name is there.');
    await note(tx, principal, clientId, id, 'suppression.created', { kind });
    return await listOf(tx, clientId, id);
  });
}

/** Adds entries. A line that is neither address, domain nor number is refused by its place, never quoted. */
export async function addEntries(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  listId: string,
  { entries, listed_at }: SuppressionEntries,
): Promise<SuppressionAdded> {
  return await changing(deps, principal, clientId, async (tx) => {
    await listOf(tx, clientId, listId);
    const client = await tx.selectFrom('client').select('country').where('id', '=', clientId).executeTakeFirstOrThrow();
    const read = entries.map((text) => entryOf(text, client.country ?? undefined));
    const good = read.filter((entry) => typeof entry !== 'string');
    const at = new Date(listed_at ?? deps.clock());
    const { rows } = await sql<{ added: number }>`
      with fresh as (
        insert into suppression_entry (client_id, list_id, what, key, listed_at)
        select distinct ${clientId}::uuid, ${listId}::uuid, t.what, t.key, ${at}::timestamptz
        from unnest(${textArray(good.map(({ what }) => what))}::text[],
          ${byteaArray(good.map(({ what, value }) => deps.vault.blindIndex(clientId, what, value)))}::bytea[]) as t(what, key)
        on conflict do nothing returning 1)
      select count(*)::int as added from fresh`.execute(tx);
    const added = rows[0]?.added ?? 0;
    await touch(tx, clientId, listId);
    await note(tx, principal, clientId, listId, 'suppression.extended', { added });
    const refused = read.flatMap((entry, index) =>
      typeof entry === 'string' ? [{ line: index + 1, reason: entry }] : [],
    );
    return {
      added,
      known: good.length - added,
      refused: refused.slice(0, REFUSED_SHOWN),
      list: await listOf(tx, clientId, listId),
    };
  });
}

/** Deletes a list with its entries; whom it barred is audited again by the next sweep. */
export async function deleteList(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  listId: string,
): Promise<void> {
  await changing(deps, principal, clientId, async (tx) => {
    await listOf(tx, clientId, listId);
    await sql`delete from suppression_list where client_id = ${clientId} and id = ${listId}`.execute(tx);
    // The sweep looks at the newest list's time, which this may not have been.
    await sql`update history_state set lists_changed_at = null where client_id = ${clientId}`.execute(tx);
    await note(tx, principal, clientId, listId, 'suppression.deleted', {});
  });
}

/** Who forbids whom to write to changes what leads may be used for, as a client's settings do. */
async function changing<T>(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const clients = clientsFor(principal, 'lead.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), work);
}

type Entry = { what: 'email' | 'domain' | 'phone'; value: string };

/** An entry in the form in which leads are keyed, or why it is none. */
function entryOf(text: string, country: string | undefined): Entry | string {
  const line = text.trim();
  if (line === '') return 'empty';
  const at = line.lastIndexOf('@');
  if (at > 0) {
    const email = prepareEmail(line);
    return email.canonical === undefined ? 'no e-mail address' : { what: 'email', value: email.canonical };
  }
  const domain = line.replace(/^@/, '').toLowerCase();
  if (at === 0 || /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(domain)) {
    const parsed = prepareEmail(`x@${domain}`).domain;
    return parsed === undefined ? 'no domain' : { what: 'domain', value: parsed };
  }
  const phone = preparePhone(line, country);
  return phone.possible && phone.e164 ? { what: 'phone', value: phone.e164 } : 'neither address, domain nor number';
}

async function selectLists(tx: Tx, clientId: string, id?: string): Promise<SuppressionList[]> {
  let query = tx
    .selectFrom('suppression_list as list')
    .select(['list.id', 'list.name', 'list.kind', 'list.created_at', 'list.changed_at'])
    .select((select) =>
      select
        .selectFrom('suppression_entry as entry')
        .select(({ fn }) => fn.countAll<number>().as('entries'))
        .whereRef('entry.client_id', '=', 'list.client_id')
        .whereRef('entry.list_id', '=', 'list.id')
        .as('entries'),
    )
    .where('list.client_id', '=', clientId);
  if (id !== undefined) query = query.where('list.id', '=', id);
  const rows = await query.orderBy('list.name').execute();
  return rows.map(({ created_at, changed_at, kind, entries, ...row }) => ({
    ...row,
    kind: kind as SuppressionList['kind'],
    entries: entries ?? 0,
    created_at: created_at.toISOString(),
    changed_at: changed_at.toISOString(),
  }));
}

async function listOf(tx: Tx, clientId: string, id: string): Promise<SuppressionList> {
  const [list] = await selectLists(tx, clientId, id);
  if (list === undefined) throw notFound();
  return list;
}

async function touch(tx: Tx, clientId: string, id: string): Promise<void> {
  await sql`update suppression_list set changed_at = clock_timestamp() where client_id = ${clientId} and id = ${id}`.execute(
    tx,
  );
}

async function note(
  tx: Tx,
  principal: Principal,
  clientId: string,
  id: string,
  action: string,
  detail: Record<string, string | number>,
): Promise<void> {
  await append(tx, {
    clientId,
    actor: { kind: principal.kind, id: principal.id },
    action,
    object: { type: 'suppression_list', id },
    detail,
  });
}
