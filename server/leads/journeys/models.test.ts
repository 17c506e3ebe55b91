/** What the engine answers over many random journeys, against the same asked of the domain. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as z from 'zod';
import { ATTRIBUTION_MODELS, type JourneyQuery } from '#contract/journeys.ts';
import { type FunnelEvent, runFunnel } from '#domain/attribution/funnel.ts';
import { type FunnelStep, readSteps, STEP_KINDS } from '#domain/attribution/funnel-text.ts';
import { markovCredit, transitionsOf } from '#domain/attribution/markov.ts';
import { type Credit, collapse, dropDirect, lookBack, type Path, unique } from '#domain/attribution/path.ts';
import { RULE_MODELS, ruleCredit } from '#domain/attribution/rule-models.ts';
import { channelSets, shapleyRateGame, shapleySetGame } from '#domain/attribution/shapley.ts';
import { ask } from '../../platform/clickhouse.ts';
import { type TestEngine, testEngine } from '../test-world.ts';
import { findCredits } from './credits.ts';
import { funnelJourneys } from './funnel-sql.ts';
import { EVERY_JOURNEY, sequenceParams } from './sequence.ts';

const CLIENT = { id: '01999999-0000-7000-8000-000000000001', timeZone: 'UTC', currency: 'EUR' };
const CHANNELS = ['Paid search', 'Paid social', 'Email', 'Direct', 'Organic'];
const JOURNEYS = 10_000;
const DAY = 86_400;
const START = Date.parse('2026-03-01T00:00:00Z') / 1000;
const PERIOD = { from: '2026-03-03', to: '2026-03-20' };
const [FROM, TO] = [Date.parse('2026-03-03T00:00:00Z') / 1000, Date.parse('2026-03-21T00:00:00Z') / 1000];

interface Row {
  journey: string;
  lead_at: number;
  converted_at: number;
  last_at: number;
  value_minor: number;
  currency: string;
  ats: number[];
  kinds: number[];
  channels: string[];
}

let engine: TestEngine;
const rows = randomRows();

before(async () => {
  engine = await testEngine();
  const values = rows.map((row) => ({ client_id: CLIENT.id, ver: 1, is_deleted: 0, leads: [], visitors: [], ...row }));
  const wide = values.map((row) => ({
    ...row,
    sources: row.channels,
    campaigns: row.channels,
    creatives: row.channels,
  }));
  await engine.clickhouse.insert({ table: 'journey_path', values: wide, format: 'JSONEachRow' });
});
after(async () => await engine.close());

function randomRows(): Row[] {
  let state = 42;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: JOURNEYS }, (_, index) => {
    // Few instants, so that many deeds share one.
    const ats = Array.from({ length: 1 + below(9) }, () => START + below(25) * DAY + below(3) * 60).sort(
      (a, b) => a - b,
    );
    const kinds = ats.map(() => below(STEP_KINDS.length));
    const channels = ats.map(() => CHANNELS[below(CHANNELS.length)] ?? '');
    const isLead = below(3) > 0;
    const lead_at = isLead ? (ats[below(ats.length)] ?? 0) : 0;
    if (isLead) kinds[ats.indexOf(lead_at)] = STEP_KINDS.indexOf('lead');
    const converted_at = isLead && below(2) > 0 ? lead_at + below(5) * DAY : 0;
    return {
      journey: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
      lead_at,
      converted_at,
      last_at: Math.max(ats.at(-1) ?? 0, converted_at),
      value_minor: converted_at > 0 ? 100 + below(900) : 0,
      currency: below(10) > 0 ? 'EUR' : 'USD',
      ats,
      kinds,
      channels,
    };
  });
}

type Ask = Pick<JourneyQuery, 'goal' | 'dimension' | 'look_back_days' | 'touches' | 'transform' | 'drop_direct'>;

/** The same journeys as the domain reads them. */
function pathsOf(asked: Ask): Path[] {
  const codes = asked.touches.split(',').map((kind) => (STEP_KINDS as readonly string[]).indexOf(kind));
  return rows.flatMap((row) => {
    const goal = asked.goal === 'lead' ? row.lead_at : row.converted_at;
    const ended = goal || row.last_at;
    if (ended < FROM || ended >= TO) return [];
    const indexes = row.ats.flatMap((_, index) => (codes.includes(row.kinds[index] ?? -1) ? [index] : []));
    const counts = {
      conversions: goal ? 1 : 0,
      nulls: goal ? 0 : 1,
      value: goal && row.converted_at && row.currency === 'EUR' ? row.value_minor : 0,
    };
    const whole: Path = {
      channels: indexes.map((index) => CHANNELS.indexOf(row.channels[index] ?? '')),
      ats: indexes.map((index) => row.ats[index] ?? 0),
      ...counts,
    };
    let path = lookBack(whole, ended, asked.look_back_days * DAY);
    if (path.channels.length === 0 && row.lead_at > 0) {
      // The lead itself stands in for a touch; several of one instant all do.
      const own = row.ats.flatMap((at, index) =>
        at === row.lead_at && row.kinds[index] === STEP_KINDS.indexOf('lead') ? [index] : [],
      );
      path = {
        channels: own.map((index) => CHANNELS.indexOf(row.channels[index] ?? '')),
        ats: own.map(() => row.lead_at),
        ...counts,
      };
    }
    if (asked.drop_direct === 'true') path = dropDirect(path, CHANNELS.indexOf('Direct'));
    if (asked.transform === 'collapse') path = collapse(path);
    if (asked.transform === 'unique') path = unique(path);
    const before = (path.ats ?? []).filter((at) => at <= row.lead_at).length;
    return [row.lead_at === 0 ? path : { ...path, leadTouch: Math.max(0, before - 1) }];
  });
}

const ASKS: Ask[] = [
  {
    goal: 'converted',
    dimension: 'channel',
    look_back_days: 30,
    touches: 'click,visit,email_click',
    transform: 'none',
    drop_direct: 'false',
  },
  {
    goal: 'lead',
    dimension: 'source',
    look_back_days: 5,
    touches: 'click,visit,impression,email_open',
    transform: 'collapse',
    drop_direct: 'true',
  },
  {
    goal: 'converted',
    dimension: 'campaign',
    look_back_days: 10,
    touches: 'click,visit',
    transform: 'unique',
    drop_direct: 'false',
  },
];

for (const asked of ASKS) {
  test(`all models over ${JOURNEYS} random journeys equal the domain: ${asked.goal}, ${asked.transform}`, async () => {
    const paths = pathsOf(asked);
    const halfLife = 3 * DAY;
    for (const order of [1, 2, 3, 4] as const) {
      const wanted = {
        leads: EVERY_JOURNEY,
        params: sequenceParams(asked, CLIENT, PERIOD),
        models: ATTRIBUTION_MODELS,
        names: CHANNELS,
        buckets: order === 1 ? 8 : 1,
        halfLife,
        order,
      };
      const { byModel } = await findCredits(engine.clickhouse, wanted);
      const options = { halfLife, direct: CHANNELS.indexOf('Direct') };
      for (const model of RULE_MODELS)
        same(byModel.get(model), ruleCredit(paths, CHANNELS.length, model, options), model);
      same(
        byModel.get('markov'),
        markovCredit(transitionsOf(paths, order), CHANNELS.length, order).credits,
        `markov ${order}`,
      );
      same(byModel.get('shapley'), shapleySetGame(channelSets(paths), CHANNELS.length), 'shapley');
      same(byModel.get('shapley_rate'), shapleyRateGame(channelSets(paths), CHANNELS.length), 'shapley_rate');
      if (order > 1) continue;
      for (const { conversions, intervals } of byModel.get('markov')?.slice(0, CHANNELS.length) ?? []) {
        assert.ok(intervals && intervals.conversions.low < conversions && conversions < intervals.conversions.high);
      }
    }
  });
}

function same(actual: readonly Credit[] | undefined, expected: readonly Credit[], model: string): void {
  expected.forEach(({ conversions, value }, index) => {
    const found = actual?.[index];
    const near = (one: number | undefined, other: number) =>
      Math.abs((one ?? Number.NaN) - other) <= 1e-9 * Math.max(1, Math.abs(other));
    assert.ok(
      near(found?.conversions, conversions),
      `${model} ${CHANNELS[index]}: ${found?.conversions}, expected ${conversions}`,
    );
    assert.ok(near(found?.value, value), `${model} ${CHANNELS[index]}: worth ${found?.value}, expected ${value}`);
  });
}

const FUNNELS = [
  { text: 'click|visit,lead,converted', window: 20 * DAY },
  { text: 'visit,visit|click<3d,click|lead<2d,lead|visit', window: 6 * DAY },
  { text: 'form_submit,form_start,view<1d', window: 3 * DAY },
  { text: 'click(channel:Email|Direct),view|visit|click<4d,impression|click(channel:Email)', window: 9 * DAY },
  { text: 'click|view|lead|visit', window: 0 },
];

for (const { text, window } of FUNNELS) {
  test(`the funnel ${text} over ${JOURNEYS} random journeys equals the domain, journey by journey`, async () => {
    const steps = readSteps(text) as FunnelStep[];
    const { sql, params } = funnelJourneys({ steps, window }, EVERY_JOURNEY);
    const found = await ask(
      engine.clickhouse,
      `select toString(journey) as id, arrayFilter(t -> t != 0, times) as taken from ${sql}`,
      { ...params, client: CLIENT.id, j_from: FROM, j_to: TO },
      z.object({ id: z.string(), taken: z.array(z.number()) }),
    );
    const limits = { steps: steps.length, from: FROM, to: TO, window, stepWindows: steps.map(({ within }) => within) };
    const expected = new Map(
      rows
        .map((row) => [row.journey, runFunnel(eventsOf(row, steps), limits)] as const)
        .filter(([, times]) => times.length > 0),
    );
    assert.equal(found.length, expected.size);
    for (const { id, taken } of found) assert.deepEqual(taken, expected.get(id), id);
    assert.ok(
      found.some(({ taken }) => taken.length === steps.length),
      'nobody came to the end',
    );
  });
}

function eventsOf(row: Row, steps: readonly FunnelStep[]): FunnelEvent[] {
  return row.ats.map((at, index) => {
    const kind = STEP_KINDS[row.kinds[index] ?? 0] ?? 'visit';
    const serves = ({ kinds, where }: FunnelStep) =>
      kinds.includes(kind) && (where.channel === undefined || where.channel.includes(row.channels[index] ?? ''));
    return { at, steps: steps.reduce((bits, step, place) => bits | (serves(step) ? 1 << place : 0), 0) };
  });
}
