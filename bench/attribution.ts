/**
 * How long questions over 5,000,000 touchpoints of 500,000 journeys take: five rule models, the Markov chain, a five-step
 * funnel, cohorts, what a page asks at once, and building the paths. Sizes and mix follow the design's measurement
 * (methods-analysis, section 3), whose figures are the anchors; its tables held nothing but one client's default touches.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { CohortQuery, JourneyQuery } from '#contract/journeys.ts';
import { BOOTSTRAP_GROUPS } from '#domain/attribution/bootstrap.ts';
import { type FunnelStep, readSteps } from '#domain/attribution/funnel-text.ts';
import { markovCredit, type Transition } from '#domain/attribution/markov.ts';
import { findCredits } from '../server/leads/journeys/credits.ts';
import { funnelJourneys } from '../server/leads/journeys/funnel-sql.ts';
import { buildPaths } from '../server/leads/journeys/paths.ts';
import { journeyQuestion } from '../server/leads/journeys/questions.ts';
import {
  AGE_SECONDS,
  DAY_SECONDS,
  EVERY_JOURNEY,
  overSequences,
  secondsOf,
  sequenceParams,
} from '../server/leads/journeys/sequence.ts';
import { testEngine } from '../server/leads/test-world.ts';
import { ask, type ClickHouse } from '../server/platform/clickhouse.ts';
import { atMost, type Figure, plain } from './figure.ts';

const JOURNEYS = 500_000;
const CHUNK = 100_000;
const ROUNDS = 5;
const CLIENT = { id: '01999999-0000-7000-8000-000000000001', timeZone: 'America/Chicago', currency: 'USD' };
const START = Date.parse('2026-05-01T00:00:00Z') / 1000;
const PERIOD = { from: '2026-05-01', to: '2026-11-20' };
const CHANNELS = [
  'paid_search',
  'paid_social',
  'organic',
  'direct',
  'email',
  'display',
  'partner',
  'referral',
  'social',
  'event',
  'call',
  'other',
];

/** Visitors of on average ten deeds over some weeks; two in five become a lead, one in six converts. */
const TOUCHES = `insert into touchpoint_fact (client_id, id, ver, visitor, at, kind, channel, source, campaign_id, creative_id)
  select {client:UUID}, reinterpret(toUInt128(visitor) * 64 + step, 'UUID'), 1, visitor,
    toDateTime64({start:UInt32} + cityHash64(visitor) % 15000000 + step * (20000 + cityHash64(visitor, step) % 90000), 3, 'UTC'),
    ['click', 'visit', 'view', 'visit', 'click', 'form_start', 'form_submit', 'email_click'][1 + cityHash64(step, visitor) % 8],
    {channels:Array(String)}[1 + toUInt32(pow(cityHash64(visitor, step, 3) % 1000 / 1000, 2) * 12)],
    concat('source ', toString(cityHash64(visitor, step, 4) % 20)), concat('campaign-', toString(cityHash64(visitor, step, 5) % 60)),
    concat('creative-', toString(cityHash64(visitor, step, 6) % 400))
  from (select number + 1 as visitor, arrayJoin(range(1 + toUInt32(cityHash64(number) % 19))) as step from numbers({first:UInt64}, {count:UInt64}))`;
const LEADS = `insert into lead_fact (client_id, id, ver, created_at, visitor, identity_id, source, conversion_status, contacted_at, qualified_at, conversion_date, revenue_minor, currency)
  with toDateTime64({start:UInt32} + cityHash64(visitor) % 15000000 + 400000 + number % 300000, 3, 'UTC') as at, reinterpret(toUInt128(visitor) * 7 + bitShiftLeft(toUInt128(1), 100), 'UUID') as id,
    number % 6 = 0 as won
  select {client:UUID}, id, 1, at, number + 1 as visitor, id, concat('source ', toString(number % 20)),
    if(won, 'converted', 'new'), if(number % 3 = 0, at + 7200, null), if(won, at + 86400, null), if(won, at + 86400 * (2 + number % 40), null),
    if(won, toInt64(100000 + number % 50000), null), if(won, 'USD', '')
  from numbers({first:UInt64}, {count:UInt64}) where number % 5 < 2 or number % 6 = 0`;

/** Touchpoints that come later, of visitors who are known. */
const MORE = `insert into touchpoint_fact (client_id, id, ver, visitor, at, kind, channel, source, campaign_id, creative_id)
  select client_id, generateUUIDv4(), {ver:UInt64}, visitor, at + 5, kind, channel, source, campaign_id, creative_id from touchpoint_fact limit 5`;
/** What a page may take until it shows its numbers. */
const PAGE_MS = 1_000;

export async function benchAttribution(): Promise<Figure[]> {
  const engine = await testEngine();
  try {
    const { clickhouse } = engine;
    const touches = await fill(clickhouse);
    const whole = await seen(() => buildPaths(clickhouse), 1);
    await clickhouse.command({ query: MORE, query_params: { ver: 2 } });
    await clickhouse.command({ query: "insert into pull_watermark select 'lead', 'bench', 3, now64(3, 'UTC')" });
    const few = await seen(() => buildPaths(clickhouse), 1);
    return [
      plain('touchpoints', touches, ''),
      { ...figure('building the paths, once', whole), anchor: '829 ms, two columns' },
      figure('the same after five more touchpoints', few, PAGE_MS),
      ...(await questions(clickhouse)),
      ...(await pages(clickhouse)),
    ];
  } finally {
    await engine.close();
  }
}

async function fill(clickhouse: ClickHouse): Promise<number> {
  for (let first = 0; first < JOURNEYS; first += CHUNK) {
    const query_params = { client: CLIENT.id, start: START, first, count: CHUNK, channels: CHANNELS };
    await clickhouse.command({ query: TOUCHES, query_params });
    await clickhouse.command({ query: LEADS, query_params });
  }
  await clickhouse.command({ query: "insert into pull_watermark select 'lead', 'bench', 2, now64(3, 'UTC')" });
  const [row] = await ask(
    clickhouse,
    'select count() as touches from touchpoint_fact',
    {},
    z.object({ touches: z.coerce.number() }),
  );
  return row?.touches ?? 0;
}

const params = sequenceParams(JourneyQuery.parse({ ...PERIOD, goal: 'converted' }), CLIENT, PERIOD);
const wanted = { leads: EVERY_JOURNEY, params, names: CHANNELS, halfLife: 7 * DAY_SECONDS, order: 1 as const };

/** Asks a question of `sql/` over all journeys of the client. */
function over(clickhouse: ClickHouse, name: string, more: object = {}): Promise<unknown> {
  return ask(clickhouse, overSequences(journeyQuestion(name), EVERY_JOURNEY), { ...params, ...more }, z.unknown());
}

function funnelOf(clickhouse: ClickHouse, key: string): Promise<unknown> {
  const steps = readSteps('click|visit,view,form_start,form_submit,converted') as FunnelStep[];
  const funnel = funnelJourneys({ steps, window: 30 * DAY_SECONDS }, EVERY_JOURNEY);
  const sql = journeyQuestion('funnel')
    .replace('{funnel:Table}', funnel.sql)
    .replace('{key:Expression}', key)
    .replace('{keyed:Join}', '');
  const asked = { ...funnel.params, client: CLIENT.id, ...secondsOf(PERIOD, CLIENT.timeZone) };
  return ask(clickhouse, sql, asked, z.unknown());
}

async function questions(clickhouse: ClickHouse): Promise<Figure[]> {
  const rules = { j_converted: 1, half_life: 604_800 };
  const cohort = CohortQuery.parse({ ...PERIOD });
  const cohortParams = {
    client: CLIENT.id,
    zone: CLIENT.timeZone,
    ...secondsOf(PERIOD, CLIENT.timeZone),
    j_goal: 'converted_at',
    j_currency: CLIENT.currency,
    by: cohort.by,
    start_unit: 'day',
    age_seconds: AGE_SECONDS[cohort.age],
    ages: cohort.ages,
  };
  const cohorts = () =>
    ask(clickhouse, journeyQuestion('cohorts').replace('{leads:Condition}', 'true'), cohortParams, z.unknown());
  const counts = (order: number) => () => over(clickhouse, 'transitions', { names: CHANNELS, order });
  return [
    {
      ...figure('five rule models (seven and Shapley in one)', await seen(() => over(clickhouse, 'rules', rules)), 200),
      anchor: '84 ms',
    },
    { ...figure('Markov chain of order 1: counts', await seen(counts(1)), 200), anchor: '43 ms' },
    figure('Markov algebra', await seen(async () => markovAlgebra())),
    figure('Markov chain of order 3: counts', await seen(counts(3))),
    { ...figure('Shapley sets', await seen(() => over(clickhouse, 'sets', { names: CHANNELS }))), anchor: '28 ms' },
    { ...figure('funnel of five steps', await seen(() => funnelOf(clickhouse, "''")), 500), anchor: '359 ms' },
    { ...figure('weekly cohorts', await seen(cohorts), 400), anchor: '310 ms' },
  ];
}

/** What the pages ask for all their numbers, in the order in which they do. */
async function pages(clickhouse: ClickHouse): Promise<Figure[]> {
  const models = ['last_non_direct', 'markov'] as const;
  const attribution = async () => {
    await Promise.all([over(clickhouse, 'keys', { most: 40 }), over(clickhouse, 'totals')]);
    await findCredits(clickhouse, { ...wanted, models, buckets: BOOTSTRAP_GROUPS });
  };
  const journeys = async () => {
    await over(clickhouse, 'keys', { most: 7 });
    await Promise.all([
      over(clickhouse, 'totals'),
      over(clickhouse, 'paths', { most: 50 }),
      over(clickhouse, 'steps', { names: CHANNELS.slice(0, 7), others: '(other)', steps: 5 }),
      over(clickhouse, 'lengths', { touch_bounds: [1, 2, 3, 5], second_bounds: [0, 3_600, DAY_SECONDS] }),
    ]);
  };
  const funnel = async () => {
    await Promise.all([
      funnelOf(clickhouse, "''"),
      funnelOf(clickhouse, 'arrayFirst((c, t) -> t = entry, channels, ats)'),
    ]);
  };
  return [
    figure('attribution with intervals, whole page', await seen(attribution), PAGE_MS),
    figure('ways, flow and lengths, whole page', await seen(journeys), PAGE_MS),
    figure('funnel with a breakdown, whole page', await seen(funnel), PAGE_MS),
  ];
}

function markovAlgebra(): void {
  const transitions: Transition[] = [];
  for (let from = -1; from < CHANNELS.length; from++) {
    for (let to = from < 0 ? 0 : -2; to < CHANNELS.length; to++) {
      transitions.push({
        from: from < 0 ? [] : [from],
        to,
        journeys: 1 + ((from * 7 + to * 13 + 40) % 50),
        value: to === -1 ? 100 : 0,
      });
    }
  }
  markovCredit(transitions, CHANNELS.length, 1);
}

interface Seen {
  wall: number;
  /** Undefined where the system does not tell. */
  processor: number | undefined;
}

/** The quickest of a few rounds, in ms: what the question takes when little is in its way, and how long the engine worked. */
async function seen(question: () => Promise<unknown>, rounds = ROUNDS): Promise<Seen> {
  const least: Seen = { wall: Number.POSITIVE_INFINITY, processor: undefined };
  for (let round = 0; round < rounds; round++) {
    const [began, worked] = [performance.now(), engineProcessor()];
    await question();
    const [ended, works] = [performance.now(), engineProcessor()];
    least.wall = Math.min(least.wall, ended - began);
    if (worked !== undefined && works !== undefined)
      least.processor = Math.min(least.processor ?? Number.POSITIVE_INFINITY, works - worked);
  }
  return least;
}

function figure(name: string, { wall, processor }: Seen, limit?: number): Figure {
  const { measured, ...rest } = limit === undefined ? plain(name, wall, 'ms') : atMost(name, wall, limit, 'ms');
  return {
    ...rest,
    measured: processor === undefined ? measured : `${measured}, ${processor.toFixed(0)} of processor`,
  };
}

/** Milliseconds that our child processes, which are the engine, have run so far, in steps of 10; on Linux alone. */
function engineProcessor(): number | undefined {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
    const times = children.map((child) => {
      // The name of a process may hold blanks; after it, the 12th and 13th fields are ticks as user and as system.
      const fields = readFileSync(`/proc/${child}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return 10 * (Number(fields[11]) + Number(fields[12]));
    });
    return times.reduce((sum, time) => sum + time, 0);
  } catch {
    return undefined;
  }
}
