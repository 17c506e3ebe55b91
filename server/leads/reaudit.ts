/** Audits stored leads again: with the neighbours they have now and the rules of today. */
import { sql } from 'kysely';
import type { AuditedLead } from '#domain/lead-checks/audit.ts';
import type { DnsFacts, EarlierLead } from '#domain/lead-checks/check.ts';
import type { Tx } from '../platform/db.ts';
import { gatherFacts } from './history/gather.ts';
import { noteHits } from './history/hits.ts';
import { auditPrepared, type IntakeLead, type KnownFacts, pack, takeInAll, type Workbench } from './intake.ts';
import { findSealedLeads, openLead } from './view.ts';
import { updateAudits } from './write.ts';

const LEADS_AT_ONCE = 1000;

/** Looks up what DNS says of the e-mail domains of some leads; by domain. */
export type AskDns = (domains: readonly string[]) => Promise<ReadonlyMap<string, DnsFacts>>;

export interface ReauditOptions {
  /** Leads of this transaction that need not be read and opened again. */
  known?: ReadonlyMap<string, IntakeLead>;
  dns?: AskDns;
}

/**
 * Audits the leads with these ids anew and stores the result. Returns them as they now are; ids not in scope are
 * left out. Rows are locked before neighbours are looked up, so that of two writers the later sees both leads.
 */
export async function reauditLeads(
  tx: Tx,
  bench: Workbench,
  ids: readonly string[],
  options: ReauditOptions = {},
): Promise<IntakeLead[]> {
  const sorted = [...new Set(ids)].sort();
  const audited: IntakeLead[] = [];
  for (let start = 0; start < sorted.length; start += LEADS_AT_ONCE) {
    const leads = await lockAndOpen(tx, bench, sorted.slice(start, start + LEADS_AT_ONCE), options.known);
    const facts = await gatherFacts(tx, bench, leads);
    const domains = leads.flatMap(({ prepared }) => prepared.email?.domain ?? []);
    const dns = options.dns ? await options.dns(domains) : undefined;
    for (const lead of leads) {
      const known = facts.of(lead.id);
      const answers = dns?.get(lead.prepared.email?.domain ?? '');
      const audit = auditPrepared(bench, lead.prepared, answers ? { ...known, dns: answers } : known);
      lead.audit = audit;
      lead.packed = pack(bench, lead.person, audit);
      lead.duplicateOf = duplicateOf(audit, known);
    }
    await updateAudits(tx, bench, leads);
    await noteHits(tx, bench.context.clientId, leads, facts.of);
    audited.push(...leads);
  }
  return audited;
}

/** The earlier lead of the exact-duplicate check, of two the nearer; else the one that comparing found. */
function duplicateOf(audit: AuditedLead, { duplicates = {}, likeness }: KnownFacts): string | undefined {
  const failed = (check: string) => audit.checks.some(({ id, outcome }) => id === check && outcome === 'failed');
  if (failed('X01_EXACT_DUP')) {
    const earlier = [duplicates.email, duplicates.phone].filter((found): found is EarlierLead => found !== undefined);
    return earlier.sort((a, b) => b.createdAt - a.createdAt)[0]?.lead_id;
  }
  return failed('X02_PROB_DUP') ? likeness?.person?.lead.lead_id : undefined;
}

/** Locks leads in an order that all writers keep. */
export async function lockLeads(tx: Tx, clientId: string, ids: readonly string[]): Promise<void> {
  await sql`select from lead where client_id = ${clientId} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx,
  );
}

async function lockAndOpen(
  tx: Tx,
  bench: Workbench,
  ids: readonly string[],
  known: ReadonlyMap<string, IntakeLead> | undefined,
): Promise<IntakeLead[]> {
  const { clientId } = bench.context;
  await lockLeads(tx, clientId, ids);
  const unknown = ids.filter((id) => !known?.has(id));
  const opened = unknown.length === 0 ? [] : await openLeads(tx, bench, unknown);
  const kept = ids.flatMap((id) => known?.get(id) ?? []);
  return [...kept, ...opened];
}

/** Reads and opens stored leads, prepared anew. */
export async function openLeads(tx: Tx, bench: Workbench, ids: readonly string[]): Promise<IntakeLead[]> {
  const rows = await findSealedLeads(tx, bench.context.clientId, ids);
  const open = openLead(bench.vault);
  return takeInAll(
    bench,
    rows.map(open),
    rows.map((row) => ({ id: row.id, person: { id: row.person_id, salt: row.salt, epoch: row.epoch } })),
  );
}
