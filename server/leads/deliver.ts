/** Leads that come one by one or by the thousand over the API, and a lead that is only looked at. */
import type { LeadAudit } from '#contract/audit.ts';
import type { LeadCreate } from '#contract/lead.ts';
import type { LeadDeliveryResult } from '#contract/lead-actions.ts';
import { auditInFull } from '#domain/lead-checks/audit.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { appendAll } from '../platform/audit-log/append.ts';
import { inScope, type Tx } from '../platform/db.ts';
import { AppError, refusedField } from '../platform/errors.ts';
import { type Answer, once } from '../platform/idempotency.ts';
import { prepareBatch, storeBatch } from './batch.ts';
import { loadContext } from './context.ts';
import type { LeadDeps } from './deps.ts';
import { gather } from './gather.ts';
import { gatherFacts } from './history/gather.ts';
import { auditPrepared, takeIn } from './intake.ts';
import { readLeads } from './view.ts';

const ATTEMPTS = 3;

/** Requests of up to this many leads may be written together with others. */
const SMALL_DELIVERY = 20;
const GROUP = { most: 40, lanes: 2 };

export interface Delivery {
  principal: Principal;
  clientId: string;
  leads: readonly LeadCreate[];
}

/** `key` and everything that makes the request what it is; a repetition with the same key changes nothing. */
export type Idempotency = { key: string; content: string };

/**
 * Makes the function that stores deliveries of one client and answers with the leads, masked. Small requests of one
 * caller that come at the same time share a transaction: a commit costs more than a lead.
 */
export function leadDelivery(deps: LeadDeps) {
  const together = gather(
    async (deliveries: readonly Delivery[]) => await withRetry(() => writeGroup(deps, deliveries)),
    GROUP,
  );
  return async (
    principal: Principal,
    leads: readonly LeadCreate[],
    idempotency: Idempotency | undefined,
  ): Promise<Answer & { body: LeadDeliveryResult }> => {
    const clientId = leads[0]?.client_id ?? '';
    const stranger = leads.findIndex((lead) => lead.client_id !== clientId);
    if (stranger >= 0) throw refusedField(`${stranger}.client_id`, 'all leads of one request must be of one client');
    clientsFor(principal, 'lead.write', clientId);
    const delivery = { principal, clientId, leads };
    const answer = idempotency
      ? await withRetry(() => writeOnce(deps, delivery, idempotency))
      : leads.length <= SMALL_DELIVERY
        ? answerOf(await together(`${clientId} ${actorOf(principal)}`, delivery))
        : answerOf((await withRetry(() => writeGroup(deps, [delivery])))[0]);
    return answer as Answer & { body: LeadDeliveryResult };
  };
}

const answerOf = (body: LeadDeliveryResult | undefined): Answer => ({
  status: (body?.stored ?? 0) > 0 ? 201 : 200,
  body,
});

async function writeOnce(deps: LeadDeps, delivery: Delivery, idempotency: Idempotency): Promise<Answer> {
  const { principal, clientId } = delivery;
  return await inScope(databaseFor(deps, delivery.leads.length), scopeOf(principal, [clientId]), async (tx) => {
    const request = { clientId, principal: actorOf(principal), ...idempotency };
    return await once(tx, deps.vault, request, async () => answerOf((await write(tx, deps, [delivery]))[0]));
  });
}

async function writeGroup(deps: LeadDeps, deliveries: readonly Delivery[]): Promise<LeadDeliveryResult[]> {
  const [first] = deliveries;
  if (first === undefined) return [];
  const db = databaseFor(deps, first.leads.length);
  return await inScope(db, scopeOf(first.principal, [first.clientId]), (tx) => write(tx, deps, deliveries));
}

/** Large deliveries come alone, and what is planned for few leads at once need not be good for a thousand. */
const databaseFor = ({ db, deliveryDb }: LeadDeps, leads: number) => (leads <= SMALL_DELIVERY ? deliveryDb : db);

/** Stores deliveries of one caller and one client in a transaction, with an audit entry each. */
async function write(tx: Tx, deps: LeadDeps, deliveries: readonly Delivery[]): Promise<LeadDeliveryResult[]> {
  const [first] = deliveries;
  if (first === undefined) return [];
  const { principal, clientId } = first;
  const bench = {
    vault: deps.vault,
    context: await loadContext(tx, clientId),
    ipCountries: deps.ipCountries,
    now: deps.clock(),
  };
  const batch = prepareBatch(
    bench,
    deliveries.flatMap(({ leads }) => leads),
  );
  const options = { whole: false, actor: actorOf(principal), ...(deps.dns ? { dns: deps.dns } : {}) };
  const result = await storeBatch(tx, bench, batch, options);
  const replies = await readLeads(
    tx,
    deps.vault,
    result.leads.map(({ id }) => id),
    true,
  );
  let at = 0;
  const results = deliveries.map(({ leads }) => {
    const [from, to] = [at, at + leads.length];
    at = to;
    const stored = result.isNew.slice(from, to).filter(Boolean).length;
    return { stored, updated: leads.length - stored, leads: replies.slice(from, to) };
  });
  await appendAll(
    tx,
    results.map(({ stored, updated, leads }) => ({
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.delivered',
      object: { type: 'lead', id: leads.length === 1 ? (leads[0]?.id ?? null) : null },
      detail: { stored, updated },
    })),
  );
  return results;
}

/** The codes of PostgreSQL for a unique key met, a deadlock, a write in between, and a statement to be prepared anew. */
const PASSING = ['23505', '40P01', '40001', '0A000'];

/** Two deliveries of the same lead at the same instant may meet; the one that lost tries again and finds the other. */
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = String((error as { code?: unknown }).code ?? '');
      if (!PASSING.includes(code)) throw error;
      if (attempt === ATTEMPTS) {
        throw new AppError(409, 'busy-lead', 'Others are writing the same lead. Try again.', { cause: error });
      }
    }
  }
}

/** Audits a lead against what is stored without storing it. */
export async function validateLead(deps: LeadDeps, principal: Principal, lead: LeadCreate): Promise<LeadAudit> {
  const clients = clientsFor(principal, 'lead.read', lead.client_id);
  return await inScope(deps.deliveryDb, scopeOf(principal, clients), async (tx) => {
    const bench = {
      vault: deps.vault,
      context: await loadContext(tx, lead.client_id),
      ipCountries: deps.ipCountries,
      now: deps.clock(),
    };
    const intake = takeIn(bench, lead);
    const facts = await gatherFacts(tx, bench, [intake]);
    const domain = intake.prepared.email?.domain;
    const dns = deps.dns && domain !== undefined ? (await deps.dns([domain])).get(domain) : undefined;
    const known = dns ? { ...facts.of(intake.id), dns } : facts.of(intake.id);
    return auditInFull(auditPrepared(bench, intake.prepared, known));
  });
}
