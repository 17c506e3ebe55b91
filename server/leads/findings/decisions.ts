/** Rows of decisions about findings, and the marks they leave on leads. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { FindingAction, FindingDecision } from '#contract/findings.ts';
import type { Connection, Tx } from '../../platform/db.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { Narrowing } from './narrowing.ts';

/** The mark that a decision leaves on each of its leads; absent for those that leave none. */
export const MARKS: Partial<Record<FindingAction, 'payout_hold' | 'no_upload'>> = {
  payout_held: 'payout_hold',
  upload_excluded: 'no_upload',
};

export interface NewDecision {
  clientId: string;
  finding: string;
  action: FindingAction;
  title: string;
  source: string;
  from: string;
  to: string;
  filter: Record<string, string>;
  narrowing: Narrowing;
  leads: number;
  atStakeMinor: number | null;
  reason: string | undefined;
  by: string;
}

const address = (client: string, id: string) => ({ table: 'finding_decision', client, person: id });

/** Writes a decision and returns its id. */
export async function insertDecision(tx: Tx, vault: Vault, decision: NewDecision): Promise<string> {
  const id = uuidv7();
  const salt = vault.newSalt();
  await tx
    .insertInto('finding_decision')
    .values({
      client_id: decision.clientId,
      id,
      finding: decision.finding,
      action: decision.action,
      title: decision.title,
      source: decision.source,
      from_day: sql<Date>`${decision.from}::date`,
      to_day: sql<Date>`${decision.to}::date`,
      filter: JSON.stringify(decision.filter),
      narrowing: JSON.stringify(decision.narrowing),
      leads: decision.leads,
      at_stake_minor: decision.atStakeMinor,
      salt,
      reason:
        decision.reason === undefined
          ? null
          : vault.seal(address(decision.clientId, id), salt, vault.currentEpoch, Buffer.from(decision.reason)),
      decided_by: decision.by,
    })
    .execute();
  return id;
}

/** Marks leads for a decision; those deleted meanwhile are left out. Returns how many bear the mark. */
export async function markLeads(
  tx: Tx,
  clientId: string,
  decisionId: string,
  mark: string,
  leads: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into lead_mark (client_id, decision_id, lead_id, mark)
    select ${clientId}::uuid, ${decisionId}::uuid, lead.id, ${mark}
    from unnest(${uuidArray(leads)}::uuid[]) as given(id)
    join lead on lead.client_id = ${clientId}::uuid and lead.id = given.id`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Those of the leads that a standing decision keeps from conversion uploads. */
export async function leadsKeptFromUpload(
  db: Connection,
  clientId: string,
  leads: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('lead_mark')
    .select('lead_id')
    .distinct()
    .where('client_id', '=', clientId)
    .where('lead_id', '=', sql<string>`any(${leads}::uuid[])`)
    .where('mark', '=', 'no_upload')
    .where('removed_at', 'is', null)
    .execute();
  return new Set(rows.map(({ lead_id }) => lead_id));
}

export interface DecisionFilter {
  clients: readonly string[];
  /** Only those that were not undone. */
  standing?: boolean;
  id?: string;
}

/** Decisions in scope, newest first, with how many leads stand on their list. */
export async function findDecisions(db: Connection, { clients, standing, id }: DecisionFilter) {
  return await db
    .selectFrom('finding_decision as d')
    .selectAll('d')
    .select([
      sql<string>`d.from_day::text`.as('from'),
      sql<string>`d.to_day::text`.as('to'),
      sql<number>`(select count(*) from lead_mark m
        where m.client_id = d.client_id and m.decision_id = d.id and m.removed_at is null)`.as('listed'),
    ])
    .where('d.client_id', '=', sql<string>`any(${clients}::uuid[])`)
    .$if(standing === true, (query) => query.where('d.undone_at', 'is', null))
    .$if(id !== undefined, (query) => query.where('d.id', '=', id as string))
    .orderBy('d.decided_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(DECISIONS_MAX)
    .execute();
}

/** Decisions that one answer tells of. */
const DECISIONS_MAX = 1000;

export type DecisionRow = Awaited<ReturnType<typeof findDecisions>>[number];

const Filter = z.record(z.string(), z.string());

/** The part of the leads that a decision is about. */
export const narrowingIn = (row: Pick<DecisionRow, 'narrowing'>): Narrowing => Filter.parse(row.narrowing);

/** A decision as the API shows it; `names` as `actorNames` gives them. */
export function decisionReply(vault: Vault, row: DecisionRow, names: ReadonlyMap<string, string>): FindingDecision {
  const name = (actor: string) => names.get(actor) ?? actor;
  return {
    id: row.id,
    finding: row.finding,
    action: row.action as FindingAction,
    title: row.title,
    source: row.source,
    from: row.from,
    to: row.to,
    leads: row.leads,
    listed: Number(row.listed),
    at_stake_minor: row.at_stake_minor,
    filter: Filter.parse(row.filter),
    narrowing: narrowingIn(row),
    reason:
      row.reason === null ? null : vault.open(address(row.client_id, row.id), row.salt, row.reason).toString('utf8'),
    decided_by: name(row.decided_by),
    decided_at: row.decided_at.toISOString(),
    undone_by: row.undone_by === null ? null : name(row.undone_by),
    undone_at: row.undone_at?.toISOString() ?? null,
  };
}

/** Ends a decision and takes its marks off. False when it had ended already. */
export async function undoDecision(tx: Tx, row: Pick<DecisionRow, 'client_id' | 'id'>, by: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('finding_decision')
    .set({ undone_by: by, undone_at: sql`now()` })
    .where('client_id', '=', row.client_id)
    .where('id', '=', row.id)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await tx
    .updateTable('lead_mark')
    .set({ removed_at: sql`now()` })
    .where('client_id', '=', row.client_id)
    .where('decision_id', '=', row.id)
    .where('removed_at', 'is', null)
    .execute();
  return true;
}

/** One page of the leads on a decision's list, after a lead id, with what a seller may be told of each. */
export async function listedLeads(
  db: Connection,
  row: Pick<DecisionRow, 'client_id' | 'id'>,
  after: string,
  limit: number,
) {
  return await db
    .selectFrom('lead_mark as m')
    .innerJoin('lead as l', (join) => join.onRef('l.client_id', '=', 'm.client_id').onRef('l.id', '=', 'm.lead_id'))
    .select(['l.id', 'l.external_id', 'l.source', 'l.campaign_id', 'l.created_at', 'l.validation_status', 'l.flags'])
    .select(['l.duplicate_of', 'm.mark'])
    .where('m.client_id', '=', row.client_id)
    .where('m.decision_id', '=', row.id)
    .where('m.removed_at', 'is', null)
    .where('m.lead_id', '>', after)
    .orderBy('m.lead_id')
    .limit(limit)
    .execute();
}
