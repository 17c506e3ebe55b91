/** A conversion model as it is kept: what it takes to score a lead and to say why. Plain JSON. */

import { wilson } from '../statistics/wilson.ts';
import { type Encoding, encode } from './encode.ts';
import type { FeatureTable } from './features.ts';
import { type Calibration, calibrate } from './isotonic.ts';
import { logOdds } from './logistic.ts';
import type { ReliabilityBin } from './metrics.ts';
import type { Estimate } from './source-prior.ts';
import { binRows, type TreeModel, treeModelOdds } from './tree-model.ts';
import { explainTrees } from './tree-shap.ts';

/** What gives log-odds, before they are calibrated. */
export type Learner = ({ kind: 'logistic' } & LogisticModel) | ({ kind: 'trees' } & TreeModel);

export interface LogisticModel {
  encoding: Encoding;
  coefficients: number[];
  /** Per feature, what it adds on average to the log-odds of a training row. */
  means: number[];
}

export interface ConversionModel {
  learner: Learner;
  calibration: Calibration;
  /** Rows foretold out of time, by probability: what such leads really did. */
  bands: ReliabilityBin[];
}

/** Names of the features a learner reads, in its order. */
export function featuresOf(learner: Learner): string[] {
  return (learner.kind === 'logistic' ? learner.encoding.features : learner.binning).map(({ name }) => name);
}

/** Log-odds of every row, not calibrated. Throws when a feature is not in the table. */
export function oddsOf(learner: Learner, table: FeatureTable): Float64Array {
  if (learner.kind === 'trees') return treeModelOdds(learner, table);
  return logOdds(encode(learner.encoding, table), Float64Array.from(learner.coefficients));
}

/** Calibrated probability of every row. */
export function probabilitiesOf({ learner, calibration }: ConversionModel, table: FeatureTable): Float64Array {
  return oddsOf(learner, table).map((odds) => calibrate(calibration, odds));
}

/**
 * The probability with the interval of what leads foretold alike did out of time: 95 %, by Wilson, widened to hold the
 * probability itself.
 */
export function estimate({ bands }: ConversionModel, probability: number): Estimate {
  const nearest = bands.reduce<ReliabilityBin | undefined>(
    (best, band) =>
      best === undefined || Math.abs(band.predicted - probability) < Math.abs(best.predicted - probability)
        ? band
        : best,
    undefined,
  );
  const interval = nearest && wilson(nearest.conversions, nearest.rows);
  if (nearest === undefined || interval === undefined) return { probability, low: 0, high: 1, rows: 0 };
  return {
    probability,
    low: Math.min(probability, interval.low),
    high: Math.max(probability, interval.high),
    rows: nearest.rows,
  };
}

export interface Factor {
  feature: string;
  /** What it adds to the log-odds of this row beside an average one. */
  logOdds: number;
  /** The probability less what it would be without this factor. */
  effect: number;
}

/** What an average row has, and what each feature adds for this one; base and factors sum to the row's log-odds. */
export interface Reasons {
  base: number;
  /** The probability at the base. */
  baseProbability: number;
  probability: number;
  /** In the order of the model's features. */
  factors: Factor[];
}

/** Explains the first row of a table: exactly for a regression, by exact Shapley values for trees. */
export function explain({ learner, calibration }: ConversionModel, table: FeatureTable): Reasons {
  const { base, contributions } =
    learner.kind === 'trees'
      ? explainTrees(
          learner.ensemble,
          binRows(learner.binning, table).bins.map((bins) => bins[0]!),
        )
      : logisticContributions(learner, table);
  const odds = contributions.reduce((sum, each) => sum + each, base);
  const probability = calibrate(calibration, odds);
  const names = featuresOf(learner);
  return {
    base,
    baseProbability: calibrate(calibration, base),
    probability,
    factors: [...contributions].map((each, place) => ({
      feature: names[place]!,
      logOdds: each,
      effect: probability - calibrate(calibration, odds - each),
    })),
  };
}

function logisticContributions({ encoding, coefficients, means }: LogisticModel, table: FeatureTable) {
  const own = contributionsOf(encoding, coefficients, table);
  return {
    base: means.reduce((sum, mean) => sum + mean, coefficients[0]!),
    contributions: Float64Array.from(means, (mean, place) => own[place]! - mean),
  };
}

/** What each feature adds to the log-odds of the first row. */
function contributionsOf(encoding: Encoding, coefficients: ArrayLike<number>, table: FeatureTable): Float64Array {
  const { columns, values } = encode(encoding, table);
  return Float64Array.from(encoding.features, (_, place) => {
    const at = 1 + 2 * place;
    return coefficients[columns[at]!]! * values[at]! + coefficients[columns[at + 1]!]! * values[at + 1]!;
  });
}
