/** What is said of leads while there are too few conversions to learn from: the rate of their source, drawn to that of all. */
import { fitBeta } from '../statistics/beta-binomial.ts';
import { wilson } from '../statistics/wilson.ts';

export interface SourceCount {
  source: string;
  leads: number;
  conversions: number;
}

export interface PriorModel {
  kind: 'prior';
  /** The beta distribution that the sources' rates come from. */
  a: number;
  b: number;
  sources: SourceCount[];
}

/** Undefined without leads whose outcome is known. */
export function fitPrior(sources: readonly SourceCount[]): PriorModel | undefined {
  const beta = fitBeta(sources.map(({ leads, conversions }) => ({ n: leads, hits: conversions })));
  return beta && { kind: 'prior', a: beta.a, b: beta.b, sources: [...sources] };
}

/** A probability with its 95 % interval, and how many leads it rests on. */
export interface Estimate {
  probability: number;
  low: number;
  high: number;
  rows: number;
}

/** The rate of a source as the mean of its posterior; a source that was never seen has the rate of all. */
export function estimateBySource({ a, b, sources }: PriorModel, source: string): Estimate {
  const { leads = 0, conversions = 0 } = sources.find((each) => each.source === source) ?? {};
  const weight = leads + a + b;
  const interval = wilson(conversions + a, weight) ?? { low: 0, high: 1 };
  return { probability: (conversions + a) / weight, ...interval, rows: leads };
}
