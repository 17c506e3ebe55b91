/**
 * Attribution by an absorbing Markov chain, solved exactly rather than simulated. A state is the last `order` channels
 * touched; a journey ends in a conversion or in none. What a channel is worth is how much rarer conversions get when
 * every step into it ends the journey (Anderl, Becker, von Wangenheim, Schumann 2016, "Mapping the customer journey").
 */
import { type AbsorbingChain, expectedReward } from './absorbing-chain.ts';
import { type Credit, noCredit, type Path } from './path.ts';

/** Where a journey ends; every other target is a channel. */
export const CONVERTED = -1;
export const LOST = -2;

export const MARKOV_ORDERS = [1, 2, 3, 4] as const;
export type MarkovOrder = (typeof MARKOV_ORDERS)[number];

/** How many journeys went from a state on to a channel or to their end. */
export interface Transition {
  /** The channels before, oldest first, at most `order`; empty at the start of a journey. */
  from: readonly number[];
  to: number;
  journeys: number;
  /** Value of the conversions, in minor units; 0 unless `to` is CONVERTED. */
  value: number;
}

export interface MarkovResult {
  /** Share of all journeys that convert; equals conversions over journeys. */
  conversionRate: number;
  /** By channel: the share of conversions, and of value, that is lost without it. */
  removal: { conversions: number; value: number }[];
  credits: Credit[];
  states: number;
}

/** Counts the transitions of paths; journeys without a conversion belong in, else every journey would convert. */
export function transitionsOf(paths: readonly Path[], order: MarkovOrder): Transition[] {
  const found = new Map<string, Transition>();
  const add = (from: readonly number[], to: number, journeys: number, value: number) => {
    const key = `${from.join('>')}|${to}`;
    const transition = found.get(key) ?? { from, to, journeys: 0, value: 0 };
    transition.journeys += journeys;
    transition.value += value;
    found.set(key, transition);
  };
  for (const { channels, conversions, nulls, value } of paths) {
    if (channels.length === 0) continue;
    const before = (index: number) => channels.slice(Math.max(0, index - order), index);
    channels.forEach((channel, index) => {
      add(before(index), channel, conversions + nulls, 0);
    });
    if (conversions > 0) add(before(channels.length), CONVERTED, conversions, value);
    if (nulls > 0) add(before(channels.length), LOST, nulls, 0);
  }
  return [...found.values()];
}

/** Credits of `channels` channels; they add up to the conversions and to the value that the transitions hold. */
export function markovCredit(transitions: readonly Transition[], channels: number, order: MarkovOrder): MarkovResult {
  const chain = chainOf(transitions, order);
  const total = { conversions: 0, value: 0 };
  for (const { to, journeys, value } of transitions) {
    if (to !== CONVERTED) continue;
    total.conversions += journeys;
    total.value += value;
  }
  const whole = expectedReward(chain, undefined);
  const used = new Set(transitions.map(({ to }) => to));
  const removal = Array.from({ length: channels }, (_, channel) => {
    if (!used.has(channel)) return { conversions: 0, value: 0 };
    const without = expectedReward(chain, channel);
    return {
      conversions: effect(without.conversions, whole.conversions),
      value: effect(without.value, whole.value),
    };
  });
  return {
    conversionRate: whole.conversions,
    removal,
    credits: shareOut(total, removal),
    states: chain.rows.length,
  };
}

const effect = (without: number, whole: number) => (whole > 0 ? Math.max(0, 1 - without / whole) : 0);

function shareOut(total: Credit, removal: readonly Credit[]): Credit[] {
  const sum = removal.reduce(
    (all, one) => ({ conversions: all.conversions + one.conversions, value: all.value + one.value }),
    { conversions: 0, value: 0 },
  );
  return noCredit(removal.length).map((_, channel) => {
    const one = removal[channel] ?? sum;
    const conversions = sum.conversions > 0 ? (total.conversions * one.conversions) / sum.conversions : 0;
    return { conversions, value: sum.value > 0 ? (total.value * one.value) / sum.value : 0 };
  });
}

/** States in the order in which they were met, the start first. */
function chainOf(transitions: readonly Transition[], order: MarkovOrder): AbsorbingChain {
  const places = new Map<string, number>([['', 0]]);
  const rows: AbsorbingChain['rows'] = [{ conversions: 0, value: 0, edges: [] }];
  const placeOf = (state: readonly number[]): number => {
    const key = state.join('>');
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, rows.length);
    rows.push({ conversions: 0, value: 0, edges: [] });
    return rows.length - 1;
  };
  const out: number[] = [];
  for (const { from, journeys } of transitions) {
    const place = placeOf(from);
    out[place] = (out[place] ?? 0) + journeys;
  }
  for (const { from, to, journeys, value } of transitions) {
    const place = placeOf(from);
    const row = rows[place];
    const all = out[place] ?? 0;
    if (row === undefined || all === 0) continue;
    if (to === CONVERTED) {
      row.conversions += journeys / all;
      row.value += value / all;
    } else if (to >= 0) {
      row.edges.push({ to: placeOf([...from, to].slice(-order)), channel: to, chance: journeys / all });
    }
  }
  return { rows };
}
