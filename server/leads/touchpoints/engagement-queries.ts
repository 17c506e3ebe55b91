/** Engagement scores in SQL: of a few leads after they were touched, of many when a day has passed or rules changed. */
import { type RawBuilder, sql } from 'kysely';
import { EngagementRules } from '#contract/engagement.ts';
import { DEFAULT_ENGAGEMENT, scoringInstant } from '#domain/engagement/score.ts';
import { type Connection, keepToIndexes, type Tx } from '../../platform/db.ts';
import { float8Array, int8Array, uuidArray } from '../../platform/pg-arrays.ts';

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
  const visitors = [...new Set(touched.visitors)];
  if (visitors.length + touched.leadIds.length === 0) return;
  // In the first minutes of a table there are no statistics, and the planner would read all of a client's touchpoints
  // for each visitor. Only the index of visitors has the first of them without reading the others.
  await keepToIndexes(tx);
  const { rows } = await sql<{ visitor: string }>`
    select v.visitor::text from unnest(${int8Array(visitors)}::bigint[]) as v(visitor)
    where (select t.at from touchpoint t where t.client_id = ${clientId} and t.visitor = v.visitor
      order by t.at limit 1) is not null`.execute(tx);
  const known = rows.map(({ visitor }) => BigInt(visitor));
  if (known.length + touched.leadIds.length === 0) return;
  const visiting = await tx
    .selectFrom('lead')
    .select('id')
    .where('client_id', '=', clientId)
    .where('visitor', '=', sql<number>`any(${int8Array(known)}::bigint[])`)
    .execute();
  const ids = [...new Set([...visiting.map(({ id }) => id), ...touched.leadIds])];
  if (ids.length === 0) return;
  const { rules, asOf } = await loadEngagement(tx, clientId);
  if (asOf === undefined) await setAsOf(tx, clientId, scoringInstant(now));
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
  await keepToIndexes(tx);
  const members = await membersOf(tx, clientId, leadIds);
  const points = await pointsOf(tx, clientId, members, rules, asOf);
  const scores = members.map(({ identity }) => Math.round(Math.min(rules.cap, points.get(identity) ?? 0) * 10) / 10);
  const result = await sql`
    with changing as materialized (
      select lead.id, t.score from unnest(${uuidArray(members.map(({ id }) => id))}::uuid[], ${float8Array(scores)}::float8[])
        as t(id, score) join lead on lead.client_id = ${clientId} and lead.id = t.id
      where lead.engagement_score <> t.score::real order by lead.id for update of lead)
    update lead set engagement_score = changing.score::real from changing
    where lead.client_id = ${clientId} and lead.id = changing.id`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** A lead of a person. */
export interface Member {
  id: string;
  visitor: bigint;
  /** Of the person. */
  identity: string;
}

/** All leads of the persons that these leads are of. Questions by list of keys: a join would be planned by guess. */
export async function membersOf(tx: Tx, clientId: string, leadIds: readonly string[]): Promise<Member[]> {
  const find = async (condition: RawBuilder<unknown>) => {
    // The visitor as text, because it does not fit a JavaScript number.
    const { rows } = await sql<{ id: string; visitor: string; identity: string }>`
      select id, visitor::text, identity_id as identity from lead where client_id = ${clientId} and ${condition}`.execute(
      tx,
    );
    return rows.map((row) => ({ ...row, visitor: BigInt(row.visitor) }));
  };
  const asked = await find(sql`id = any(${uuidArray(leadIds)}::uuid[])`);
  const identities = [...new Set(asked.map(({ identity }) => identity))];
  const first = new Set(asked.map(({ id }) => id));
  const missing = identities.filter((id) => !first.has(id));
  const survivors = missing.length === 0 ? [] : await find(sql`id = any(${uuidArray(missing)}::uuid[])`);
  const merged = await find(sql`identity_id = any(${uuidArray(identities)}::uuid[]) and identity_id <> id`);
  const all = [...asked, ...survivors.filter(({ id, identity }) => id === identity), ...merged];
  return [...new Map(all.map((member) => [member.id, member])).values()];
}

/** The points of each person, uncapped: by its visitors, and by touchpoints of its leads that came from elsewhere. */
async function pointsOf(
  tx: Tx,
  clientId: string,
  members: readonly Member[],
  rules: EngagementRules,
  asOf: number,
): Promise<Map<string, number>> {
  const kinds = Object.entries(rules.kinds);
  const sum = sql`sum(k.points * power(2::float8,
    -greatest(0, extract(epoch from ${new Date(asOf)}::timestamptz - t.at)::float8) / (k.days * 86400))) as points`;
  const from = sql`from touchpoint t join unnest(${kinds.map(([kind]) => kind)}::text[],
    ${kinds.map(([, kind]) => kind.points)}::float8[], ${kinds.map(([, kind]) => kind.half_life_days)}::float8[])
    as k(kind, points, days) on k.kind = t.kind where t.client_id = ${clientId}`;
  const visitors = [...new Set(members.map(({ visitor }) => visitor))];
  const byVisitor = await sql<{ visitor: string; points: number }>`
    select t.visitor::text, ${sum} ${from} and t.visitor = any(${int8Array(visitors)}::bigint[]) group by t.visitor`.execute(
    tx,
  );
  const byLead = await sql<{ lead_id: string; visitor: string; points: number }>`
    select t.lead_id, t.visitor::text, ${sum} ${from} and t.lead_id = any(${uuidArray(members.map(({ id }) => id))}::uuid[])
    group by t.lead_id, t.visitor`.execute(tx);
  const given = new Map(byVisitor.rows.map(({ visitor, points }) => [visitor, points]));
  const points = new Map<string, number>();
  const add = (identity: string, more: number) => points.set(identity, (points.get(identity) ?? 0) + more);
  const own = new Set(members.map(({ identity, visitor }) => `${identity} ${visitor}`));
  for (const pair of own) {
    const [identity = '', visitor = ''] = pair.split(' ');
    add(identity, given.get(visitor) ?? 0);
  }
  const identityOf = new Map(members.map(({ id, identity }) => [id, identity]));
  for (const row of byLead.rows) {
    const identity = identityOf.get(row.lead_id) ?? '';
    if (!own.has(`${identity} ${row.visitor}`)) add(identity, row.points);
  }
  return points;
}
