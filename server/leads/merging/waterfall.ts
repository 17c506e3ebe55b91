/** The match weight of a stored pair, step by step. */
import type { WeightStep } from '#contract/duplicates.ts';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';

/** What a pair keeps: the weight, and level and bits of each comparison in the order of the specification. */
export interface StoredWeight {
  weight_bits: number;
  bits: readonly number[];
  gammas: readonly number[];
}

/** The bars of a stored pair; the first is what holds before looking. They sum to the weight. */
export function waterfallOf({ weight_bits, bits, gammas }: StoredWeight): WeightStep[] {
  const prior = bits.reduce((rest, one) => rest - one, weight_bits);
  return [
    { comparison: 'prior', title: 'Before looking', level: 'Two records taken at random', bits: prior },
    ...LEAD_SPEC.comparisons.flatMap(({ id, title, levels, otherwise }, place) => {
      const gamma = gammas[place] ?? -1;
      const level = levels[gamma]?.label ?? otherwise;
      return gamma < 0 ? [] : [{ comparison: id, title, level, bits: bits[place] ?? 0 }];
    }),
  ];
}
