/** The numbers above the review queue. */
import { sql } from 'kysely';
import type { DuplicateSummary } from '#contract/duplicates.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { inScope } from '../../platform/db.ts';
import type { LeadDeps } from '../deps.ts';
import { answersOf, duplicateSettings, learnt } from './learn.ts';
import { PAIRS } from './queue.ts';

const SOURCES_SHOWN = 20;

interface Counts {
  merges: number;
  merged_leads: number;
  merged_persons: number;
  leads: number;
  model_version: number | null;
  linked_at: Date | null;
}

export async function duplicateSummary(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
): Promise<DuplicateSummary> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const settings = await duplicateSettings(tx, clientId);
    // A lead that may repeat several others was paid for once.
    const { rows: pairs } = await sql<{ state: string; band: 'auto' | 'review'; pairs: number; paid_minor: number }>`
      select state, band, sum(pairs)::bigint as pairs, coalesce(sum(paid_minor), 0)::bigint as paid_minor
      from (
        select state, band, later_id, count(*) as pairs, max(paid_minor) as paid_minor from (${PAIRS}) as pair
        where client_id = ${clientId} and (state <> 'open' or weight_bits >= ${settings.review_bits})
        group by state, band, later_id
      ) as later group by state, band`.execute(tx);
    const { rows: sources } = await sql<{ source: string; pairs: number }>`
      select source, count(*) as pairs from (${PAIRS}) as pair,
        lateral (select distinct unnest(array[earlier_source, later_source]) as source) as of
      where client_id = ${clientId} and state = 'open' and weight_bits >= ${settings.review_bits}
      group by source order by pairs desc, source limit ${SOURCES_SHOWN}`.execute(tx);
    const { rows } = await sql<Counts>`
      select (select count(*) from merge_event where client_id = ${clientId} and undone_at is null) as merges,
        (select count(*) from lead where client_id = ${clientId}) as leads,
        (select count(*) from merged_person where client_id = ${clientId}) as merged_persons,
        (select count(*) from lead where client_id = ${clientId} and identity_id <> id)
          + (select count(*) from merged_person m join lead l on l.client_id = m.client_id and l.id = m.id
             where m.client_id = ${clientId} and l.identity_id = l.id) as merged_leads,
        (select max(version) from linkage_model where client_id = ${clientId}) as model_version,
        (select max(created_at) from linkage_model where client_id = ${clientId}) as linked_at`.execute(tx);
    const counts = rows[0] as Counts;
    const answers = await answersOf(tx, clientId);
    const found = await learnt(tx, clientId);
    const open = (band: 'auto' | 'review') => {
      const row = pairs.find((one) => one.state === 'open' && one.band === band);
      return { pairs: row?.pairs ?? 0, paid_minor: row?.paid_minor ?? 0 };
    };
    const inState = (state: string) =>
      pairs.filter((row) => row.state === state).reduce((sum, row) => sum + row.pairs, 0);
    return {
      open: { auto: open('auto'), review: open('review') },
      unsure: inState('unsure'),
      different: inState('different'),
      ...counts,
      persons: counts.leads - counts.merged_leads + counts.merged_persons,
      linked_at: counts.linked_at?.toISOString() ?? null,
      settings,
      learnt: found
        ? { answers: found.answers, same: found.same, auto_bits: found.auto_bits, review_bits: found.review_bits }
        : null,
      answers: answers.length,
      sources,
    };
  });
}
