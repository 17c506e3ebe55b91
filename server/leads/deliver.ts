/** Leads that come one by one or by the thousand over the API, and a lead that is only looked at. */
import type { LeadAudit } from '#contract/audit.ts';
import type { LeadCreate } from '#contract/lead.ts';
import type { LeadDeliveryResult } from '#contract/lead-actions.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope } from '../platform/db.ts';
import { AppError, refusedField } from '../platform/errors.ts';
import { type Answer, once } from '../platform/idempotency.ts';
import { prepareBatch, storeBatch } from './batch.ts';
import { loadContext } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { auditPrepared, takeIn } from './intake.ts';
import { findNeighbours } from './neighbours.ts';
import { readLeads } from './view.ts';

const ATTEMPTS = 3;

/** Stores deliveries of one client and answers with the leads, masked. With a key, a repetition changes nothing. */
export async function deliverLeads(
  deps: LeadDeps,
  principal: Principal,
  deliveries: readonly LeadCreate[],
  idempotency: { key: string; content: string } | undefined,
): Promise<Answer & { body: LeadDeliveryResult }> {
  const clientId = deliveries[0]?.client_id ?? '';
  const stranger = deliveries.findIndex((delivery) => delivery.client_id !== clientId);
  if (stranger >= 0) throw refusedField(`${stranger}.client_id`, 'all leads of one request must be of one client');
  const clients = clientsFor(principal, 'lead.write', clientId);
  const work = async (): Promise<Answer> =>
    await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
      const store = async (): Promise<Answer> => {
        const bench = { vault: deps.vault, context: await loadContext(tx, clientId), now: deps.clock() };
        const batch = prepareBatch(bench, deliveries);
        const actor = actorOf(principal);
        const result = await storeBatch(tx, bench, batch, {
          whole: false,
          actor,
          ...(deps.dns ? { dns: deps.dns } : {}),
        });
        await append(tx, {
          clientId,
          actor: { kind: principal.kind, id: principal.id },
          action: 'lead.delivered',
          object: { type: 'lead', id: result.leads.length === 1 ? (result.leads[0]?.id ?? null) : null },
          detail: { stored: result.stored, updated: result.updated },
        });
        const ids = result.leads.map(({ id }) => id);
        const body: LeadDeliveryResult = {
          stored: result.stored,
          updated: result.updated,
          leads: await readLeads(tx, deps.vault, ids, true),
        };
        return { status: result.stored > 0 ? 201 : 200, body };
      };
      if (idempotency === undefined) return await store();
      const request = { clientId, principal: actorOf(principal), ...idempotency };
      return await once(tx, deps.vault, request, store);
    });
  const answer = await withRetry(work);
  deps.pull.wake();
  return answer as Answer & { body: LeadDeliveryResult };
}

/** Two deliveries of the same lead at the same instant may meet; the one that lost tries again and finds the other. */
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = String((error as { code?: unknown }).code ?? '');
      if (!['23505', '40P01', '40001'].includes(code)) throw error;
      if (attempt === ATTEMPTS) {
        throw new AppError(409, 'busy-lead', 'Others are writing the same lead. Try again.', { cause: error });
      }
    }
  }
}

/** Audits a lead against what is stored without storing it. */
export async function validateLead(deps: LeadDeps, principal: Principal, lead: LeadCreate): Promise<LeadAudit> {
  const clients = clientsFor(principal, 'lead.read', lead.client_id);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const bench = { vault: deps.vault, context: await loadContext(tx, lead.client_id), now: deps.clock() };
    const intake = takeIn(bench, lead);
    const neighbours = await findNeighbours(tx, [intake]);
    const domain = intake.prepared.email?.domain;
    const dns = deps.dns && domain !== undefined ? (await deps.dns([domain])).get(domain) : undefined;
    return auditPrepared(bench, intake.prepared, neighbours.earlier.get(intake.id) ?? {}, dns);
  });
}
