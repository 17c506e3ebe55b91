/** What a reviewer says of a pair beside merging it: these are different people, or it cannot be told. */
import { sql } from 'kysely';
import type { PairAnswer, PairDecision } from '#contract/duplicates.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound, refusedField } from '../../platform/errors.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { loadContext } from '../context.ts';
import type { LeadDeps } from '../deps.ts';
import { reauditLeads } from '../reaudit.ts';
import { lockDecisions } from './events.ts';
import { learnFromAnswers } from './learn.ts';
import { settlePairs } from './persons.ts';

/** Remembers an answer. Different people are never proposed again, and neither counts as the other's duplicate. */
export async function decidePair(deps: LeadDeps, principal: Principal, request: PairAnswer): Promise<PairDecision> {
  const { client_id: clientId, answer } = request;
  const clients = clientsFor(principal, 'lead.write', clientId);
  const [a, b] = [request.lead_a, request.lead_b].sort() as [string, string];
  const stamp = { actor: actorOf(principal), now: deps.clock() };
  const id = uuidv7(stamp.now);
  const settings = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    await lockDecisions(tx, clientId);
    await requireApart(tx, clientId, a, b);
    await tx
      .updateTable('pair_decision')
      .set({ revoked_by: stamp.actor, revoked_at: new Date(stamp.now) })
      .where('client_id', '=', clientId)
      .where('a_id', '=', a)
      .where('b_id', '=', b)
      .where('answer', '=', 'unsure')
      .where('revoked_at', 'is', null)
      .execute();
    await sql`insert into pair_decision
        (client_id, id, a_id, b_id, answer, origin, weight_bits, model_version, decided_by, decided_at)
      select ${clientId}::uuid, ${id}::uuid, ${a}::uuid, ${b}::uuid, ${answer}::text, 'review', p.weight_bits,
        p.model_version, ${stamp.actor}::text, ${new Date(stamp.now)}::timestamptz
      from (values (1)) as one left join linkage_pair p
        on p.client_id = ${clientId}::uuid and p.a_id = ${a}::uuid and p.b_id = ${b}::uuid`.execute(tx);
    await settleAnswer(tx, deps, clientId, [a, b], answer, stamp);
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: answer === 'different' ? 'lead.kept-apart' : 'lead.put-aside',
      object: { type: 'pair', id },
      detail: { leads: [a, b] },
    });
    return await learnFromAnswers(tx, deps, clientId, stamp);
  });
  return { id, lead_a: a, lead_b: b, answer, settings: settings ?? null };
}

/** Takes an answer back. Throws 409 when it was taken back already. */
export async function revokeDecision(deps: LeadDeps, principal: Principal, id: string): Promise<void> {
  const clients = clientsFor(principal, 'lead.read');
  const stamp = { actor: actorOf(principal), now: deps.clock() };
  await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const found = await tx
      .selectFrom('pair_decision')
      .select(['client_id', 'a_id', 'b_id', 'answer'])
      .where('id', '=', id)
      // That two are the same stands in their merge, and is taken back there.
      .where('answer', 'in', ['different', 'unsure'])
      .executeTakeFirst();
    if (found === undefined) throw notFound();
    const { client_id: clientId, a_id, b_id, answer } = found;
    clientsFor(principal, 'lead.write', clientId);
    await lockDecisions(tx, clientId);
    const revoked = await tx
      .updateTable('pair_decision')
      .set({ revoked_by: stamp.actor, revoked_at: new Date(stamp.now) })
      .where('client_id', '=', clientId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (revoked.numUpdatedRows === 0n)
      throw new AppError(409, 'revoked-already', 'This answer was taken back already.');
    await settleAnswer(tx, deps, clientId, [a_id, b_id], answer, stamp);
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.answer-revoked',
      object: { type: 'pair', id },
      detail: { leads: [a_id, b_id], answer },
    });
  });
}

/** Who are different people are audited again: neither repeats the other. */
async function settleAnswer(
  tx: Tx,
  deps: LeadDeps,
  clientId: string,
  leads: readonly [string, string],
  answer: string,
  stamp: { actor: string; now: number },
): Promise<void> {
  await settlePairs(tx, clientId, leads, stamp);
  if (answer === 'unsure') return;
  const bench = {
    vault: deps.vault,
    context: await loadContext(tx, clientId),
    ipCountries: deps.ipCountries,
    now: stamp.now,
  };
  await reauditLeads(tx, bench, leads, deps.dns ? { dns: deps.dns } : {});
}

async function requireApart(tx: Tx, clientId: string, a: string, b: string): Promise<void> {
  const { rows } = await sql<{ identity_id: string }>`select identity_id from lead
    where client_id = ${clientId} and id in (${a}::uuid, ${b}::uuid)`.execute(tx);
  if (rows.length === 0 || (rows.length === 1 && a !== b)) throw notFound();
  if (a === b) throw refusedField('lead_b', 'is the same lead');
  if (rows[0]?.identity_id === rows[1]?.identity_id) {
    throw new AppError(409, 'already-merged', 'These leads are one person. Undo the merge first.');
  }
}
