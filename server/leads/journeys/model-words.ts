/** What each model of attribution is called and does, in words. */
import type { AttributionModel } from '#contract/journeys.ts';

interface ModelOptions {
  half_life_days: number;
  order: number;
}

const WORDS: Record<AttributionModel, { name: string; method: (options: ModelOptions) => string }> = {
  first: { name: 'First touch', method: () => 'All credit to the first touch within the look-back.' },
  last: { name: 'Last touch', method: () => 'All credit to the last touch before the goal.' },
  last_non_direct: {
    name: 'Last non-direct',
    method: () => 'All credit to the last touch that was not a direct visit; to the last one where all were.',
  },
  linear: { name: 'Linear', method: () => 'The same part to every touch.' },
  time_decay: {
    name: 'Time decay',
    method: ({ half_life_days }) => `A touch loses half of its part every ${half_life_days} days before the last one.`,
  },
  position: {
    name: 'Position-based',
    method: () => '40 % each to the first and the last touch, 20 % to those between; halves where there are two.',
  },
  w_shaped: {
    name: 'W-shaped',
    method: () => '30 % each to the first touch, the one that made the lead and the last; 10 % to the others.',
  },
  markov: {
    name: 'Markov chain',
    method: ({ order }) =>
      `Share of conversions lost when every step into the key ends the journey, by an exact absorbing chain of order ${order} with lost journeys included, scaled to the total.`,
  },
  shapley: {
    name: 'Shapley',
    method: () =>
      'Exact Shapley value where a set of keys is worth all conversions that met nothing outside it: an equal part for each different key of a journey.',
  },
  shapley_rate: {
    name: 'Shapley by rate',
    method: () =>
      'Exact Shapley value where a set of keys is worth the conversion rate of journeys that met exactly it, as common tools count; may be negative.',
  },
};

/** Name and method of a model under the options asked for. */
export function modelWords(model: AttributionModel, options: ModelOptions) {
  return { model, name: WORDS[model].name, method: WORDS[model].method(options) };
}
