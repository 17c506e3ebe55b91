/** How far journeys come along any ordered steps, and how long each takes. */
import * as z from 'zod';
import type { FUNNEL_BREAKDOWNS, FunnelAnswer, FunnelQuery } from '#contract/journeys.ts';
import { type FunnelStep, STEP_KINDS, writeSteps } from '#domain/attribution/funnel-text.ts';
import { stepLabel } from '#domain/attribution/funnel-words.ts';
import { comparePeriod, type Period } from '#domain/lead-metrics/compare-period.ts';
import { wilson } from '#domain/statistics/wilson.ts';
import type { Principal } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import type { LeadDeps } from '../deps.ts';
import { SCORE_BAND_SQL } from '../facets.ts';
import type { Where } from '../filter.ts';
import { oneClient } from '../one-client.ts';
import { requirePeriod } from '../period.ts';
import { journeysOf } from './filtered.ts';
import { type FunnelSpec, funnelJourneys, readFunnel } from './funnel-sql.ts';
import { freshPaths } from './paths.ts';
import { journeyQuestion } from './questions.ts';
import { DAY_SECONDS, KEY_COLUMN, secondsOf, shownKey } from './sequence.ts';

type Breakdown = (typeof FUNNEL_BREAKDOWNS)[number];

const FUNNEL_SQL = journeyQuestion('funnel');
/** Groups of a breakdown that are shown. */
const GROUPS_MAX = 50;

const Quartiles = z.tuple([SafeInteger, SafeInteger, SafeInteger]);
const StepRow = z.object({
  key_name: z.string(),
  step: SafeInteger,
  journeys: SafeInteger,
  since_before: Quartiles,
  since_first: Quartiles,
});
type StepRow = z.output<typeof StepRow>;

/** What a lead is told apart by, as `lead_fact` has it. */
const LEAD_KEYS: Partial<Record<Breakdown, string>> = {
  lead_source: 'source',
  lead_campaign_id: 'campaign_id',
  ad_group_id: 'ad_group_id',
  keyword: 'keyword',
  referrer: 'referrer',
  country: 'country',
  region: 'region',
  email_domain: 'email_domain',
  phone_type: 'phone_type',
  validation_status: 'validation_status',
  conversion_status: 'conversion_status',
  score_band: SCORE_BAND_SQL,
};

/** Answers a funnel. Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
export async function getFunnel(deps: LeadDeps, principal: Principal, query: FunnelQuery): Promise<FunnelAnswer> {
  const spec = readFunnel(query);
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const before = comparePeriod(period, query.compare);
  const through = await freshPaths(deps);
  const { leads } = await journeysOf(deps, principal, client, query);
  const journeys = funnelJourneys(spec, leads);
  const rowsOf = async (of: Period, breakdown?: Breakdown) => {
    const params = { ...journeys.params, client: client.id, ...secondsOf(of, client.timeZone) };
    return await ask(deps.clickhouse, keyedFunnel(journeys, spec, breakdown), params, StepRow);
  };
  const [now, then, groups] = await Promise.all([
    rowsOf(period),
    before && rowsOf(before),
    query.breakdown === undefined ? [] : rowsOf(period, query.breakdown),
  ]);
  const entered = now[0]?.journeys ?? 0;
  return {
    client_id: client.id,
    ...period,
    ...(before === undefined ? {} : { compare_from: before.from, compare_to: before.to }),
    time_zone: client.timeZone,
    currency: client.currency,
    window_days: query.window_days,
    steps: spec.steps.map((step, index) => stepOf(step, index, now, then)),
    seconds: quartilesOf(now.find(({ step }) => step === spec.steps.length)?.since_first),
    breakdown: query.breakdown ?? null,
    groups: groupsOf(groups, spec.steps.length),
    n: entered,
    method: `Journeys whose first step lies in the period, followed for ${query.window_days} days from it; steps in this order, steps of the same second counted; of several attempts the deepest.`,
    data_through: through.toISOString(),
    warnings: warningsOf(entered, period, query.window_days, through),
  };
}

/** The question with what its groups are told apart by: a field of the event that entered, or of the first lead. */
function keyedFunnel(journeys: Where, { steps }: FunnelSpec, breakdown: Breakdown | undefined): string {
  const fill = (key: string, join = '') =>
    FUNNEL_SQL.replace('{funnel:Table}', journeys.sql).replace('{key:Expression}', key).replace('{keyed:Join}', join);
  if (breakdown === undefined) return fill("''");
  const leadKey = LEAD_KEYS[breakdown];
  if (leadKey !== undefined) {
    const facts = `(select id, toString(${leadKey}) as lead_key from lead_fact final where client_id = {client:UUID})`;
    return fill('facts.lead_key', `left join ${facts} as facts on facts.id = ways.leads[1]`);
  }
  const kinds = (steps[0]?.kinds ?? []).reduce((bits, kind) => bits | (1 << STEP_KINDS.indexOf(kind)), 0);
  const column = KEY_COLUMN[breakdown as keyof typeof KEY_COLUMN];
  return fill(`arrayFirst((c, t, k) -> t = entry and bitTest(toUInt32(${kinds}), k), ${column}, ats, kinds)`);
}

function stepOf(step: FunnelStep, index: number, now: readonly StepRow[], then: readonly StepRow[] | undefined) {
  const at = (rows: readonly StepRow[], place: number) => rows.find((row) => row.step === place + 1)?.journeys ?? 0;
  const journeys = at(now, index);
  const share = (of: number, formerOf: number | undefined) => {
    const interval = wilson(journeys, of);
    return {
      value: of > 0 ? journeys / of : null,
      ...(then && formerOf !== undefined && { previous: formerOf > 0 ? at(then, index) / formerOf : null }),
      ...(interval && { low: interval.low, high: interval.high }),
      n: of,
    };
  };
  return {
    step: index + 1,
    text: writeSteps([step]),
    label: stepLabel(step),
    journeys,
    previous: then ? at(then, index) : null,
    of_step_before: index === 0 ? null : share(at(now, index - 1), then && at(then, index - 1)),
    of_first: share(at(now, 0), then && at(then, 0)),
    seconds: index === 0 ? null : quartilesOf(now.find((row) => row.step === index + 1)?.since_before),
  };
}

function quartilesOf(quartiles: z.output<typeof Quartiles> | undefined) {
  if (quartiles === undefined) return null;
  const [p25, median, p75] = quartiles;
  return { p25, median, p75 };
}

function groupsOf(rows: readonly StepRow[], steps: number): FunnelAnswer['groups'] {
  const groups = new Map<string, number[]>();
  for (const { key_name, step, journeys } of rows) {
    const counts = groups.get(key_name) ?? new Array<number>(steps).fill(0);
    counts[step - 1] = journeys;
    groups.set(key_name, counts);
  }
  return [...groups]
    .map(([key, journeys]) => ({ key: shownKey(key), journeys }))
    .sort((a, b) => (b.journeys[0] ?? 0) - (a.journeys[0] ?? 0) || (a.key < b.key ? -1 : 1))
    .slice(0, GROUPS_MAX);
}

function warningsOf(entered: number, { to }: Period, days: number, through: Date): string[] {
  const open = Date.parse(`${to}T23:59:59Z`) + days * DAY_SECONDS * 1000 > through.getTime();
  return [
    ...(entered < 50 ? [`Only ${entered} journeys entered: chance has a large part in the shares.`] : []),
    ...(open ? [`Who entered in the last ${days} days of the period still has time left to go on.`] : []),
  ];
}
