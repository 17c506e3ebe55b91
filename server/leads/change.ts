/** Changes to stored leads: fields, status of one or many, a new audit. */
import { sql } from 'kysely';
import type { Lead, LeadCreate, LeadPatch } from '#contract/lead.ts';
import type { LeadAuditResult, LeadSelection, LeadStatusChange, LeadStatusResult } from '#contract/lead-actions.ts';
import { auditInFull } from '#domain/lead-checks/audit.ts';
import { findJob, insertJob, type JobRow } from '../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { byteaArray, textArray, uuidArray } from '../platform/pg-arrays.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { auditAffected, rewriteLeads } from './batch.ts';
import { loadContext } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { takeIn } from './intake.ts';
import { maskedAudit } from './masked-audit.ts';
import { lookUp } from './merging/look-up.ts';
import { openLeads, reauditLeads } from './reaudit.ts';
import { personalOf, sealReason } from './record.ts';
import { readLeads } from './view.ts';

/** Selections up to this size are audited while the caller waits. */
const AUDITED_AT_ONCE = 200;
/** A status change by filter takes at most this many leads at a time. */
const CHANGED_AT_ONCE = 50_000;

/** Changes fields of one lead; null clears a field. Answers with the lead, masked. */
export async function patchLead(deps: LeadDeps, principal: Principal, id: string, patch: LeadPatch): Promise<Lead> {
  const clients = clientsFor(principal, 'lead.write');
  const { reason, ...changes } = patch;
  const lead = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const found = await tx.selectFrom('lead').select('client_id').where('id', '=', id).forUpdate().executeTakeFirst();
    if (found === undefined) throw notFound();
    const bench = {
      vault: deps.vault,
      context: await loadContext(tx, found.client_id),
      ipCountries: deps.ipCountries,
      now: deps.clock(),
    };
    const [before] = await openLeads(tx, bench, [id]);
    if (before === undefined) throw notFound();
    const after = takeIn(bench, withChanges(before.lead, changes, new Date(bench.now)), before);
    await rewriteLeads(tx, bench, [before], [after], actorOf(principal), reason);
    const compared = await lookUp(tx, bench, [after], [id]);
    await auditAffected(tx, bench, new Map([[id, after]]), [before], compared, deps.dns);
    await append(tx, {
      clientId: found.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.updated',
      object: { type: 'lead', id },
      detail: { fields: Object.keys(changes) },
    });
    return (await readLeads(tx, deps.vault, [id], true))[0];
  });
  if (lead === undefined) throw notFound();
  return lead;
}

/** A status reached without a date was reached now. A new name replaces what was split into given and family name. */
function withChanges(lead: LeadCreate, changes: Omit<LeadPatch, 'reason'>, now: Date): LeadCreate {
  const kept: Record<string, unknown> = { ...lead };
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) delete kept[field];
    else if (value !== undefined) kept[field] = value;
  }
  if (changes.name !== undefined) {
    delete kept.given_name;
    delete kept.family_name;
  }
  const moved = changes.conversion_status !== undefined && changes.conversion_status !== lead.conversion_status;
  if (moved && changes.conversion_date === undefined) kept.conversion_date = now.toISOString();
  return kept as LeadCreate;
}

/** Moves leads to a status, with an event each. Leads that stand there already are left alone. */
export async function changeStatus(
  deps: LeadDeps,
  principal: Principal,
  change: LeadStatusChange,
): Promise<LeadStatusResult> {
  const clients = clientsFor(principal, 'lead.write', change.client_id);
  const ids = await selectedIds(deps, clients, change, CHANGED_AT_ONCE);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const before = await tx
      .selectFrom('lead')
      .innerJoin('person', (join) =>
        join.onRef('person.client_id', '=', 'lead.client_id').onRef('person.id', '=', 'lead.person_id'),
      )
      .select(['lead.id', 'lead.conversion_status', 'lead.person_id', 'person.salt', 'person.epoch'])
      .where('lead.client_id', '=', change.client_id)
      .where('lead.id', '=', sql<string>`any(${ids}::uuid[])`)
      .orderBy('lead.id')
      .forUpdate('lead')
      .execute();
    const moving = before.filter((lead) => lead.conversion_status !== change.conversion_status);
    await moveLeads(tx, deps, principal, change, moving);
    const previous: LeadStatusResult['previous'] = {};
    for (const lead of moving) {
      const status = lead.conversion_status as keyof typeof previous;
      previous[status] = [...(previous[status] ?? []), lead.id];
    }
    return { changed: moving.length, unchanged: before.length - moving.length, previous };
  });
}

const TIME_COLUMN = {
  contacted: 'contacted_at',
  qualified: 'qualified_at',
  converted: 'conversion_date',
  lost: 'lost_at',
} as const;

async function moveLeads(
  tx: Tx,
  deps: LeadDeps,
  principal: Principal,
  change: LeadStatusChange,
  moving: readonly { id: string; conversion_status: string; person_id: string; salt: Buffer; epoch: number }[],
): Promise<void> {
  if (moving.length === 0) return;
  const { client_id: clientId, conversion_status: status, reason } = change;
  const now = new Date(deps.clock());
  const at = change.at === undefined ? now : new Date(change.at);
  await tx
    .updateTable('lead')
    .set({
      conversion_status: status,
      updated_at: now,
      ...(status === 'new' ? {} : { [TIME_COLUMN[status]]: at }),
      // A lead that went back is not converted any more, whatever date it once had.
      ...(status === 'converted' ? {} : { conversion_date: null }),
    })
    .where('client_id', '=', clientId)
    .where('id', '=', sql<string>`any(${moving.map(({ id }) => id)}::uuid[])`)
    .execute();
  const sealed = moving.map(({ person_id: id, salt, epoch }) =>
    reason === undefined ? undefined : sealReason(deps.vault, clientId, { id, salt, epoch }, reason),
  );
  await sql`insert into lead_event (client_id, id, lead_id, at, actor, kind, detail, person_id, reason)
    select ${clientId}::uuid, t.id, t.lead_id, ${at}, ${actorOf(principal)}, 'status',
      jsonb_build_object('from', t.was, 'to', ${status}::text), t.person_id, t.reason
    from unnest(${uuidArray(moving.map(() => uuidv7(deps.clock())))}::uuid[], ${uuidArray(moving.map(({ id }) => id))}::uuid[],
      ${textArray(moving.map((lead) => lead.conversion_status))}::text[],
      ${uuidArray(moving.map((lead) => (reason === undefined ? undefined : lead.person_id)))}::uuid[],
      ${byteaArray(sealed)}::bytea[]) as t(id, lead_id, was, person_id, reason)`.execute(tx);
  const bench = {
    vault: deps.vault,
    context: await loadContext(tx, clientId),
    ipCountries: deps.ipCountries,
    now: deps.clock(),
  };
  await reauditLeads(
    tx,
    bench,
    moving.map(({ id }) => id),
  );
  await append(tx, {
    clientId,
    actor: { kind: principal.kind, id: principal.id },
    action: 'lead.status',
    object: { type: 'lead', id: moving.length === 1 ? (moving[0]?.id ?? null) : null },
    detail: { to: status, leads: moving.length },
  });
}

/** Audits a selection again: at once when it is small, else as a job. */
export async function auditSelection(
  deps: LeadDeps,
  principal: Principal,
  selection: LeadSelection,
): Promise<{ result: LeadAuditResult } | { job: JobRow }> {
  const clients = clientsFor(principal, 'lead.audit', selection.client_id);
  const few = await selectedIds(deps, clients, selection, AUDITED_AT_ONCE + 1);
  const scope = scopeOf(principal, clients);
  if (few.length > AUDITED_AT_ONCE) {
    const job = await inScope(deps.db, scope, async (tx) => {
      const id = await insertJob(tx, {
        clientId: selection.client_id,
        kind: 'audit',
        title: selection.ids ? `Audit of ${selection.ids.length} leads` : 'Audit of selected leads',
        input: selection.ids ? { ids: selection.ids } : { filter: selection.filter },
        createdBy: actorOf(principal),
      });
      await deps.queue.send(tx, { client_id: selection.client_id, job_id: id });
      return await findJob(tx, id);
    });
    if (job === undefined) throw new AppError(500, 'internal', 'The job could not be written.');
    return { job };
  }
  const result = await inScope(deps.db, scope, async (tx) => {
    const bench = {
      vault: deps.vault,
      context: await loadContext(tx, selection.client_id),
      ipCountries: deps.ipCountries,
      now: deps.clock(),
    };
    const scores = tx.selectFrom('lead').select(['id', 'quality_score', 'validation_status']);
    const before = await scores.where('id', '=', sql<string>`any(${few}::uuid[])`).execute();
    const old = new Map(before.map((lead) => [lead.id, lead]));
    const leads = await reauditLeads(tx, bench, few, deps.dns ? { dns: deps.dns } : {});
    const changed = leads.filter(
      ({ id, packed }) =>
        packed.quality_score !== old.get(id)?.quality_score ||
        packed.validation_status !== old.get(id)?.validation_status,
    );
    await append(tx, {
      clientId: selection.client_id,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.audited',
      object: { type: 'lead', id: leads.length === 1 ? (leads[0]?.id ?? null) : null },
      detail: { leads: leads.length, changed: changed.length },
    });
    const mayReveal = principal.clients.get(selection.client_id)?.has('lead.reveal') ?? false;
    return {
      audits: leads.flatMap(({ id, audit, lead }) => {
        if (audit === undefined) return [];
        const full = auditInFull(audit);
        return [{ ...(mayReveal ? full : maskedAudit(full, personalOf(lead))), lead_id: id }];
      }),
      changed: changed.length,
    };
  });
  return { result };
}

async function selectedIds(
  deps: LeadDeps,
  clients: readonly string[],
  selection: Pick<LeadSelection, 'ids' | 'filter'>,
  limit: number,
): Promise<string[]> {
  if (selection.ids) return selection.ids;
  await deps.pull.fresh();
  return await deps.matchingIds(clients, selection.filter ?? {}, limit);
}
