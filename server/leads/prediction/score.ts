/** Probabilities of leads by a kept model. */
import { probabilitiesOf } from '#domain/prediction/model.ts';
import { estimateBySource } from '#domain/prediction/source-prior.ts';
import { featureTable, type LeadColumns } from './features.ts';
import { type ModelRow, type Parameters, parametersOf } from './kept-model.ts';

/** A ten-thousandth more or less is no news, and need not be written. */
const STEP = 10_000;

/** The probability of each lead, to four digits. */
export function probabilitiesBy(row: Pick<ModelRow, 'parameters'>, columns: LeadColumns): Float64Array {
  return probabilitiesFrom(parametersOf(row), columns);
}

/** The same from what was read of the row. */
export function probabilitiesFrom(parameters: Parameters, columns: LeadColumns): Float64Array {
  if (parameters.kind === 'learnt') {
    return probabilitiesOf(parameters.model, featureTable(columns)).map(toStep);
  }
  const bySource = new Map<string, number>();
  return Float64Array.from(columns.source, (source) => {
    const known = bySource.get(source);
    if (known !== undefined) return known;
    const probability = toStep(estimateBySource(parameters.prior, source).probability);
    bySource.set(source, probability);
    return probability;
  });
}

const toStep = (probability: number) => Math.round(probability * STEP) / STEP;
