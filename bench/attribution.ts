/**
 * How long questions over 5,000,000 touchpoints of 500,000 journeys take: five rule models, the Markov chain, a five-step
 * funnel, cohorts, and building the paths. Sizes and mix follow the design's measurement (methods-analysis, section 3).
 */
import * as z from 'zod';
import { CohortQuery, JourneyQuery } from '#contract/journeys.ts';
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

export async function benchAttribution(): Promise<Figure[]> {
  const engine = await testEngine();
  try {
    const { clickhouse } = engine;
    const touches = await fill(clickhouse);
    const began = performance.now();
    await buildPaths(clickhouse);
    const built = performance.now() - began;
    return [
      plain('touchpoints', touches, ''),
      plain('building the paths, once', built / 1000, 's'),
      ...(await questions(clickhouse)),
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

async function questions(clickhouse: ClickHouse): Promise<Figure[]> {
  const asked = JourneyQuery.parse({ ...PERIOD, goal: 'converted' });
  const params = sequenceParams(asked, CLIENT, PERIOD);
  const wanted = { leads: EVERY_JOURNEY, params, names: CHANNELS, halfLife: 7 * DAY_SECONDS, order: 1 as const };
  const rules = ['first', 'last', 'linear', 'time_decay', 'position'] as const;
  const over = (name: string, more: object) =>
    ask(clickhouse, overSequences(journeyQuestion(name), EVERY_JOURNEY), { ...params, ...more }, z.unknown());
  const steps = readSteps('click|visit,view,form_start,form_submit,converted') as FunnelStep[];
  const funnel = funnelJourneys({ steps, window: 30 * DAY_SECONDS }, EVERY_JOURNEY);
  const funnelSql = journeyQuestion('funnel')
    .replace('{funnel:Table}', funnel.sql)
    .replace('{key:Expression}', "''")
    .replace('{keyed:Join}', '');
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
  return [
    atMost(
      'five rule models (seven and Shapley in one question)',
      await best(() => over('rules', { j_converted: 1, half_life: 604_800 })),
      200,
      'ms',
    ),
    atMost(
      'Markov chain of order 1: transition counts',
      await best(() => over('transitions', { names: CHANNELS, order: 1 })),
      200,
      'ms',
    ),
    plain('Markov algebra', await best(async () => markovAlgebra()), 'ms'),
    plain(
      'Markov transition counts, order 3',
      await best(() => over('transitions', { names: CHANNELS, order: 3 })),
      'ms',
    ),
    plain('Shapley sets', await best(() => over('sets', { names: CHANNELS })), 'ms'),
    plain(
      'rules with intervals',
      await best(() => findCredits(clickhouse, { ...wanted, models: rules, buckets: 64 })),
      'ms',
    ),
    atMost(
      'funnel of five steps',
      await best(() =>
        ask(
          clickhouse,
          funnelSql,
          { ...funnel.params, client: CLIENT.id, ...secondsOf(PERIOD, CLIENT.timeZone) },
          z.unknown(),
        ),
      ),
      500,
      'ms',
    ),
    atMost(
      'weekly cohorts',
      await best(() =>
        ask(clickhouse, journeyQuestion('cohorts').replace('{leads:Condition}', 'true'), cohortParams, z.unknown()),
      ),
      400,
      'ms',
    ),
    plain('most frequent ways', await best(() => over('paths', { most: 50 })), 'ms'),
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

/** The quickest of a few rounds, in ms: what the question takes when nothing else is in its way. */
async function best(question: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await question();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}
