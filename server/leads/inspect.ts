/** One lead looked at closely: its fields, its audit, its duplicates, its history, and its personal values on request. */
import { sql } from 'kysely';
import type { LeadAudit } from '#contract/audit.ts';
import type { Lead } from '#contract/lead.ts';
import type { LeadDuplicates, LeadHistory, LeadRevealed } from '#contract/lead-actions.ts';
import { auditInFull } from '#domain/lead-checks/audit.ts';
import { type ClientAction, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { catalogueOf, loadContext, loadRules } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { findStanding, gatherFacts } from './history/gather.ts';
import { auditPrepared, takeIn } from './intake.ts';
import { maskedAudit } from './masked-audit.ts';
import { unpackAudit } from './packed-audit.ts';
import { leadCreateOf, openReason } from './record.ts';
import { findLeadRows, type LeadRow, openRow, readLeads } from './view.ts';

const REVEALED_MS = 60_000;
const DUPLICATES_SHOWN = 100;

/** Runs `work` on one lead in the caller's reach. Throws the same 404 for what is not there and what is not theirs. */
async function withLead<T>(
  deps: LeadDeps,
  principal: Principal,
  action: ClientAction,
  id: string,
  work: (tx: Tx, row: LeadRow) => Promise<T>,
): Promise<T> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [row] = await findLeadRows(tx, [id]);
    if (row === undefined) throw notFound();
    clientsFor(principal, action, row.client_id);
    return await work(tx, row);
  });
}

/** The lead, masked. */
export async function getLead(deps: LeadDeps, principal: Principal, id: string): Promise<Lead> {
  return await withLead(deps, principal, 'lead.read', id, async (tx) => await readOne(tx, deps, id, true));
}

async function readOne(tx: Tx, { vault }: LeadDeps, id: string, masked: boolean): Promise<Lead> {
  const [lead] = await readLeads(tx, vault, [id], masked);
  if (lead === undefined) throw notFound();
  return lead;
}

/** The lead's audit as it was stored. Evidence quotes personal values, so without the right to reveal it is left out. */
export async function getAudit(deps: LeadDeps, principal: Principal, id: string): Promise<LeadAudit> {
  return await withLead(deps, principal, 'lead.read', id, async (tx, row) => {
    const context = await loadContext(tx, row.client_id);
    const rules = await loadRules(tx, row.client_id, row.rules_version);
    const bench = {
      vault: deps.vault,
      context: { ...context, ...rules },
      ipCountries: deps.ipCountries,
      now: row.audited_at.getTime(),
    };
    const person = { id: row.person_id, salt: row.salt, epoch: row.epoch };
    const lead = leadCreateOf(row, openRow(deps.vault, row));
    const intake = takeIn(bench, lead, { id, person });
    const known = (await gatherFacts(tx, bench, [intake])).of(id);
    const standing = await findStanding(tx, row.client_id, row.source);
    const history = { signals: known.history?.signals ?? [], standing };
    const again = auditInFull(auditPrepared(bench, intake.prepared, { ...known, history }));
    const checks = await catalogueOf(tx, row.catalogue_version);
    const audit = unpackAudit(deps.vault, row.client_id, person, row, checks, rules.rules, again);
    const mayReveal = principal.clients.get(row.client_id)?.has('lead.reveal') ?? false;
    if (mayReveal) await recordRead(tx, principal, row, 'lead.evidence-read');
    return { ...(mayReveal ? audit : maskedAudit(audit, openRow(deps.vault, row))), lead_id: id };
  });
}

/** Other leads of the client with the same e-mail or phone, newest first. */
export async function getDuplicates(deps: LeadDeps, principal: Principal, id: string): Promise<LeadDuplicates> {
  return await withLead(deps, principal, 'lead.read', id, async (tx, row) => {
    const { rows } = await sql<{ id: string; email: boolean; phone: boolean }>`
      select id, coalesce(email_key = ${row.email_key}, false) as email, coalesce(phone_key = ${row.phone_key}, false) as phone
      from lead
      where client_id = ${row.client_id} and id <> ${id} and (email_key = ${row.email_key} or phone_key = ${row.phone_key})
      order by created_at desc, id desc limit ${DUPLICATES_SHOWN}`.execute(tx);
    const leads = await readLeads(
      tx,
      deps.vault,
      rows.map((found) => found.id),
      true,
    );
    const found = new Map(rows.map((match) => [match.id, match]));
    return {
      leads: leads.map((lead) => {
        const match = found.get(lead.id);
        const keys = [match?.email ? ('email' as const) : undefined, match?.phone ? ('phone' as const) : undefined];
        return { lead, matched_by: keys.filter((key) => key !== undefined) };
      }),
    };
  });
}

/** What happened to the lead, newest first: its arrival, changes, audits, and who looked at its personal values. */
export async function getHistory(deps: LeadDeps, principal: Principal, id: string): Promise<LeadHistory> {
  return await withLead(deps, principal, 'lead.read', id, async (tx, row) => {
    const events = await tx
      .selectFrom('lead_event')
      .select(['at', 'actor', 'kind', 'detail', 'person_id', 'reason'])
      .where('client_id', '=', row.client_id)
      .where('lead_id', '=', id)
      .execute();
    const reads = await tx
      .selectFrom('audit_entry')
      .select(['at', 'actor_kind', 'actor_id', 'detail'])
      .where('client_id', '=', row.client_id)
      .where('object_type', '=', 'lead')
      .where('object_id', '=', id)
      .where('action', '=', 'lead.revealed')
      .execute();
    const system = `system:${row.import_id ? 'import' : 'capture'}`;
    const all = [
      { at: row.created_at, actor: system, kind: 'captured', detail: { source: row.source, import_id: row.import_id } },
      { at: row.audited_at, actor: 'system:audit', kind: 'audited', detail: { status: row.validation_status } },
      ...events.map((event) => ({ ...event, detail: { ...(event.detail as object), ...reasonOf(deps, row, event) } })),
      ...reads.map((read) => ({
        at: read.at,
        actor: `${read.actor_kind}:${read.actor_id ?? ''}`,
        kind: 'revealed',
        detail: {},
      })),
    ].sort((a, b) => b.at.getTime() - a.at.getTime());
    const names = await deps.actorNames(
      tx,
      all.map(({ actor }) => actor),
    );
    return {
      events: all.map((event) => ({
        at: event.at.toISOString(),
        actor: event.actor,
        actor_name: names.get(event.actor) ?? (event.actor.split(':')[1] || 'Assay'),
        kind: event.kind as LeadHistory['events'][number]['kind'],
        detail: (event.detail ?? {}) as Record<string, unknown>,
      })),
    };
  });
}

function reasonOf({ vault }: LeadDeps, row: LeadRow, event: { person_id: string | null; reason: Buffer | null }) {
  if (event.reason === null || event.person_id === null) return {};
  return { reason: openReason(vault, row.client_id, { id: event.person_id, salt: row.salt }, event.reason) };
}

/** The lead's personal values, for a minute on the screen; who asked is in the audit log. */
export async function revealLead(deps: LeadDeps, principal: Principal, id: string): Promise<LeadRevealed> {
  return await withLead(deps, principal, 'lead.reveal', id, async (tx, row) => {
    await recordRead(tx, principal, row, 'lead.revealed');
    return {
      lead: await readOne(tx, deps, id, false),
      personal: { ...openRow(deps.vault, row) },
      hide_at: new Date(deps.clock() + REVEALED_MS).toISOString(),
    };
  });
}

async function recordRead(tx: Tx, principal: Principal, row: LeadRow, action: string): Promise<void> {
  await append(tx, {
    clientId: row.client_id,
    actor: { kind: principal.kind, id: principal.id },
    action,
    object: { type: 'lead', id: row.id },
  });
}
