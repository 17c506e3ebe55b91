/** Asks for what the models need and computes their credits, with intervals where the question was asked in buckets. */
import * as z from 'zod';
import type { AttributionModel } from '#contract/journeys.ts';
import { BOOTSTRAP_REPLICATES, bootstrapIntervals, type Interval } from '#domain/attribution/bootstrap.ts';
import { CONVERTED, LOST, type MarkovOrder, markovCredit, type Transition } from '#domain/attribution/markov.ts';
import type { Credit } from '#domain/attribution/path.ts';
import { RULE_MODELS } from '#domain/attribution/rule-models.ts';
import { shapleyRateGame } from '#domain/attribution/shapley.ts';
import { ask, type ClickHouse, type ClickHouseParams, SafeInteger } from '../../platform/clickhouse.ts';
import type { Where } from '../filter.ts';
import { journeyQuestion } from './questions.ts';
import { overSequences } from './sequence.ts';

const RULES_SQL = journeyQuestion('rules');
const TRANSITIONS_SQL = journeyQuestion('transitions');
const SETS_SQL = journeyQuestion('sets');
/** The order of the sums in rules.sql. */
const SUMMED: readonly AttributionModel[] = [...RULE_MODELS, 'shapley'];
/** Targets of transitions.sql that are no key. */
const TARGET_CONVERTED = 254;
const TARGET_LOST = 255;
/** Replicates where each takes long because the chain has many states. */
const FEW_REPLICATES = 60;
const MANY_KEYS = 16;

const RuleRow = z.object({
  key_name: z.string(),
  bucket: SafeInteger,
  touched: SafeInteger,
  conversions: z.array(z.number()),
  value: z.array(z.number()),
});
const TransitionRow = z.object({
  bucket: SafeInteger,
  state: SafeInteger,
  target: SafeInteger,
  journeys: SafeInteger,
  value: SafeInteger,
});
const SetRow = z.object({ mask: SafeInteger, journeys: SafeInteger, conversions: SafeInteger, value: SafeInteger });

export interface CreditAsk {
  leads: Where;
  params: ClickHouseParams;
  models: readonly AttributionModel[];
  /** Keys told apart; all others are one more, after them. */
  names: readonly string[];
  buckets: number;
  halfLife: number;
  order: MarkovOrder;
}

export interface Estimate extends Credit {
  intervals: { conversions: Interval; value: Interval } | undefined;
}

export interface Credits {
  /** By place in `names`, the others last. */
  touched: number[];
  byModel: Map<AttributionModel, Estimate[]>;
}

/** Credits of every model asked for. */
export async function findCredits(clickhouse: ClickHouse, wanted: CreditAsk): Promise<Credits> {
  const { models } = wanted;
  const [rules, markov, rate] = await Promise.all([
    ruleCredits(clickhouse, wanted),
    models.includes('markov') ? markovCredits(clickhouse, wanted) : undefined,
    models.includes('shapley_rate') ? rateCredits(clickhouse, wanted) : undefined,
  ]);
  const byModel = rules.byModel;
  if (markov) byModel.set('markov', markov);
  if (rate) byModel.set('shapley_rate', rate);
  return { touched: rules.touched, byModel };
}

async function ruleCredits(clickhouse: ClickHouse, wanted: CreditAsk): Promise<Credits> {
  const { leads, params, names, buckets, models } = wanted;
  const asked = { ...params, ...leads.params, j_converted: 1, j_buckets: buckets, half_life: wanted.halfLife };
  const rows = await ask(clickhouse, overSequences(RULES_SQL, leads), asked, RuleRow);
  const places = new Map(names.map((name, place) => [name, place]));
  const touched = new Array<number>(names.length + 1).fill(0);
  const placed = rows.map((row) => ({ ...row, place: places.get(row.key_name) ?? names.length }));
  for (const { place, touched: more } of placed) touched[place] = (touched[place] ?? 0) + more;
  const byModel = new Map<AttributionModel, Estimate[]>();
  for (const model of models) {
    const at = SUMMED.indexOf(model);
    if (at < 0) continue;
    const weighed = (weights?: Float64Array) => {
      const sums = new Array<number>(2 * (names.length + 1)).fill(0);
      for (const { place, bucket, conversions, value } of placed) {
        const weight = weights === undefined ? 1 : (weights[bucket] ?? 0);
        sums[2 * place] = (sums[2 * place] ?? 0) + weight * (conversions[at] ?? 0);
        sums[2 * place + 1] = (sums[2 * place + 1] ?? 0) + weight * (value[at] ?? 0);
      }
      return sums;
    };
    byModel.set(model, estimates(weighed, buckets, BOOTSTRAP_REPLICATES));
  }
  return { touched, byModel };
}

async function markovCredits(clickhouse: ClickHouse, wanted: CreditAsk): Promise<Estimate[]> {
  const { leads, params, names, order } = wanted;
  // The chains of higher orders have too many states to be solved again and again.
  const buckets = order === 1 ? wanted.buckets : 1;
  const asked = { ...params, ...leads.params, j_converted: 0, j_buckets: buckets, names, order };
  const rows = await ask(clickhouse, overSequences(TRANSITIONS_SQL, leads), asked, TransitionRow);
  const moves = new Map<
    string,
    { transition: Transition; parts: (readonly [bucket: number, journeys: number, value: number])[] }
  >();
  for (const { bucket, state, target, journeys, value } of rows) {
    const key = `${state}|${target}`;
    const move = moves.get(key) ?? { transition: { ...decoded(state, target), journeys: 0, value: 0 }, parts: [] };
    move.parts.push([bucket, journeys, value]);
    moves.set(key, move);
  }
  const weighed = (weights?: Float64Array) => {
    const transitions = [...moves.values()].map(({ transition, parts }) => {
      const sums = { journeys: 0, value: 0 };
      for (const [bucket, journeys, value] of parts) {
        const weight = weights === undefined ? 1 : (weights[bucket] ?? 0);
        sums.journeys += weight * journeys;
        sums.value += weight * value;
      }
      return { ...transition, ...sums };
    });
    const present = transitions.filter(({ journeys }) => journeys > 0);
    return markovCredit(present, names.length + 1, order).credits.flatMap(({ conversions, value }) => [
      conversions,
      value,
    ]);
  };
  return estimates(weighed, buckets, names.length > MANY_KEYS ? FEW_REPLICATES : BOOTSTRAP_REPLICATES);
}

/** The touches before as places in the names, oldest first, and where the journey went. */
function decoded(state: number, target: number): Pick<Transition, 'from' | 'to'> {
  const from: number[] = [];
  for (let rest = state; rest > 0; rest = Math.floor(rest / 256)) from.unshift((rest % 256) - 1);
  const to = target === TARGET_CONVERTED ? CONVERTED : target === TARGET_LOST ? LOST : target - 1;
  return { from, to };
}

async function rateCredits(clickhouse: ClickHouse, { leads, params, names }: CreditAsk): Promise<Estimate[]> {
  const asked = { ...params, ...leads.params, j_converted: 0, names };
  const rows = await ask(clickhouse, overSequences(SETS_SQL, leads), asked, SetRow);
  return shapleyRateGame(rows, names.length + 1).map((credit) => ({ ...credit, intervals: undefined }));
}

function estimates(weighed: (weights?: Float64Array) => number[], buckets: number, replicates: number): Estimate[] {
  const point = weighed();
  const intervals = buckets > 1 ? bootstrapIntervals(weighed, buckets, replicates) : undefined;
  return Array.from({ length: point.length / 2 }, (_, place) => {
    const [conversions, value] = [intervals?.[2 * place], intervals?.[2 * place + 1]];
    return {
      conversions: point[2 * place] ?? 0,
      value: point[2 * place + 1] ?? 0,
      intervals: conversions && value && { conversions, value },
    };
  });
}
