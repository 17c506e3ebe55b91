/** How much each feature of a model matters, over many leads. */
import { encode } from './encode.ts';
import { type FeatureTable, rowsOf } from './features.ts';
import { type ConversionModel, explain, featuresOf, type LogisticModel } from './model.ts';

export interface FeatureWeight {
  feature: string;
  /** Mean size of what it adds to the log-odds. */
  weight: number;
  /** What each value adds beside an average lead, largest first; of a number, at its knots. None for trees. */
  values: { value: string; logOdds: number }[];
}

/** Trees are explained row by row, so a sample stands for all. */
const ROWS_EXPLAINED = 300;
const VALUES_SHOWN = 12;

/** Features by weight, heaviest first, over the rows of a table. */
export function featureWeights(model: ConversionModel, table: FeatureTable): FeatureWeight[] {
  const { learner } = model;
  const weights =
    learner.kind === 'logistic' ? logisticWeights(learner, table) : treeWeights(model, table, featuresOf(learner));
  return weights.sort((a, b) => b.weight - a.weight);
}

function logisticWeights({ encoding, coefficients, means }: LogisticModel, table: FeatureTable): FeatureWeight[] {
  const { columns, values, entries } = encode(encoding, table);
  return encoding.features.map((feature, place) => {
    const mean = means[place] ?? 0;
    let sum = 0;
    for (let at = 1 + 2 * place; at < values.length; at += entries) {
      const own = coefficients[columns[at]!]! * values[at]! + coefficients[columns[at + 1]!]! * values[at + 1]!;
      sum += Math.abs(own - mean);
    }
    const names =
      feature.kind === 'numeric'
        ? [...feature.knots.map((knot) => String(Math.round(knot * 100) / 100)), 'missing']
        : [...feature.levels.map((level) => level || 'missing'), 'rare or new'];
    return {
      feature: feature.name,
      weight: table.rows === 0 ? 0 : sum / table.rows,
      values: names
        .map((value, column) => ({ value, logOdds: (coefficients[feature.first + column] ?? 0) - mean }))
        .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
        .slice(0, VALUES_SHOWN),
    };
  });
}

function treeWeights(model: ConversionModel, table: FeatureTable, names: readonly string[]): FeatureWeight[] {
  const sums = new Float64Array(names.length);
  const stride = Math.max(1, Math.floor(table.rows / ROWS_EXPLAINED));
  let explained = 0;
  for (let row = 0; row < table.rows; row += stride) {
    const { factors } = explain(model, rowsOf(table, { from: row, to: row + 1 }));
    for (const [place, { logOdds }] of factors.entries()) sums[place]! += Math.abs(logOdds);
    explained++;
  }
  return names.map((feature, place) => ({ feature, weight: sums[place]! / Math.max(1, explained), values: [] }));
}
