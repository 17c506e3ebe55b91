/** What a merge would make, before it is made. Personal values are masked unless they were asked for. */
import { sql } from 'kysely';
import type { MergePreview, MergeQuestion } from '#contract/duplicates.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { appendAll } from '../../platform/audit-log/append.ts';
import { type Connection, inScope, type Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import type { LeadDeps } from '../deps.ts';
import { choicesOf, type LeadRow, leadReply, openLead } from '../view.ts';
import { goldenContext, goldenOf, goldenReply } from './golden.ts';
import { type MergePlan, planMerge } from './plan.ts';

export async function previewMerge(
  deps: LeadDeps,
  principal: Principal,
  request: MergeQuestion,
): Promise<MergePreview> {
  const { client_id: clientId } = request;
  const clients = clientsFor(principal, request.reveal ? 'lead.reveal' : 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const plan = await planMerge(tx, request);
    const [first] = plan.rows;
    if (first === undefined) throw notFound();
    if (request.reveal) await recordReads(tx, principal, clientId, plan.rows);
    const context = await goldenContext(tx, clientId, plan.rows);
    const prices = await pricesOf(tx, clientId);
    const paid = (row: LeadRow) => prices.get(row.source) ?? null;
    const names = await deps.actorNames(
      tx,
      plan.apart.map(({ by }) => by),
    );
    const sum = (rows: readonly LeadRow[]) => rows.reduce((total, row) => total + (paid(row) ?? 0), 0);
    return {
      survivor: plan.leading,
      members: plan.rows.map((row) => ({ lead: leadReply(deps.vault, row, !request.reveal), paid_minor: paid(row) })),
      fields: goldenReply(goldenOf(openLead(deps.vault), context, plan.rows, chosen(plan)), !request.reveal),
      first: { source: first.source, at: first.created_at.toISOString() },
      touches: await touchesOf(tx, clientId, plan.rows),
      paid_minor: sum(plan.rows),
      repeats: repeatsOf(plan.rows.slice(1), sum),
      apart: plan.apart.map(({ a_id, b_id, by, at }) => ({
        lead_a: a_id,
        lead_b: b_id,
        by: names.get(by) ?? by,
        at: at.toISOString(),
      })),
    };
  });
}

async function recordReads(tx: Tx, principal: Principal, clientId: string, rows: readonly LeadRow[]): Promise<void> {
  await appendAll(
    tx,
    rows.map(({ id }) => ({
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'lead.revealed',
      object: { type: 'lead', id },
    })),
  );
}

/** Choices of earlier merges hold until they are chosen anew; those of the person that goes on come first. */
function chosen({ rows, leading, choices }: MergePlan): Record<string, string> {
  const before = rows.filter(({ survivor, id }) => survivor === id).map((row) => [row.id, choicesOf(row)] as const);
  const own = before.filter(([id]) => id === leading).map(([, made]) => made);
  const others = before.filter(([id]) => id !== leading).map(([, made]) => made);
  return Object.assign({}, ...others, ...own, choices);
}

function repeatsOf(rows: readonly LeadRow[], sum: (rows: readonly LeadRow[]) => number): MergePreview['repeats'] {
  const sources = [...new Set(rows.map(({ source }) => source))];
  return sources.map((source) => {
    const own = rows.filter((row) => row.source === source);
    return { source, leads: own.length, paid_minor: sum(own) };
  });
}

async function pricesOf(db: Connection, clientId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; price_minor: number }>`select name, price_minor from source
    where client_id = ${clientId} and price_minor is not null`.execute(db);
  return new Map(rows.map(({ name, price_minor }) => [name, price_minor]));
}

/** Touchpoints of the journey that the person would have. */
async function touchesOf(db: Connection, clientId: string, rows: readonly LeadRow[]): Promise<number> {
  const found = await sql<{ touches: number }>`select count(*) as touches from touchpoint
    where client_id = ${clientId} and (lead_id = any(${uuidArray(rows.map(({ id }) => id))}::uuid[])
      or visitor in (select visitor from lead
        where client_id = ${clientId} and id = any(${uuidArray(rows.map(({ id }) => id))}::uuid[])))`.execute(db);
  return found.rows[0]?.touches ?? 0;
}
