/** Who gets credit for the conversions of a period: any models side by side, with intervals, revenue and cost. */
import * as z from 'zod';
import {
  ATTRIBUTION_MODELS,
  type Attribution,
  type AttributionCredit,
  type AttributionModel,
  type AttributionQuery,
} from '#contract/journeys.ts';
import { BOOTSTRAP_GROUPS } from '#domain/attribution/bootstrap.ts';
import type { MarkovOrder } from '#domain/attribution/markov.ts';
import { SHAPLEY_CHANNELS_MAX } from '#domain/attribution/shapley.ts';
import { comparePeriod, type Period } from '#domain/lead-metrics/compare-period.ts';
import { wilson } from '#domain/statistics/wilson.ts';
import type { Principal } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { refusedField } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';
import type { Where } from '../filter.ts';
import { oneClient } from '../one-client.ts';
import { requirePeriod } from '../period.ts';
import { narrowed } from '../questions.ts';
import { type Credits, type Estimate, findCredits } from './credits.ts';
import { journeysOf } from './filtered.ts';
import { modelWords } from './model-words.ts';
import { freshPaths } from './paths.ts';
import { journeyQuestion } from './questions.ts';
import { DAY_SECONDS, FILTERED_WARNING, overSequences, sequenceParams, shownKey } from './sequence.ts';

const TOTALS_SQL = journeyQuestion('totals');
const KEYS_SQL = journeyQuestion('keys');
const COSTS_SQL = journeyQuestion('costs');

/** Keys with a row of their own: so many in general, and so many where a model's work grows with every key. */
const KEYS_MAX = 300;
const MARKOV_KEYS_MAX = 40;
/** Fewer buckets where there may be many keys. */
const FEW_BUCKETS = 20;
/** Below this many conversions the answer says that chance has a large part in it. */
const FEW_CONVERSIONS = 50;
const OTHERS = '(other)';

export const TotalsRow = z.object({
  journeys: SafeInteger,
  conversions: SafeInteger,
  untracked: SafeInteger,
  uncredited: SafeInteger,
  revenue: SafeInteger,
  other_currency: SafeInteger,
  without_touch: SafeInteger,
  cut_short: SafeInteger,
});
type Totals = z.output<typeof TotalsRow>;
const KeyRow = z.object({ key_name: z.string(), touches: SafeInteger });
const CostRow = z.object({ key_name: z.string(), cost: SafeInteger, priced: SafeInteger, leads: SafeInteger });

/** Answers a question of attribution. Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
export async function getAttribution(
  deps: LeadDeps,
  principal: Principal,
  query: AttributionQuery,
): Promise<Attribution> {
  const models = modelsOf(query.models);
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const before = comparePeriod(period, query.compare);
  const through = await freshPaths(deps);
  const { leads, narrowed: narrowedLeads } = await journeysOf(deps, principal, client, query);
  const paramsOf = (of: Period) => ({ ...sequenceParams(query, client, of), ...leads.params });
  const most = models.includes('shapley_rate')
    ? SHAPLEY_CHANNELS_MAX - 1
    : models.includes('markov')
      ? MARKOV_KEYS_MAX
      : KEYS_MAX;
  const askKeys = { ...paramsOf(period), most };
  const [keys, totals, costs] = await Promise.all([
    ask(deps.clickhouse, overSequences(KEYS_SQL, leads), askKeys, KeyRow),
    totalsOf(deps, leads, paramsOf(period)),
    query.dimension === 'creative'
      ? []
      : ask(deps.clickhouse, narrowed(COSTS_SQL, narrowedLeads), { ...paramsOf(period), by: query.dimension }, CostRow),
  ]);
  const names = keys.map(({ key_name }) => key_name);
  const wide = query.dimension === 'channel' || query.dimension === 'source';
  const wanted = {
    leads,
    models,
    names,
    halfLife: query.half_life_days * DAY_SECONDS,
    order: query.order as MarkovOrder,
  };
  const [now, then, totalsThen] = await Promise.all([
    findCredits(deps.clickhouse, {
      ...wanted,
      params: paramsOf(period),
      buckets: wide ? BOOTSTRAP_GROUPS : FEW_BUCKETS,
    }),
    before && findCredits(deps.clickhouse, { ...wanted, params: paramsOf(before), buckets: 1 }),
    before && totalsOf(deps, leads, paramsOf(before)),
  ]);
  const rate = wilson(totals.conversions, totals.journeys);
  return {
    client_id: client.id,
    ...period,
    ...(before === undefined ? {} : { compare_from: before.from, compare_to: before.to }),
    time_zone: client.timeZone,
    currency: client.currency,
    goal: query.goal,
    dimension: query.dimension,
    models: models.map((model) => modelWords(model, query)),
    totals: {
      conversions: totals.conversions,
      lost: totals.journeys - totals.conversions,
      conversion_rate: {
        value: totals.journeys > 0 ? totals.conversions / totals.journeys : null,
        ...(totalsThen && { previous: totalsThen.journeys > 0 ? totalsThen.conversions / totalsThen.journeys : null }),
        ...(rate && { low: rate.low, high: rate.high }),
        n: totals.journeys,
      },
      revenue_minor: totals.revenue,
      untracked: totals.untracked,
    },
    rows: rowsOf(models, names, now, then, costs),
    n: totals.journeys,
    method: `Touches within ${query.look_back_days} days before the goal; one conversion per person, however many platforms report it; 95 % intervals by a Poisson bootstrap of journeys.`,
    data_through: through.toISOString(),
    warnings: [
      ...sequenceWarnings(totals, query.look_back_days, client.currency),
      ...modelWarnings(models, query.order, now),
      ...(leads.sql === 'true' ? [] : [FILTERED_WARNING]),
    ],
  };
}

function modelsOf(list: string): AttributionModel[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  const unknown = names.find((name) => !(ATTRIBUTION_MODELS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw refusedField('models', `“${unknown.slice(0, 60)}” is not one of ${ATTRIBUTION_MODELS.join(', ')}`);
  return names as AttributionModel[];
}

/** The numbers that a question over the journeys of a period begins with. */
export async function totalsOf(deps: LeadDeps, leads: Where, params: Record<string, unknown>): Promise<Totals> {
  const [row] = await ask(deps.clickhouse, overSequences(TOTALS_SQL, leads), params, TotalsRow);
  if (row === undefined) throw new Error('A question without groups had no row.');
  return row;
}

function rowsOf(
  models: readonly AttributionModel[],
  names: readonly string[],
  now: Credits,
  then: Credits | undefined,
  costs: readonly z.output<typeof CostRow>[],
): Attribution['rows'] {
  const known = new Map(costs.map((row) => [row.key_name, row]));
  const rows = [...names, undefined].map((name, place) => {
    const cost = name === undefined ? undefined : known.get(name);
    const costMinor = cost === undefined || cost.priced === 0 ? null : cost.cost;
    return {
      key: name === undefined ? OTHERS : shownKey(name),
      touched: now.touched[place] ?? 0,
      cost_minor: costMinor,
      credits: models.map((model) =>
        creditOf(model, now.byModel.get(model)?.[place], then?.byModel.get(model)?.[place], costMinor),
      ),
    };
  });
  const size = (row: (typeof rows)[number]) => row.credits[0]?.conversions.value ?? 0;
  return rows
    .filter(
      ({ key, touched, credits }) =>
        touched > 0 || (key !== OTHERS && credits.some((credit) => credit.conversions.previous)),
    )
    .sort(
      (a, b) => Number(a.key === OTHERS) - Number(b.key === OTHERS) || size(b) - size(a) || (a.key < b.key ? -1 : 1),
    );
}

function creditOf(
  model: AttributionModel,
  now: Estimate | undefined,
  then: Estimate | undefined,
  cost: number | null,
): AttributionCredit {
  const { conversions = 0, value = 0, intervals } = now ?? {};
  return {
    model,
    conversions: { value: conversions, ...(then && { previous: then.conversions }), ...intervals?.conversions },
    revenue_minor: { value, ...(then && { previous: then.value }), ...intervals?.value },
    cost_per_conversion_minor: cost !== null && conversions > 0 ? cost / conversions : null,
    roas: cost !== null && cost > 0 ? value / cost : null,
  };
}

/** What anybody who reads numbers over these journeys has to know. */
export function sequenceWarnings(totals: Totals, lookBackDays: number, currency: string): string[] {
  const { conversions, untracked, uncredited, cut_short: cut, other_currency: foreign } = totals;
  return [
    ...(conversions < FEW_CONVERSIONS
      ? [`Only ${conversions} conversions: chance has a large part in these numbers.`]
      : []),
    ...(untracked > 0
      ? [
          `${untracked.toLocaleString('en-US')} of ${conversions.toLocaleString('en-US')} conversions have no recorded touch; the source of the lead stands in for one.`,
        ]
      : []),
    ...(uncredited > 0 ? [`${uncredited} conversions have nothing to be credited to.`] : []),
    ...(cut > 0
      ? [
          `${cut} journeys began longer than ${lookBackDays} days before their goal; their earlier touches are left out.`,
        ]
      : []),
    ...(foreign > 0 ? [`Revenue of ${foreign} conversions is not in ${currency} and is left out.`] : []),
  ];
}

function modelWarnings(models: readonly AttributionModel[], order: number, { byModel }: Credits): string[] {
  const negative = [...byModel.values()].some((estimates) => estimates.some(({ conversions }) => conversions < -1e-9));
  return [
    ...(models.includes('markov') && order > 1 ? [`The Markov chain of order ${order} comes without intervals.`] : []),
    ...(models.includes('shapley_rate') ? ['Shapley by rate comes without intervals.'] : []),
    ...(negative ? ['Some credits are negative: journeys with that key converted less often than without it.'] : []),
  ];
}
