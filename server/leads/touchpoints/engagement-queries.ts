/** Engagement scores in SQL: of a few leads after they were touched, of many when a day has passed or rules changed. */
import { type RawBuilder, sql } from 'kysely';
import { EngagementRules } from '#contract/engagement.ts';
import { DEFAULT_ENGAGEMENT, scoringInstant } from '#domain/engagement/score.ts';
import type { Connection, Tx } from '../../platform/db.ts';
import { int8Array, uuidArray } from '../../platform/pg-arrays.ts';

export interface EngagementFacts {
  rules: EngagementRules;
  /** 0 stands for the default rules. */
  version: number;
  /** Milliseconds since 1970; undefined while nothing was ever scored. */
  asOf: number | undefined;
}

/** The rules in force and the instant that the client's scores hold as of. */
export async function loadEngagement(db: Connection, clientId: string): Promise<EngagementFacts> {
  const { rows } = await sql<{ rule_set: { version: number; rules: unknown } | null; as_of: Date | null }>`
    select (select jsonb_build_object('version', version, 'rules', rules) from engagement_rule_set
        where client_id = ${clientId} order by version desc limit 1) as rule_set,
      (select as_of from engagement_state where client_id = ${clientId}) as as_of`.execute(db);
  const found = rows[0]?.rule_set;
  return {
    rules: found ? EngagementRules.parse(found.rules) : DEFAULT_ENGAGEMENT,
    version: found?.version ?? 0,
    asOf: rows[0]?.as_of?.getTime(),
  };
}

/** Moves the instant that scores hold as of. */
export async function setAsOf(tx: Tx, clientId: string, asOf: number): Promise<void> {
  await sql`insert into engagement_state (client_id, as_of) values (${clientId}, ${new Date(asOf)})
    on conflict (client_id) do update set as_of = excluded.as_of`.execute(tx);
}

/** Who was touched. */
export interface Touched {
  visitors: readonly bigint[];
  leadIds: readonly string[];
}

/**
 * Scores the persons behind these visitors and leads anew, each by everything any lead of theirs did. Asks first
 * whether there is anything to score, because most leads come without a journey. `now` in milliseconds since 1970.
 */
export async function refreshEngagement(tx: Tx, clientId: string, touched: Touched, now: number): Promise<void> {
  if (touched.visitors.length + touched.leadIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    with visited as materialized (
      select v.visitor from unnest(${int8Array([...new Set(touched.visitors)])}::bigint[]) as v(visitor)
      where exists (select from touchpoint t where t.client_id = ${clientId} and t.visitor = v.visitor))
    select l.id from visited v join lead l on l.client_id = ${clientId} and l.visitor = v.visitor
    union
    select l.id from unnest(${uuidArray([...new Set(touched.leadIds)])}::uuid[]) as a(id)
      join lead l on l.client_id = ${clientId} and l.id = a.id`.execute(tx);
  if (rows.length === 0) return;
  const { rules, asOf } = await loadEngagement(tx, clientId);
  if (asOf === undefined) await setAsOf(tx, clientId, scoringInstant(now));
  const ids = rows.map(({ id }) => id);
  await scoreLeads(tx, clientId, ids, rules, asOf ?? scoringInstant(now));
}

/** Scores the persons of these leads as of an instant; only scores that change are written. Returns how many did. */
export async function scoreLeads(
  tx: Tx,
  clientId: string,
  leadIds: readonly string[],
  rules: EngagementRules,
  asOf: number,
): Promise<number> {
  const result = await sql`
    with asked as materialized (
      select distinct l.identity_id from unnest(${uuidArray(leadIds)}::uuid[]) as a(id)
        join lead l on l.client_id = ${clientId} and l.id = a.id),
    member as materialized (${membersOf(sql`asked`, clientId)}),
    touch as (
      select m.identity_id, t.id, t.kind, t.at from (select distinct identity_id, visitor from member) m
        join touchpoint t on t.client_id = ${clientId} and t.visitor = m.visitor
      union
      select m.identity_id, t.id, t.kind, t.at from member m
        join touchpoint t on t.client_id = ${clientId} and t.lead_id = m.id),
    score as (
      select touch.identity_id, sum(k.points * power(2::float8,
        -greatest(0, extract(epoch from ${new Date(asOf)}::timestamptz - touch.at)::float8) / (k.days * 86400))) as points
      from touch join ${kindTable(rules)} on k.kind = touch.kind group by touch.identity_id),
    final as (
      select m.id, round(least(${rules.cap}::float8, coalesce(s.points, 0))::numeric, 1)::real as score
      from member m left join score s using (identity_id)),
    changing as materialized (
      select l.id, f.score from final f join lead l on l.client_id = ${clientId} and l.id = f.id
      where l.engagement_score <> f.score order by l.id for update of l)
    update lead set engagement_score = changing.score from changing
    where lead.client_id = ${clientId} and lead.id = changing.id`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** All leads of the persons in a relation with a column identity_id, each once. */
export function membersOf(identities: RawBuilder<unknown>, clientId: string): RawBuilder<unknown> {
  return sql`
    select l.id, l.visitor, l.identity_id from ${identities} i
      join lead l on l.client_id = ${clientId} and l.id = i.identity_id and l.identity_id = i.identity_id
    union all
    select l.id, l.visitor, l.identity_id from ${identities} i
      join lead l on l.client_id = ${clientId} and l.identity_id = i.identity_id and l.identity_id <> l.id`;
}

function kindTable({ kinds }: EngagementRules): RawBuilder<unknown> {
  const rows = Object.entries(kinds);
  return sql`unnest(${rows.map(([kind]) => kind)}::text[], ${rows.map(([, { points }]) => points)}::float8[],
    ${rows.map(([, { half_life_days }]) => half_life_days)}::float8[]) as k(kind, points, days)`;
}
