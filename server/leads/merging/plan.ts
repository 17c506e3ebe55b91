/** A merge as it would be: who is joined, who leads, who is in the way. */
import { sql } from 'kysely';
import type { MergeRequest } from '#contract/duplicates.ts';
import { forbidding, membersOf, onePerPerson, pairKey } from '#domain/identity/replay.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, notFound, refusedField } from '../../platform/errors.ts';
import { uuidArray } from '../../platform/pg-arrays.ts';
import { findLeadRows, type LeadRow } from '../view.ts';
import { type Apart, identitiesOf } from './events.ts';

export interface MergePlan {
  /** One lead per person that is joined. */
  members: string[];
  survivor: string;
  choices: Record<string, string>;
  /** The rows of all leads of the person to be, oldest first. */
  rows: LeadRow[];
  /** The lead that would lead. */
  leading: string;
  /** What somebody keeps apart and this would join. */
  apart: Apart[];
  /** Match weights between the members, where they are pairs. */
  weights: { a: string; b: string; bits: number }[];
}

/**
 * Plans a merge of leads of one client. Throws 404 when a lead is not there, 422 for a survivor or choice that is not
 * among them, 409 when they are one person already.
 */
export async function planMerge(tx: Tx, request: MergeRequest): Promise<MergePlan> {
  const { client_id: clientId } = request;
  const wanted = [...new Set(request.leads)];
  const named = await findLeadRows(tx, wanted);
  if (named.length !== wanted.length || named.some((row) => row.client_id !== clientId)) throw notFound();
  const { state, apart } = await identitiesOf(tx, clientId, wanted);
  const all = [...new Set(wanted.flatMap((lead) => membersOf(state, lead)))];
  const rows = byAge(await findLeadRows(tx, all));
  const ages = new Map(rows.map(({ id }, place) => [id, place]));
  const members = onePerPerson(state, wanted).sort((a, b) => (ages.get(a) ?? 0) - (ages.get(b) ?? 0));
  if (members.length < 2) throw new AppError(409, 'already-merged', 'These leads are one person already.');
  const survivor = survivorOf(request.survivor, members, (lead) => membersOf(state, lead));
  for (const [field, lead] of Object.entries(request.choices ?? {})) {
    if (!all.includes(lead)) throw refusedField(`choices.${field}`, 'is no lead of this person');
  }
  const inTheWay = new Set(forbidding(state, wanted));
  return {
    members,
    survivor,
    choices: request.choices ?? {},
    rows,
    leading: leadingOf(state.personOf.get(survivor)?.survivor ?? survivor, rows),
    apart: apart.filter(({ a_id, b_id }) => inTheWay.has(pairKey(a_id, b_id))),
    weights: await weightsOf(tx, clientId, members),
  };
}

function survivorOf(
  wanted: string | undefined,
  members: string[],
  personOf: (lead: string) => readonly string[],
): string {
  const [oldest = ''] = members;
  if (wanted === undefined) return oldest;
  const found = members.find((lead) => personOf(lead).includes(wanted));
  if (found === undefined) throw refusedField('survivor', 'is none of the leads');
  return found;
}

/** A leading lead that was deleted meanwhile is followed by the oldest. */
const leadingOf = (survivor: string, rows: readonly LeadRow[]) =>
  rows.find(({ id }) => id === survivor)?.id ?? rows[0]?.id ?? survivor;

export function byAge(rows: LeadRow[]): LeadRow[] {
  return rows.sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.id < b.id ? -1 : 1));
}

async function weightsOf(tx: Tx, clientId: string, members: readonly string[]): Promise<MergePlan['weights']> {
  const { rows } = await sql<{ a: string; b: string; bits: number }>`
    select a_id as a, b_id as b, weight_bits as bits from linkage_pair
    where client_id = ${clientId} and a_id = any(${uuidArray(members)}::uuid[]) and b_id = any(${uuidArray(members)}::uuid[])
    order by a_id, b_id`.execute(tx);
  return rows;
}
