/** Which ways journeys take: the most frequent ones, the flow from touch to touch, and how many touches and how long it takes. */
import * as z from 'zod';
import type { JourneyQuery, Journeys } from '#contract/journeys.ts';
import type { Principal } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import type { LeadDeps } from '../deps.ts';
import { oneClient } from '../one-client.ts';
import { requirePeriod } from '../period.ts';
import { sequenceWarnings, totalsOf } from './attribution.ts';
import { journeysOf } from './filtered.ts';
import { freshPaths } from './paths.ts';
import { journeyQuestion } from './questions.ts';
import { DAY_SECONDS, FILTERED_WARNING, overSequences, sequenceParams, shownKey } from './sequence.ts';

const KEYS_SQL = journeyQuestion('keys');
const PATHS_SQL = journeyQuestion('paths');
const STEPS_SQL = journeyQuestion('steps');
const LENGTHS_SQL = journeyQuestion('lengths');

const PATHS = 50;
/** Touches that the flow follows, and keys it tells apart: more lines than that nobody can read. */
const FLOW_STEPS = 5;
const FLOW_KEYS = 7;
export const FLOW_OTHERS = '(other)';
const TOUCH_BOUNDS = [1, 2, 3, 4, 5, 6, 8, 11, 21];
const HOUR = 3_600;
const SECOND_BOUNDS = [
  0,
  60,
  HOUR,
  6 * HOUR,
  DAY_SECONDS,
  3 * DAY_SECONDS,
  7 * DAY_SECONDS,
  14 * DAY_SECONDS,
  30 * DAY_SECONDS,
  90 * DAY_SECONDS,
];

const PathRow = z.object({
  path: z.array(z.string()),
  journeys: SafeInteger,
  conversions: SafeInteger,
  revenue: SafeInteger,
  median_seconds: SafeInteger.nullable(),
});
const StepRow = z.object({
  step: SafeInteger,
  origin_name: z.string(),
  target_name: z.string(),
  ended: SafeInteger,
  journeys: SafeInteger,
});
const Quartiles = z.array(SafeInteger.nullable());
const LengthRow = z.object({
  touches: Quartiles,
  seconds: Quartiles,
  touch_counts: z.array(SafeInteger),
  second_counts: z.array(SafeInteger),
});
const ENDS = [null, 'converted', 'lost', 'further'] as const;

/** Answers a question of the ways. Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
export async function getJourneys(deps: LeadDeps, principal: Principal, query: JourneyQuery): Promise<Journeys> {
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const through = await freshPaths(deps);
  const { leads } = await journeysOf(deps, principal, client, query);
  const params = { ...sequenceParams(query, client, period), ...leads.params };
  const over = <Row extends z.ZodType>(sql: string, row: Row, more: Record<string, unknown> = {}) =>
    ask(deps.clickhouse, overSequences(sql, leads), { ...params, ...more }, row);
  const keys = await over(KEYS_SQL, z.object({ key_name: z.string() }), { most: FLOW_KEYS });
  const names = keys.map(({ key_name }) => key_name);
  const bounds = { touch_bounds: TOUCH_BOUNDS, second_bounds: SECOND_BOUNDS };
  const [totals, paths, steps, lengths] = await Promise.all([
    totalsOf(deps, leads, params),
    over(PATHS_SQL, PathRow, { most: PATHS }),
    over(STEPS_SQL, StepRow, { names, others: FLOW_OTHERS, steps: FLOW_STEPS }),
    over(LENGTHS_SQL, LengthRow, bounds),
  ]);
  const [length] = lengths;
  return {
    client_id: client.id,
    ...period,
    time_zone: client.timeZone,
    currency: client.currency,
    goal: query.goal,
    dimension: query.dimension,
    totals: {
      journeys: totals.journeys,
      conversions: totals.conversions,
      untracked: totals.untracked,
      revenue_minor: totals.revenue,
    },
    paths: paths.map(({ path, revenue, ...row }) => ({ path: path.map(shownKey), revenue_minor: revenue, ...row })),
    nodes: nodesOf(steps),
    links: steps.map(({ step, origin_name, target_name, ended, journeys }) => ({
      step,
      from: shownKey(origin_name),
      to: ended === 0 ? shownKey(target_name) : '',
      end: ENDS[ended] ?? null,
      journeys,
    })),
    touches: { quartiles: quartilesOf(length?.touches), bins: binsOf(TOUCH_BOUNDS, length?.touch_counts) },
    seconds: { quartiles: quartilesOf(length?.seconds), bins: binsOf(SECOND_BOUNDS, length?.second_counts) },
    n: totals.journeys,
    method: `Touches within ${query.look_back_days} days before the goal, repeats right after each other once; times from the first of them to the goal.`,
    data_through: through.toISOString(),
    warnings: [
      ...sequenceWarnings(totals, query.look_back_days, client.currency),
      ...(totals.without_touch > 0
        ? [`${totals.without_touch} journeys without such a touch are not in the flow.`]
        : []),
      ...(leads.sql === 'true' ? [] : [FILTERED_WARNING]),
    ],
  };
}

function nodesOf(steps: readonly z.output<typeof StepRow>[]): Journeys['nodes'] {
  const nodes = new Map<string, Journeys['nodes'][number]>();
  for (const { step, origin_name: key, journeys } of steps) {
    const name = `${step} ${key}`;
    const node = nodes.get(name) ?? { step, key: shownKey(key), journeys: 0 };
    node.journeys += journeys;
    nodes.set(name, node);
  }
  return [...nodes.values()].sort((a, b) => a.step - b.step || b.journeys - a.journeys || (a.key < b.key ? -1 : 1));
}

function quartilesOf(values: readonly (number | null)[] | undefined) {
  const [p25, median, p75] = values ?? [];
  return p25 == null || median == null || p75 == null ? null : { p25, median, p75 };
}

function binsOf(bounds: readonly number[], counts: readonly number[] | undefined) {
  return bounds.map((from, index) => ({ from, to: bounds[index + 1] ?? null, journeys: counts?.[index] ?? 0 }));
}
