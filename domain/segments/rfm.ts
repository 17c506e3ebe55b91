/**
 * Recency, frequency and monetary value of people, each in quintiles from 1 (lowest) to 5 (best): Hughes, Strategic
 * Database Marketing (1994). Here a person is an identity; recency is whole days since the last engagement, frequency
 * the number of engagements, monetary the revenue of converted leads in the client's currency. Engagements are leads
 * sent in, conversions, and touchpoints but for impressions, which are seen and not done.
 *
 * A score is 1 plus the number of quintile bounds that lie below the value, the k-th bound being the value at place
 * ⌈n·k/5⌉ of the sorted ones. Equal values get equal scores, so that most people being without revenue have 1.
 */
import { touchesSql } from './touches.ts';

export interface Rfm {
  recency: number;
  frequency: number;
  monetary: number;
}

export interface RfmPerson {
  /** Whole days since the last engagement. */
  days: number;
  engagements: number;
  /** Minor units. */
  value: number;
}

const QUINTILES = 5;

/** Scores of everyone, in their order. */
export function rfmScores(people: readonly RfmPerson[]): Rfm[] {
  const recency = quintiles(people.map(({ days }) => -days));
  const frequency = quintiles(people.map(({ engagements }) => engagements));
  const monetary = quintiles(people.map(({ value }) => value));
  return people.map(({ days, engagements, value }) => ({
    recency: recency(-days),
    frequency: frequency(engagements),
    monetary: monetary(value),
  }));
}

function quintiles(values: readonly number[]): (value: number) => number {
  const sorted = [...values].sort((a, b) => a - b);
  const bounds = [1, 2, 3, 4].map((k) => sorted[Math.ceil((sorted.length * k) / QUINTILES) - 1] ?? 0);
  return (value) => 1 + bounds.filter((bound) => bound < value).length;
}

/** Places where the client's id, its currency, and now in milliseconds since 1970 are bound. */
export interface RfmPlaces {
  client: string;
  currency: string;
  now: string;
}

/**
 * The same as a question with the columns `identity_id`, `days`, `engagements`, `value`, `recency`, `frequency`,
 * `monetary` over everyone of a client.
 */
export function rfmSql(places: RfmPlaces): string {
  const score = (bound: number, value: string) => `1 + arrayCount(bound -> bound < ${value}, bounds.${bound})`;
  return `with (select (days, engagements, value) from (${rfmBoundsSql(places)})) as bounds
    select identity_id, days, engagements, value, ${score(1, '-toInt64(days)')} as recency,
      ${score(2, 'toInt64(engagements)')} as frequency, ${score(3, 'toInt64(value)')} as monetary
    from (${peopleSql(places)})`;
}

/** A question whose one row has the four bounds of each side: `days` (negative, so that more is better), `engagements`, `value`. */
export function rfmBoundsSql(places: RfmPlaces): string {
  const bounds = (value: string) =>
    `arrayMap(k -> arraySort(groupArray(toInt64(${value})))[intDiv(toInt64(count()) * k + 4, 5)], [1, 2, 3, 4])`;
  return `select ${bounds('-toInt64(of_person.days)')} as days, ${bounds('of_person.engagements')} as engagements,
      ${bounds('of_person.value')} as value
    from (${peopleSql(places)}) as of_person`;
}

function peopleSql({ client, currency, now }: RfmPlaces): string {
  return `select identity_id, intDiv(greatest(0, ${now} - last_ms), 86400000) as days, engagements, value
    from (
      select identity_id, max(last_ms) as last_ms, sum(engagements) as engagements, sum(value) as value from (
        select identity_id,
          max(toUnixTimestamp64Milli(greatest(created_at, if(conversion_status = 'converted', ifNull(conversion_date, created_at), created_at)))) as last_ms,
          count() + countIf(conversion_status = 'converted') as engagements,
          sumIf(ifNull(revenue_minor, 0), conversion_status = 'converted' and currency = ${currency}) as value
        from lead_fact final where client_id = ${client} group by identity_id
        union all
        select identity_id, max(toUnixTimestamp64Milli(at)) as last_ms, count() as engagements, toInt64(0) as value
        from (${touchesSql(client, "kind != 'impression'")}) group by identity_id
      ) group by identity_id
    )`;
}
