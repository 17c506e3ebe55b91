/**
 * Learns the model from the client's own records, without labels: expectation-maximisation over the counts of agreement
 * patterns (Winkler 2000; Splink works likewise). The pairs that no block found are taken to be two people, so the
 * chances hold for any two records and not only for those that a block brought together.
 */
import { LEAD_SPEC } from './lead-spec.ts';
import { indexOf, type LevelChances, type LinkageModel, levelBits } from './model.ts';
import type { Comparison, LinkageSpec } from './spec.ts';

/** So many pairs show these gammas. */
export interface PatternCount {
  gammas: readonly number[];
  pairs: number;
}

export interface TrainingInput {
  spec: LinkageSpec;
  records: number;
  /** The pairs that the blocks found. */
  found: readonly PatternCount[];
  /** Pairs taken at random. */
  random: readonly PatternCount[];
  /** By counted field: the chance that two records that tell it agree in it. */
  agreement: Readonly<Record<string, number>>;
  /** Where to begin, and what the chances lean towards while there is little to learn from. */
  start: LinkageModel;
}

const ROUNDS = 60;
/** Pairs of one person that the starting chances count as. */
const LEANING = 30;
/** Pairs of two people that the starting chances count as where a comparison depends on another. */
const LEANING_GIVEN = 1000;
/** Pairs that every level is taken to have, though none was seen; keeps weights finite. */
const LEAST_PAIRS = 0.5;
/** The same among the random pairs, for levels whose pairs the blocks need not find. */
const UNSEEN = 0.05;
/** Among a handful of records all pairs can be of one person; certainty would leave weights without bound. */
const PRIOR_MAX = 0.5;
/** Standard deviations of a count by which it must exceed what is expected. */
const DEVIATIONS = 3;

/** Returns the model with the highest likelihood that was reached from `start`. */
export function trainModel(input: TrainingInput): LinkageModel {
  const { spec, records, found, start, agreement } = input;
  const all = (records * (records - 1)) / 2;
  let model: LinkageModel = { ...start, agreement: { ...start.agreement, ...agreement } };
  const drawn = input.random.reduce((sum, { pairs }) => sum + pairs, 0);
  const random = spec.comparisons.map((comparison) => tally(spec, comparison, input.random, () => 1));
  for (let round = 0; round < ROUNDS; round++) {
    const matches = found.map(({ gammas }) => chanceOf(spec, model, gammas));
    const expected = found.reduce((sum, { pairs }, index) => sum + pairs * matches[index]!, 0);
    const prior = Math.min(Math.max(expected, 1) / all, PRIOR_MAX);
    const chances = Object.fromEntries(
      spec.comparisons.map((comparison, index) => {
        const ones = tally(spec, comparison, found, (pattern) => matches[pattern]!);
        const twos = tally(spec, comparison, found, (pattern) => 1 - matches[pattern]!);
        const begin = start.chances[comparison.id]!;
        return [
          comparison.id,
          {
            m: ones.map((row, at) => leaning(row, begin.m[at]!, LEANING)),
            u: unlikeChances(comparison, { ones, twos, random: random[index]!, drawn, all, begin, agreement }),
          },
        ];
      }),
    );
    model = { ...model, prior, chances };
  }
  return model;
}

/** Chance that a pair with these gammas is one person, frequencies aside. */
function chanceOf(spec: LinkageSpec, model: LinkageModel, gammas: readonly number[]): number {
  let bits = Math.log2(model.prior / (1 - model.prior));
  for (const [index, { id, given, levels }] of spec.comparisons.entries()) {
    const gamma = gammas[index]!;
    if (gamma < 0) continue;
    const row = given === undefined ? 0 : 1 + gammas[indexOf(spec, given)]!;
    bits += Math.min(levelBits(model, id, row, gamma), levels[gamma]?.bitsMax ?? Number.POSITIVE_INFINITY);
  }
  return 1 / (1 + 2 ** -bits);
}

/** Weighted counts of a comparison's levels by row; see `LevelChances`. */
function tally(
  spec: LinkageSpec,
  { id, given, levels }: Comparison,
  patterns: readonly PatternCount[],
  share: (pattern: number) => number,
): number[][] {
  const own = indexOf(spec, id);
  const parent = given === undefined ? -1 : indexOf(spec, given);
  const rows = given === undefined ? 1 : spec.comparisons[parent]!.levels.length + 2;
  const counts = Array.from({ length: rows }, () => new Array<number>(levels.length + 1).fill(0));
  for (const [pattern, { gammas, pairs }] of patterns.entries()) {
    const gamma = gammas[own]!;
    if (gamma >= 0) counts[given === undefined ? 0 : 1 + gammas[parent]!]![gamma]! += pairs * share(pattern);
  }
  return counts;
}

function leaning(counts: readonly number[], begin: readonly number[], weight: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, weight);
  return counts.map((count, level) => (count + weight * begin[level]!) / total);
}

interface Unlike {
  ones: readonly (readonly number[])[];
  twos: readonly (readonly number[])[];
  random: readonly (readonly number[])[];
  /** Pairs taken at random. */
  drawn: number;
  /** Pairs that there are. */
  all: number;
  begin: LevelChances;
  agreement: Readonly<Record<string, number>>;
}

/**
 * Chances among pairs of two people. What the blocks found of a level is a part of what there is; the random pairs show
 * common levels, and the sum of squared frequencies shows all pairs that agree exactly, less those of one person.
 */
function unlikeChances(
  { levels }: Comparison,
  { ones, twos, random, drawn, all, begin, agreement }: Unlike,
): number[][] {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const told = drawn === 0 ? 0 : (all * sum(random.flat())) / drawn;
  const agreeing = levels.map(({ when }, level) =>
    when.is === 'equal' ? Math.max(0, (agreement[when.field] ?? 0) * told - sum(ones.map((row) => row[level]!))) : 0,
  );
  return twos.map((found, row) => {
    const one = ones[row]!;
    const here = Math.max(drawn === 0 ? 0 : (all * sum(random[row]!)) / drawn - sum(one), sum(found));
    const weight = twos.length > 1 ? LEANING_GIVEN : 1;
    const masses = levels.map(({ when }, level) => {
      const shown = drawn === 0 ? 0 : (all / drawn) * beyond(random[row]![level]!, (one[level]! * drawn) / all);
      // As if the row agreed as often as all pairs do: too little where the two go together, and then more was found.
      const equal = told === 0 ? 0 : (agreeing[level]! * here) / told;
      const least = when.is === 'equal' || drawn === 0 ? LEAST_PAIRS : Math.max(LEAST_PAIRS, (here * UNSEEN) / drawn);
      return Math.max(found[level]!, shown, equal, least) + weight * begin.u[row]![level]!;
    });
    const some = masses.reduce((sum, mass) => sum + mass, 0);
    const total = Math.max(here + weight, some / 0.99);
    return [...masses, total - some].map((mass) => mass / total);
  });
}

/** What was drawn beyond the pairs of one person to be expected, as far as it is not the chance of the draw. */
function beyond(drawn: number, expected: number): number {
  const excess = drawn - expected;
  return excess > DEVIATIONS * Math.sqrt(expected) ? excess : 0;
}

/**
 * A model to begin with for columns that are not those of leads: a comparison that is takes the shipped chances, of any
 * other the first level is usual for one person and rare for two.
 */
export function startModel(spec: LinkageSpec, shipped: LinkageModel): LinkageModel {
  const chances = spec.comparisons.map((comparison): [string, LevelChances] => {
    const { id, given, levels } = comparison;
    const known = shipped.chances[id];
    if (known !== undefined && LEAD_SPEC.comparisons.includes(comparison)) return [id, known];
    const rows = given === undefined ? 1 : spec.comparisons[indexOf(spec, given)]!.levels.length + 2;
    const between = 0.15 / levels.length;
    const m = [0.8, ...levels.slice(1).map(() => between), 0.2 - between * (levels.length - 1)];
    const rare = levels.map((_, level) => 10 ** (level - 1 - levels.length));
    const u = [...rare, 1 - rare.reduce((sum, chance) => sum + chance, 0)];
    return [id, { m: Array.from({ length: rows }, () => m), u: Array.from({ length: rows }, () => u) }];
  });
  return { ...shipped, chances: Object.fromEntries(chances), agreement: {} };
}
