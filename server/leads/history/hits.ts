/** Which leads a signal or list held for when they were audited, so that a sweep knows whom it concerns when that ends. */
import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import { int4Array, textArray, uuidArray } from '../../platform/pg-arrays.ts';
import type { IntakeLead, KnownFacts } from '../intake.ts';
import { LIST_CHECKS } from './listed.ts';
import { WITNESS_CHECK } from './witness.ts';

/** The strength of a hit that no sweep has weighed yet: the next one does. */
const UNWEIGHED = -1;

/** Notes the hits of leads that were just audited, where a sweep has not noted them before. */
export async function noteHits(
  tx: Tx,
  clientId: string,
  leads: readonly IntakeLead[],
  factsOf: (id: string) => KnownFacts,
): Promise<void> {
  const rows = leads.flatMap(({ id, audit }) => {
    const { history, lists, witness } = factsOf(id);
    // A form is noted whatever it says: a sweep asks only whether one has come since.
    const seen = witness ? [{ lead: id, check: WITNESS_CHECK, weight: witness.forms }] : [];
    const fed = new Set<string>(history?.signals.map(({ check }) => check));
    if (Object.keys(lists ?? {}).length > 0) for (const check of LIST_CHECKS) fed.add(check);
    if (fed.size === 0) return seen;
    const failed = audit?.checks.filter(({ outcome, id: check }) => outcome === 'failed' && fed.has(check)) ?? [];
    return [...seen, ...failed.map((check) => ({ lead: id, check: check.id, weight: UNWEIGHED }))];
  });
  if (rows.length === 0) return;
  await sql`
    insert into history_hit (client_id, lead_id, check_id, weight)
    select ${clientId}::uuid, t.lead_id, t.check_id, t.weight
    from unnest(${uuidArray(rows.map(({ lead }) => lead))}::uuid[], ${textArray(rows.map(({ check }) => check))}::text[],
      ${int4Array(rows.map(({ weight }) => weight))}::int[]) as t(lead_id, check_id, weight)
    on conflict do nothing`.execute(tx);
}
