/**
 * The Fellegi-Sunter model: how likely each level is among pairs of one person (m) and of two (u), and what that says
 * of a pair. Fellegi and Sunter, JASA 64 (1969) 1183; frequencies after Winkler (1988) and Splink.
 */
import { gammasOf } from './compare.ts';
import type { LinkageRecord, LinkageSpec } from './spec.ts';

/**
 * Chances of the levels of one comparison: a row per gamma of the comparison it is `given` (row 0 for -1, row g + 1 for
 * g), a single row without one; in a row a chance per level and one for "otherwise". Rows sum to 1.
 */
export interface LevelChances {
  m: readonly (readonly number[])[];
  u: readonly (readonly number[])[];
}

export interface LinkageModel {
  version: number;
  /** Chance that two records taken at random are of one person. */
  prior: number;
  /** By comparison id. */
  chances: Readonly<Record<string, LevelChances>>;
  /** By field whose frequency weighs: the chance that two records taken at random agree in it, the sum of squared frequencies. */
  agreement: Readonly<Record<string, number>>;
  thresholds: Thresholds;
}

/** Posterior chances from which a pair is proposed for merging, and from which a person is asked. */
export interface Thresholds {
  auto: number;
  review: number;
}

export type Band = 'auto' | 'review' | 'no';

export interface Step {
  /** The comparison's id; `prior` for the first step. */
  comparison: string;
  title: string;
  /** In plain words. */
  level: string;
  /** What it adds, in bits: log2 of how much likelier one person is than two. */
  bits: number;
}

export interface PairScore {
  /** log2 of the odds that the pair is one person; the sum of the waterfall. */
  weight_bits: number;
  probability: number;
  gammas: number[];
  waterfall: Step[];
}

/**
 * Scores two normalised records; symmetric. The waterfall begins with the prior and names only comparisons that both
 * records tell something of.
 */
export function scorePair(spec: LinkageSpec, a: LinkageRecord, b: LinkageRecord, model: LinkageModel): PairScore {
  const gammas = gammasOf(spec, a.fields, b.fields);
  const prior = Math.log2(model.prior / (1 - model.prior));
  const waterfall: Step[] = [
    { comparison: 'prior', title: 'Before looking', level: 'Two records taken at random', bits: prior },
  ];
  for (const [index, comparison] of spec.comparisons.entries()) {
    const gamma = gammas[index]!;
    if (gamma < 0) continue;
    const row = comparison.given === undefined ? 0 : 1 + gammas[indexOf(spec, comparison.given)]!;
    const level = comparison.levels[gamma];
    let bits = levelBits(model, comparison.id, row, gamma);
    for (const field of level?.frequency ?? []) bits += frequencyBits(model, field, a, b);
    if (level?.bitsMax !== undefined) bits = Math.min(bits, level.bitsMax);
    waterfall.push({
      comparison: comparison.id,
      title: comparison.title,
      level: level?.label ?? comparison.otherwise,
      bits,
    });
  }
  const weight = waterfall.reduce((sum, { bits }) => sum + bits, 0);
  return { weight_bits: weight, probability: probabilityOf(weight), gammas, waterfall };
}

/** log2(m / u) of one level. */
export function levelBits(model: LinkageModel, comparison: string, row: number, gamma: number): number {
  const { m, u } = model.chances[comparison]!;
  return Math.log2(m[row]![gamma]! / u[row]![gamma]!);
}

/** What a shared value's rarity adds to the weight of agreeing: 0 for a value of average frequency. */
function frequencyBits(model: LinkageModel, field: string, a: LinkageRecord, b: LinkageRecord): number {
  const agreement = model.agreement[field];
  const value = a.fields[field];
  if (agreement === undefined || !value || value !== b.fields[field]) return 0;
  return Math.log2(agreement / Math.max(a.frequency[field] ?? agreement, b.frequency[field] ?? agreement));
}

export function probabilityOf(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

/** The position of a comparison in the specification. */
export function indexOf(spec: LinkageSpec, id: string): number {
  return spec.comparisons.findIndex((comparison) => comparison.id === id);
}

/** Whether a pair at these levels is never merged without a person having looked, however likely it is. */
export function mustAsk(spec: LinkageSpec, gammas: readonly number[]): boolean {
  return askingLevels(spec).some(({ comparison, levels }) => levels.includes(gammas[comparison]!));
}

/** The gammas at which a person is asked, by the position of the comparison; without those that have none. */
export function askingLevels({ comparisons }: LinkageSpec): { comparison: number; levels: number[] }[] {
  const asking = comparisons.map(({ levels, otherwiseAsks }, comparison) => ({
    comparison,
    levels: [...levels.keys(), levels.length].filter(
      (gamma) => levels[gamma]?.asks ?? (gamma === levels.length && otherwiseAsks),
    ),
  }));
  return asking.filter(({ levels }) => levels.length > 0);
}

/** Which of the three bands a pair falls into. */
export function bandOf(
  spec: LinkageSpec,
  { probability, gammas }: Pick<PairScore, 'probability' | 'gammas'>,
  { auto, review }: Thresholds,
): Band {
  if (probability < review) return 'no';
  return probability >= auto && !mustAsk(spec, gammas) ? 'auto' : 'review';
}
