/** Isotonic regression, and the calibration of scores by it. */

/** A run of neighbouring scores with one common rate. */
export interface Block {
  /** Weighted mean of the scores in it. */
  score: number;
  rate: number;
  weight: number;
}

/**
 * The non-decreasing sequence nearest to `values` by weighted squares: pool adjacent violators.
 * Source: Barlow et al., Statistical Inference under Order Restrictions (1972); the same answer as R's `isoreg`.
 */
export function isotonic(values: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  const fitted = new Float64Array(values.length);
  for (const { rate, from, to } of pool(values, weights)) fitted.fill(rate, from, to);
  return fitted;
}

interface Pooled {
  rate: number;
  weight: number;
  from: number;
  to: number;
}

function pool(values: ArrayLike<number>, weights?: ArrayLike<number>): Pooled[] {
  const blocks: Pooled[] = [];
  for (let place = 0; place < values.length; place++) {
    let block: Pooled = { rate: values[place]!, weight: weights?.[place] ?? 1, from: place, to: place + 1 };
    for (let before = blocks.at(-1); before !== undefined && before.rate >= block.rate; before = blocks.at(-1)) {
      blocks.pop();
      const weight = before.weight + block.weight;
      const rate = (before.rate * before.weight + block.rate * block.weight) / weight;
      block = { rate, weight, from: before.from, to: block.to };
    }
    blocks.push(block);
  }
  return blocks;
}

/** A calibration: rates by score, both rising; between two scores the rate is a straight line, outside it is level. */
export interface Calibration {
  scores: number[];
  rates: number[];
}

/** Neighbouring scores are first put together into groups of about this many conversions, or a quarter of them all. */
const CONVERSIONS_PER_GROUP = 10;

/**
 * Fits rates to scores that have had time to show their outcome. The blocks' centres are joined by straight lines, so
 * that scores which differ stay in order and no ties are made (centred isotonic regression: Oron and Flournoy,
 * Statistics in Biopharmaceutical Research 9 (2017) 258).
 */
export function fitCalibration(scores: ArrayLike<number>, label: ArrayLike<number>): Calibration {
  const groups = groupsOf(scores, label);
  const blocks = pool(
    groups.map(({ rate }) => rate),
    groups.map(({ weight }) => weight),
  );
  const calibration: Calibration = { scores: [], rates: [] };
  // Nothing that was never seen to convert is impossible for that, and the other way round.
  const least = 0.5 / (scores.length + 1);
  for (const { from, to, rate } of blocks) {
    const members = groups.slice(from, to);
    const weight = members.reduce((sum, group) => sum + group.weight, 0);
    calibration.scores.push(members.reduce((sum, group) => sum + group.score * group.weight, 0) / weight);
    calibration.rates.push(Math.min(1 - least, Math.max(least, rate)));
  }
  return calibration;
}

/** Equal scores stand in one group, so that their order does not matter. */
function groupsOf(scores: ArrayLike<number>, label: ArrayLike<number>): Block[] {
  const order = Uint32Array.from({ length: scores.length }, (_, place) => place).sort(
    (a, b) => scores[a]! - scores[b]!,
  );
  const conversions = Array.from(label).reduce((sum, value) => sum + value, 0);
  const rare = Math.min(conversions, scores.length - conversions);
  const size = Math.max(1, Math.floor(scores.length / Math.max(4, rare / CONVERSIONS_PER_GROUP)));
  const groups: Block[] = [];
  for (let start = 0; start < order.length; ) {
    let end = Math.min(order.length, start + size);
    while (end < order.length && scores[order[end]!] === scores[order[end - 1]!]) end++;
    let score = 0;
    let converted = 0;
    for (let place = start; place < end; place++) {
      score += scores[order[place]!]!;
      converted += label[order[place]!]!;
    }
    groups.push({ score: score / (end - start), rate: converted / (end - start), weight: end - start });
    start = end;
  }
  return groups;
}

/** The rate that belongs to a score. */
export function calibrate({ scores, rates }: Calibration, score: number): number {
  const last = scores.length - 1;
  if (last < 0) return Number.NaN;
  if (!(score > scores[0]!)) return rates[0]!;
  if (score >= scores[last]!) return rates[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return rates[low]! + share * (rates[high]! - rates[low]!);
}
