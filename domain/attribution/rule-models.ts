/** Models that share a conversion out by a rule: each gives every touch of a path its part, and the parts add up to one. */
import { type Credit, noCredit, type Path } from './path.ts';

export const RULE_MODELS = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'time_decay',
  'position',
  'w_shaped',
] as const;
export type RuleModel = (typeof RULE_MODELS)[number];

export interface RuleOptions {
  /** Seconds in which a touch loses half of its part. */
  halfLife: number;
  /** The channel that `last_non_direct` passes over, when there is one. */
  direct?: number;
}

/** Parts of the first and of the last touch in the position-based model; the touches between share the rest. */
export const POSITION_ENDS = 0.4;
/** Part of each of the three corners of a W; the other touches share the rest. */
export const W_CORNER = 0.3;

const MODELS: Record<RuleModel, (path: Path, options: RuleOptions) => number[]> = {
  first: ({ channels }) => onlyAt(channels.length, 0),
  last: ({ channels }) => onlyAt(channels.length, channels.length - 1),
  last_non_direct: ({ channels }, { direct }) => {
    const at = channels.findLastIndex((channel) => channel !== direct);
    return onlyAt(channels.length, at < 0 ? channels.length - 1 : at);
  },
  linear: ({ channels }) => channels.map(() => 1 / channels.length),
  time_decay: ({ channels, ats }, { halfLife }) => {
    // Measured from the last touch, so that a long time before the conversion does not round everything to zero.
    const last = ats?.at(-1) ?? 0;
    return inProportion(channels.map((_, index) => 2 ** (((ats?.[index] ?? last) - last) / halfLife)));
  },
  position: ({ channels: { length } }) => {
    if (length <= 2) return new Array<number>(length).fill(1 / length);
    const middle = (1 - 2 * POSITION_ENDS) / (length - 2);
    return Array.from({ length }, (_, index) => (index === 0 || index === length - 1 ? POSITION_ENDS : middle));
  },
  w_shaped: ({ channels: { length }, leadTouch = length - 1 }) => {
    const corners = [0, leadTouch, length - 1];
    const others = length - new Set(corners).size;
    const weights = Array.from({ length }, (_, index) => {
      const part = corners.filter((corner) => corner === index).length * W_CORNER;
      return part > 0 ? part : (1 - 3 * W_CORNER) / others;
    });
    return inProportion(weights);
  },
};

/** The part of each touch of a path that has at least one; the parts add up to one. */
export function touchWeights(model: RuleModel, path: Path, options: RuleOptions): number[] {
  return MODELS[model](path, options);
}

/** Credit per channel over many paths. A path without a touch is left out, so its conversions belong to nobody. */
export function ruleCredit(paths: readonly Path[], channels: number, model: RuleModel, options: RuleOptions): Credit[] {
  const credits = noCredit(channels);
  for (const path of paths) {
    if (path.channels.length === 0 || path.conversions === 0) continue;
    touchWeights(model, path, options).forEach((weight, index) => {
      const credit = credits[path.channels[index] ?? -1];
      if (credit === undefined) throw new Error(`A path names channel ${path.channels[index]}, there are ${channels}.`);
      credit.conversions += weight * path.conversions;
      credit.value += weight * path.value;
    });
  }
  return credits;
}

function onlyAt(length: number, at: number): number[] {
  return Array.from({ length }, (_, index) => (index === at ? 1 : 0));
}

function inProportion(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
