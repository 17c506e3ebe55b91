/** What a person decides of a lead's fraud: remembered, whatever is audited or delivered again, and undone on request. */
import type { FraudDecision, LeadFraud } from '#contract/fraud.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { loadContext } from '../context.ts';
import type { LeadDeps } from '../deps.ts';
import { reauditLeads } from '../reaudit.ts';
import { sealReason } from '../record.ts';
import { findLeadRows, type LeadRow } from '../view.ts';
import { getLeadFraud } from './inspect.ts';

/** Decides, or decides otherwise. The signs of that moment are kept, so that later ones are seen to be new. */
export async function decideFraud(
  deps: LeadDeps,
  principal: Principal,
  id: string,
  { decision, reason }: FraudDecision,
): Promise<LeadFraud> {
  await withRow(deps, principal, id, async (tx, row) => {
    const before = await tx
      .selectFrom('lead_verdict')
      .select('status_before')
      .where('client_id', '=', row.client_id)
      .where('lead_id', '=', id)
      .executeTakeFirst();
    const values = {
      decision,
      signs: row.flags,
      // A second decision is measured against what the checks alone said.
      status_before: before?.status_before ?? row.validation_status,
      decided_by: actorOf(principal),
      decided_at: new Date(deps.clock()),
    };
    await tx
      .insertInto('lead_verdict')
      .values({ client_id: row.client_id, lead_id: id, ...values })
      .onConflict((conflict) => conflict.columns(['client_id', 'lead_id']).doUpdateSet(values))
      .execute();
    await record(tx, deps, principal, row, { decision }, reason);
  });
  return await getLeadFraud(deps, principal, id);
}

/** Takes the decision back: the checks alone say what the lead is. Throws 409 where there is none. */
export async function undoFraudDecision(deps: LeadDeps, principal: Principal, id: string): Promise<LeadFraud> {
  await withRow(deps, principal, id, async (tx, row) => {
    const gone = await tx
      .deleteFrom('lead_verdict')
      .where('client_id', '=', row.client_id)
      .where('lead_id', '=', id)
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw new AppError(409, 'no-decision', 'Nobody has decided about this lead.');
    await record(tx, deps, principal, row, { decision: 'undone' });
  });
  return await getLeadFraud(deps, principal, id);
}

async function withRow(
  deps: LeadDeps,
  principal: Principal,
  id: string,
  work: (tx: Tx, row: LeadRow) => Promise<void>,
): Promise<void> {
  const clients = clientsFor(principal, 'lead.read');
  await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const [row] = await findLeadRows(tx, [id]);
    if (row === undefined) throw notFound();
    clientsFor(principal, 'lead.write', row.client_id);
    await work(tx, row);
    const bench = {
      vault: deps.vault,
      context: await loadContext(tx, row.client_id),
      ipCountries: deps.ipCountries,
      now: deps.clock(),
    };
    await reauditLeads(tx, bench, [id]);
  });
}

async function record(
  tx: Tx,
  deps: LeadDeps,
  principal: Principal,
  row: LeadRow,
  detail: { decision: string },
  reason?: string,
): Promise<void> {
  const person = { id: row.person_id, salt: row.salt, epoch: row.epoch };
  await tx
    .insertInto('lead_event')
    .values({
      client_id: row.client_id,
      id: uuidv7(deps.clock()),
      lead_id: row.id,
      at: new Date(deps.clock()),
      actor: actorOf(principal),
      kind: 'verdict',
      detail: JSON.stringify(detail),
      ...(reason === undefined
        ? {}
        : { person_id: person.id, reason: sealReason(deps.vault, row.client_id, person, reason) }),
    })
    .execute();
  await append(tx, {
    clientId: row.client_id,
    actor: { kind: principal.kind, id: principal.id },
    action: 'lead.verdict',
    object: { type: 'lead', id: row.id },
    detail,
  });
}
