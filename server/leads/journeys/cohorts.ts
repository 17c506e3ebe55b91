/** How cohorts of leads convert as they age, with revenue and a projection. */
import * as z from 'zod';
import type { CohortQuery, Cohorts } from '#contract/journeys.ts';
import { addDays, dayIn, dayStart, monthStart, weekStart } from '#domain/calendar/days.ts';
import { type Arrivals, cohortTable } from '#domain/cohorts/cohort-table.ts';
import type { Principal } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import type { LeadDeps } from '../deps.ts';
import { oneClient } from '../one-client.ts';
import { requirePeriod } from '../period.ts';
import { journeysOf } from './filtered.ts';
import { freshPaths } from './paths.ts';
import { journeyQuestion } from './questions.ts';
import { AGE_SECONDS, DAY_SECONDS, GOAL_COLUMN, secondsOf, shownKey } from './sequence.ts';

const COHORTS_SQL = journeyQuestion('cohorts');
/** Sources and campaigns that are shown. */
const COHORTS_MAX = 60;

const Row = z.object({
  key_name: z.string(),
  start: z.string(),
  age: SafeInteger,
  members: SafeInteger,
  revenue: SafeInteger,
});

/** Answers a question of cohorts. Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
export async function getCohorts(deps: LeadDeps, principal: Principal, query: CohortQuery): Promise<Cohorts> {
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const through = await freshPaths(deps);
  const { leads } = await journeysOf(deps, principal, client, query);
  const byTime = query.by === 'week' || query.by === 'month';
  // The finer the days of arrival are known, the more of a cohort can be counted at its youngest ages.
  const startUnit = byTime ? 'day' : 'week';
  const params = {
    ...leads.params,
    client: client.id,
    zone: client.timeZone,
    ...secondsOf(period, client.timeZone),
    j_goal: GOAL_COLUMN[query.goal],
    j_currency: client.currency,
    by: query.by,
    start_unit: startUnit,
    age_seconds: AGE_SECONDS[query.age],
    ages: query.ages,
  };
  const rows = await ask(deps.clickhouse, COHORTS_SQL.replace('{leads:Condition}', leads.sql), params, Row);
  const keyOf = (row: z.output<typeof Row>) =>
    query.by === 'week' ? weekStart(row.start) : query.by === 'month' ? monthStart(row.start) : row.key_name;
  const lastDay = (start: string) => (startUnit === 'day' ? start : addDays(start, 6));
  const until = (start: string) => dayStart(addDays(earlier(lastDay(start), period.to), 1), client.timeZone) / 1000;
  const arrivals = arrivalsOf(rows, query.ages, keyOf, until);
  const { cohorts, all, model } = cohortTable(arrivals, through.getTime() / 1000, AGE_SECONDS[query.age], query.ages);
  const members = all.length > 0 ? arrivals.reduce((sum, group) => sum + group.members, 0) : 0;
  const ordered = byTime
    ? cohorts.sort((a, b) => (a.key < b.key ? -1 : 1))
    : cohorts.sort((a, b) => b.members - a.members || (a.key < b.key ? -1 : 1)).slice(0, COHORTS_MAX);
  return {
    client_id: client.id,
    ...period,
    time_zone: client.timeZone,
    currency: client.currency,
    goal: query.goal,
    by: query.by,
    age: query.age,
    cohorts: ordered.map(({ key, ...cohort }) => ({
      key: byTime ? key : shownKey(key),
      from: byTime ? later(key, period.from) : null,
      ...cohort,
    })),
    all,
    model: model ? { alpha: model.alpha, beta: model.beta } : null,
    n: members,
    method: `People by their first lead; shares of those who are old enough, at ages of ${AGE_SECONDS[query.age] / DAY_SECONDS} days since it, with 95 % Wilson intervals; projected by a shifted beta-geometric model of all cohorts together.`,
    data_through: through.toISOString(),
    warnings: [
      ...(model ? [] : ['Too little has happened to project what is still to come.']),
      ...(cohorts.length > ordered.length ? [`${cohorts.length - ordered.length} smaller cohorts are not shown.`] : []),
      ...(dayIn(client.timeZone, through.getTime()) <= period.to ? ['The period is not over yet.'] : []),
    ],
  };
}

function arrivalsOf(
  rows: readonly z.output<typeof Row>[],
  ages: number,
  keyOf: (row: z.output<typeof Row>) => string,
  until: (start: string) => number,
): Arrivals[] {
  const groups = new Map<string, Arrivals & { reached: number[]; revenue: number[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const name = JSON.stringify([key, row.start]);
    const zeros = () => new Array<number>(ages).fill(0);
    const group = groups.get(name) ?? { key, until: until(row.start), members: 0, reached: zeros(), revenue: zeros() };
    group.members += row.members;
    if (row.age >= 0) {
      group.reached[row.age] = (group.reached[row.age] ?? 0) + row.members;
      group.revenue[row.age] = (group.revenue[row.age] ?? 0) + row.revenue;
    }
    groups.set(name, group);
  }
  return [...groups.values()];
}

const earlier = (a: string, b: string) => (a < b ? a : b);
const later = (a: string, b: string) => (a > b ? a : b);
