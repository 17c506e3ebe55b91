/** How well probabilities foretell outcomes. Labels are 1 for converted, 0 for not. */

/**
 * Area under the ROC curve: the chance that a converted row has the higher score, ties counting half.
 * NaN unless both outcomes occur. Source: Hanley and McNeil, Radiology 143 (1982) 29.
 */
export function auc(scores: ArrayLike<number>, label: ArrayLike<number>): number {
  const [negative, positive] = [0, 1].map((outcome) =>
    Float64Array.from(Array.from(scores).filter((_, row) => label[row] === outcome)).sort(),
  ) as [Float64Array, Float64Array];
  let wins = 0;
  let below = 0;
  let notAbove = 0;
  for (const score of positive) {
    while (below < negative.length && negative[below]! < score) below++;
    while (notAbove < negative.length && negative[notAbove]! <= score) notAbove++;
    wins += (below + notAbove) / 2;
  }
  return wins / (positive.length * negative.length);
}

/** Mean squared distance of probability and outcome (Brier 1950). */
export function brierScore(probabilities: ArrayLike<number>, label: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < label.length; row++) sum += (probabilities[row]! - label[row]!) ** 2;
  return sum / label.length;
}

/** Mean negative log-likelihood, in nats. */
export function logLoss(probabilities: ArrayLike<number>, label: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < label.length; row++) {
    sum -= Math.log(label[row] === 1 ? probabilities[row]! : 1 - probabilities[row]!);
  }
  return sum / label.length;
}

/** Rows of neighbouring probability: what was foretold, what came. */
export interface ReliabilityBin {
  rows: number;
  /** Mean probability. */
  predicted: number;
  conversions: number;
}

/** The rows in order of probability, cut into bins of equally many (equal probabilities are not parted). */
export function reliability(probabilities: ArrayLike<number>, label: ArrayLike<number>, bins = 10): ReliabilityBin[] {
  const order = ascending(probabilities);
  const found: ReliabilityBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= bins; bin++) {
    let end = Math.round((order.length * bin) / bins);
    while (end < order.length && end > start && probabilities[order[end]!] === probabilities[order[end - 1]!]) end++;
    if (end <= start) continue;
    let sum = 0;
    let conversions = 0;
    for (let place = start; place < end; place++) {
      sum += probabilities[order[place]!]!;
      conversions += label[order[place]!]!;
    }
    found.push({ rows: end - start, predicted: sum / (end - start), conversions });
    start = end;
  }
  return found;
}

/** Expected calibration error: the mean distance of foretold and seen rate over the bins, weighted by rows. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + Math.abs(bin.predicted * bin.rows - bin.conversions), 0) / rows;
}

/** The best share of the rows: how many of all conversions it holds, and how many times the mean rate. */
export interface LiftRow {
  /** Of the rows, best first. */
  share: number;
  rows: number;
  conversions: number;
  /** Share of all conversions found in these rows. */
  captured: number;
  lift: number;
}

/** Lift at each of the shares, rows taken from the highest probability down; ties keep their order. */
export function liftTable(
  probabilities: ArrayLike<number>,
  label: ArrayLike<number>,
  shares: readonly number[] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1],
): LiftRow[] {
  const order = ascending(probabilities).reverse();
  const total = Array.from(label).reduce((sum, value) => sum + value, 0);
  const table: LiftRow[] = [];
  let conversions = 0;
  let rows = 0;
  for (const share of shares) {
    for (const end = Math.round(order.length * share); rows < end; rows++) conversions += label[order[rows]!]!;
    if (rows === 0) continue;
    table.push({
      share,
      rows,
      conversions,
      captured: conversions / total,
      lift: conversions / rows / (total / order.length),
    });
  }
  return table;
}

function ascending(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, place) => place).sort((a, b) => values[a]! - values[b]!);
}
