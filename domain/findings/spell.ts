/** The spell of days during which something was unusually frequent. */

export interface DayCount {
  hits: number;
  n: number;
}

export interface Spell {
  /** Indexes of its first and last day. */
  first: number;
  last: number;
  hits: number;
  n: number;
  /** Log likelihood ratio against one share for all days. */
  strength: number;
}

/** Below this a spell is what chance makes of some 180 days. */
const STRENGTH_MIN = 15;

/**
 * The run of days whose share of hits differs most, upwards, from that of all other days; undefined when chance explains
 * it. Kulldorff's scan statistic for Bernoulli counts (1997, Communications in Statistics 26, 1481-1496).
 */
export function strongestSpell(days: readonly DayCount[]): Spell | undefined {
  const total = days.reduce((sum, day) => ({ hits: sum.hits + day.hits, n: sum.n + day.n }), { hits: 0, n: 0 });
  let best: Spell | undefined;
  for (let first = 0; first < days.length; first++) {
    if (!days[first]?.hits) continue;
    let hits = 0;
    let n = 0;
    for (let last = first; last < days.length; last++) {
      hits += days[last]?.hits ?? 0;
      n += days[last]?.n ?? 0;
      if (!days[last]?.hits) continue;
      const strength = ratio(hits, n, total.hits - hits, total.n - n);
      if (strength > (best?.strength ?? STRENGTH_MIN)) best = { first, last, hits, n, strength };
    }
  }
  return best;
}

function ratio(hits: number, n: number, otherHits: number, otherN: number): number {
  if (n === 0 || otherN === 0 || hits / n <= otherHits / otherN) return 0;
  return logLikelihood(hits, n) + logLikelihood(otherHits, otherN) - logLikelihood(hits + otherHits, n + otherN);
}

/** Of the most likely share; 0 ln 0 is 0. */
function logLikelihood(hits: number, n: number): number {
  const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / n));
  return part(hits) + part(n - hits);
}
