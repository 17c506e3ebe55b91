/**
 * Attribution by the Shapley value over sets of channels (Shapley 1953; Zhao, Mahboobi, Bagheri 2018, "Shapley value
 * methods for attribution modeling in online advertising"). Sets are bit masks, channel 0 in the lowest bit.
 *
 * Set game: a coalition is worth all conversions of journeys that met no channel outside it. Its Shapley value has the
 * closed form that each journey's conversion is shared equally among the channels it met.
 * Rate game: a coalition is worth the conversion rate of journeys that met exactly its channels (0 when there are none);
 * each journey's conversion is shared by the Shapley value within the set it met. Credits may be negative.
 */
import { type Credit, noCredit } from './path.ts';

/** Beyond this the tables of all coalitions grow out of hand: 2^20 coalitions take 8 MB each. */
export const SHAPLEY_CHANNELS_MAX = 20;

/** Journeys that met exactly the channels of `mask`. */
export interface ChannelSet {
  mask: number;
  journeys: number;
  conversions: number;
  value: number;
}

/** The journeys of each set counted together; sets without a channel are left out. */
export function channelSets(
  paths: readonly { channels: readonly number[]; conversions: number; value: number; nulls: number }[],
): ChannelSet[] {
  const sets = new Map<number, ChannelSet>();
  for (const { channels, conversions, value, nulls } of paths) {
    if (channels.length === 0) continue;
    const mask = channels.reduce((bits, channel) => bits | (1 << channel), 0);
    const set = sets.get(mask) ?? { mask, journeys: 0, conversions: 0, value: 0 };
    set.journeys += conversions + nulls;
    set.conversions += conversions;
    set.value += value;
    sets.set(mask, set);
  }
  return [...sets.values()];
}

/** Shapley value of the set game, in closed form. */
export function shapleySetGame(sets: readonly ChannelSet[], channels: number): Credit[] {
  requireFew(channels);
  const credits = noCredit(channels);
  for (const { mask, conversions, value } of sets) {
    const members = bitCount(mask);
    credits.forEach((credit, channel) => {
      if ((mask >> channel) % 2 === 0) return;
      credit.conversions += conversions / members;
      credit.value += value / members;
    });
  }
  return credits;
}

/**
 * Shapley value of the rate game by Harsanyi dividends: with d the Möbius transform of the rates, a channel of set S gets
 * the sum of d(T) / |T| over the coalitions T within S that it belongs to; summed over all sets that is d(T) / |T| times
 * the journeys of all sets that contain T. Three passes over 2^n coalitions instead of one over each set's own.
 */
export function shapleyRateGame(sets: readonly ChannelSet[], channels: number): Credit[] {
  requireFew(channels);
  const size = 2 ** channels;
  const dividend = new Float64Array(size);
  const journeys = new Float64Array(size);
  const values = new Float64Array(size);
  for (const set of sets) {
    if (set.conversions === 0) continue;
    dividend[set.mask] = set.conversions / set.journeys;
    journeys[set.mask] = set.journeys;
    values[set.mask] = (set.journeys * set.value) / set.conversions;
  }
  for (let bit = 1; bit < size; bit *= 2) {
    for (let mask = 0; mask < size; mask++) {
      if ((mask & bit) === 0) continue;
      const without = mask ^ bit;
      dividend[mask] = (dividend[mask] ?? 0) - (dividend[without] ?? 0);
      journeys[without] = (journeys[without] ?? 0) + (journeys[mask] ?? 0);
      values[without] = (values[without] ?? 0) + (values[mask] ?? 0);
    }
  }
  const credits = noCredit(channels);
  for (let mask = 1; mask < size; mask++) {
    const part = (dividend[mask] ?? 0) / bitCount(mask);
    if (part === 0) continue;
    for (let channel = 0; channel < channels; channel++) {
      const credit = credits[channel];
      if (credit === undefined || (mask & (1 << channel)) === 0) continue;
      credit.conversions += part * (journeys[mask] ?? 0);
      credit.value += part * (values[mask] ?? 0);
    }
  }
  return credits;
}

function requireFew(channels: number): void {
  if (channels > SHAPLEY_CHANNELS_MAX) {
    throw new RangeError(`${channels} channels; the Shapley value is exact for at most ${SHAPLEY_CHANNELS_MAX}.`);
  }
}

/** How many bits are set. */
export function bitCount(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
