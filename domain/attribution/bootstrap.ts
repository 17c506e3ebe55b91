/**
 * Intervals by the bootstrap over groups of journeys. Journeys fall into groups by their hash; each replicate weighs every
 * group by a Poisson(1) draw (Chamandy, Muralidharan, Najmi, Naidu 2012, "Estimating uncertainty for massive data
 * streams"), scaled so that the weights keep their sum: else chance would also change how many journeys there are.
 * The draws come from a hash of their place, so the same question has the same answer.
 */

/** Groups that journeys are put into, and replicates that an interval is read from. */
export const BOOTSTRAP_GROUPS = 64;
export const BOOTSTRAP_REPLICATES = 200;

export interface Interval {
  low: number;
  high: number;
}

/** Weights of the groups in one replicate; they add up to the number of groups. */
export function replicateWeights(groups: number, replicate: number): Float64Array {
  const weights = new Float64Array(groups);
  let sum = 0;
  for (let group = 0; group < groups; group++) {
    const draw = poissonOne(unitHash(replicate, group));
    weights[group] = draw;
    sum += draw;
  }
  if (sum === 0) return weights.fill(1);
  return weights.map((weight) => (weight * groups) / sum);
}

/**
 * 95 % intervals of several numbers at once.
 * @param estimate gives the same numbers in the same order for any weights of the groups
 */
export function bootstrapIntervals(
  estimate: (weights: Float64Array) => readonly number[],
  groups = BOOTSTRAP_GROUPS,
  replicates = BOOTSTRAP_REPLICATES,
): Interval[] {
  const runs = Array.from({ length: replicates }, (_, replicate) => estimate(replicateWeights(groups, replicate)));
  return (runs[0] ?? []).map((_, index) => {
    const sorted = Float64Array.from(runs, (run) => run[index] ?? 0).sort();
    return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  });
}

/** Linear between neighbours, of sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const [low, high] = [sorted[below] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - below);
}

/** The Poisson(1) count that a uniform number stands for. */
function poissonOne(unit: number): number {
  let chance = Math.exp(-1);
  let cumulative = chance;
  let count = 0;
  while (unit > cumulative && count < 20) {
    count++;
    chance /= count;
    cumulative += chance;
  }
  return count;
}

/** Between 0 and 1, by the finaliser of MurmurHash3 over two small numbers. */
function unitHash(replicate: number, group: number): number {
  let hash = Math.imul(replicate + 1, 0x9e3779b1) ^ Math.imul(group + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
