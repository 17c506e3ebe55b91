/** What people write beside the curve. The words are sealed: they may name a person. */
import { sql } from 'kysely';
import type { Annotation, AnnotationChange, AnnotationCreate } from '#contract/trends.ts';
import { isCalendarDate } from '#domain/calendar/days.ts';
import type { Period } from '#domain/lead-metrics/compare-period.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { type Connection, inScope, type Tx } from '../../platform/db.ts';
import { notFound, refusedField } from '../../platform/errors.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { LeadDeps } from '../deps.ts';

type Deps = Pick<LeadDeps, 'db' | 'vault' | 'actorNames'>;
/** Annotations that one answer tells of. */
const SHOWN_MAX = 500;

const address = (client: string, id: string) => ({ table: 'annotation', client, person: id });

async function findAnnotations(db: Connection, where: { client?: string; id?: string; period?: Period }) {
  const { client, id, period } = where;
  return await db
    .selectFrom('annotation')
    .selectAll()
    .select(sql<string>`day::text`.as('on_day'))
    .$if(client !== undefined, (query) => query.where('client_id', '=', client as string))
    .$if(id !== undefined, (query) => query.where('id', '=', id as string))
    .$if(period !== undefined, (query) =>
      query.where(sql<boolean>`day between ${period?.from}::date and ${period?.to}::date`),
    )
    .orderBy('day')
    .orderBy('id')
    .limit(SHOWN_MAX)
    .execute();
}

function reply(
  vault: Vault,
  row: Awaited<ReturnType<typeof findAnnotations>>[number],
  names: ReadonlyMap<string, string>,
): Annotation {
  return {
    id: row.id,
    day: row.on_day,
    source: row.source,
    note: vault.open(address(row.client_id, row.id), row.salt, row.text).toString('utf8'),
    created_by: names.get(row.created_by) ?? row.created_by,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** Annotations of a client's days, in their order. */
export async function annotationsOf(
  { vault, actorNames }: Pick<LeadDeps, 'vault' | 'actorNames'>,
  tx: Tx,
  client: string,
  period: Period,
): Promise<Annotation[]> {
  const rows = await findAnnotations(tx, { client, period });
  const names = await actorNames(tx, [...new Set(rows.map((row) => row.created_by))]);
  return rows.map((row) => reply(vault, row, names));
}

export async function createAnnotation(deps: Deps, principal: Principal, input: AnnotationCreate): Promise<Annotation> {
  const clients = clientsFor(principal, 'lead.write', input.client_id);
  requireDay(input.day);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const id = uuidv7();
    const salt = deps.vault.newSalt();
    await tx
      .insertInto('annotation')
      .values({
        client_id: input.client_id,
        id,
        day: sql<Date>`${input.day}::date`,
        source: input.source,
        salt,
        text: sealed(deps.vault, input.client_id, id, salt, input.note),
        created_by: actorOf(principal),
      })
      .execute();
    await note(tx, principal, input.client_id, id, 'annotation.created', { day: input.day });
    return await one(deps, tx, id);
  });
}

/** Changes day or words. Throws 404 for one out of reach. */
export async function changeAnnotation(
  deps: Deps,
  principal: Principal,
  id: string,
  change: AnnotationChange,
): Promise<Annotation> {
  const clients = clientsFor(principal, 'lead.write');
  if (change.day !== undefined) requireDay(change.day);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [row] = await findAnnotations(tx, { id });
    if (row === undefined) throw notFound();
    await tx
      .updateTable('annotation')
      .set({
        ...(change.day === undefined ? {} : { day: sql<Date>`${change.day}::date` }),
        ...(change.note === undefined ? {} : { text: sealed(deps.vault, row.client_id, id, row.salt, change.note) }),
        updated_at: sql`now()`,
      })
      .where('client_id', '=', row.client_id)
      .where('id', '=', id)
      .execute();
    await note(tx, principal, row.client_id, id, 'annotation.changed', { fields: Object.keys(change) });
    return await one(deps, tx, id);
  });
}

export async function removeAnnotation(deps: Deps, principal: Principal, id: string): Promise<void> {
  const clients = clientsFor(principal, 'lead.write');
  await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [row] = await findAnnotations(tx, { id });
    if (row === undefined) throw notFound();
    await tx.deleteFrom('annotation').where('client_id', '=', row.client_id).where('id', '=', id).execute();
    await note(tx, principal, row.client_id, id, 'annotation.deleted', { day: row.on_day });
  });
}

async function one({ vault, actorNames }: Deps, tx: Tx, id: string): Promise<Annotation> {
  const [row] = await findAnnotations(tx, { id });
  if (row === undefined) throw notFound();
  return reply(vault, row, await actorNames(tx, [row.created_by]));
}

function sealed(vault: Vault, client: string, id: string, salt: Uint8Array, text: string): Buffer {
  return vault.seal(address(client, id), salt, vault.currentEpoch, Buffer.from(text));
}

function requireDay(day: string): void {
  if (!isCalendarDate(day)) throw refusedField('day', 'is not a day between 1900 and 2299');
}

async function note(
  tx: Tx,
  principal: Principal,
  clientId: string,
  id: string,
  action: string,
  detail: Record<string, string | string[]>,
): Promise<void> {
  await append(tx, {
    clientId,
    actor: { kind: principal.kind, id: principal.id },
    action,
    object: { type: 'annotation', id },
    detail,
  });
}
