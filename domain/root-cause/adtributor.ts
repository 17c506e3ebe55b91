/**
 * Which elements of which dimension explain that a number departs from what was expected.
 * Bhagwan et al. 2014, "Adtributor: revenue debugging in advertising systems", NSDI '14, 43-55.
 */
import { binomialTail, logChoose } from '../statistics/binomial.ts';

export interface Element {
  value: string;
  expected: number;
  actual: number;
}

export interface Cause {
  dimension: string;
  /** Most surprising first. */
  elements: (Element & {
    /** Share of the whole change that this element accounts for; may pass 1 where others go the other way. */
    explained: number;
  })[];
  explained: number;
  /** Sum of the elements' parts of the Jensen-Shannon divergence, in nats. */
  surprise: number;
}

/** Share of the change that a set of elements must explain, and each of its elements (section 4.2 of the paper). */
const EXPLAINED_MIN = 0.67;
const ELEMENT_MIN = 0.1;
const CAUSES_MAX = 3;
const CHANCE_MAX = 0.01;

/**
 * Candidate causes, most surprising first, at most three. Each dimension's elements add up to the same totals; elements
 * too small to matter may be left out when the totals are given.
 */
export function adtributor(
  dimensions: ReadonlyMap<string, readonly Element[]>,
  totals: { expected: number; actual: number },
): Cause[] {
  const change = totals.actual - totals.expected;
  if (change === 0 || totals.expected <= 0 || totals.actual <= 0) return [];
  const causes = [...dimensions].flatMap(([dimension, elements]) => {
    const cause = causeOf(dimension, elements, totals, change);
    return cause === undefined ? [] : [cause];
  });
  return causes.sort((a, b) => b.surprise - a.surprise || (a.dimension < b.dimension ? -1 : 1)).slice(0, CAUSES_MAX);
}

function causeOf(
  dimension: string,
  elements: readonly Element[],
  totals: { expected: number; actual: number },
  change: number,
): Cause | undefined {
  const ordered = elements
    .map((element) => ({
      ...element,
      explained: (element.actual - element.expected) / change,
      surprise: surpriseOf(element.expected / totals.expected, element.actual / totals.actual),
    }))
    .sort((a, b) => b.surprise - a.surprise || (a.value < b.value ? -1 : 1));
  const cause: Cause = { dimension, elements: [], explained: 0, surprise: 0 };
  for (const { surprise, ...element } of ordered) {
    if (element.explained <= ELEMENT_MIN) continue;
    cause.elements.push(element);
    cause.explained += element.explained;
    cause.surprise += surprise;
    if (cause.explained > EXPLAINED_MIN) {
      return chanceOf(cause.elements, elements.length, totals) < CHANCE_MAX ? cause : undefined;
    }
  }
  return undefined;
}

/**
 * How likely these elements, or any as many of their dimension, would have so different a share of the total by chance
 * alone. The paper does without, since its counts are of millions; twelve leads lie unevenly over any week.
 */
function chanceOf(
  elements: readonly Element[],
  dimensionSize: number,
  totals: { expected: number; actual: number },
): number {
  const sum = (key: 'expected' | 'actual') => elements.reduce((total, element) => total + element[key], 0);
  const share = Math.min(1, sum('expected') / totals.expected);
  const [hits, n] = [Math.round(sum('actual')), Math.round(totals.actual)];
  const tail = hits > n * share ? binomialTail(hits, n, share) : binomialTail(n - hits, n, 1 - share);
  return tail * Math.exp(logChoose(dimensionSize, elements.length));
}

/** One element's part of the Jensen-Shannon divergence between shares `p` and `q`. */
function surpriseOf(p: number, q: number): number {
  const part = (share: number) => (share <= 0 ? 0 : share * Math.log((2 * share) / (p + q)));
  return 0.5 * (part(p) + part(q));
}
