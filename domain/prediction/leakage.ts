/**
 * Finds features that know the outcome. A feature that was written after the lead was scored, or that tells the
 * outcome better than anything known at that instant can, makes a model that shines in training and fails in use.
 */
import { encode, fitEncoding } from './encode.ts';
import { type Feature, type FeatureTable, rowsOf, type Span, without } from './features.ts';
import { fitLogistic, logOdds } from './logistic.ts';
import { auc } from './metrics.ts';

export interface Refusal {
  feature: string;
  cause: 'set_later' | 'too_good' | 'too_pure';
  /** A sentence for people. */
  reason: string;
}

export interface GuardLimits {
  /** Share of rows whose value may have been set after the instant of scoring; those rows are blemishes, not a rule. */
  laterShare: number;
  /** One feature alone that ranks new rows better than this is not believed. */
  loneAuc: number;
  /**
   * Nor is one above this that ranks them better than all others together, by the margin, unless it is recorded as
   * the lead comes.
   */
  strongAuc: number;
  margin: number;
  /** Rate of conversion above which a value as good as names the outcome. */
  pureRate: number;
  /** Share of all conversions that such values must hold to count. */
  pureShare: number;
}

export const GUARD_LIMITS: GuardLimits = {
  laterShare: 0.01,
  loneAuc: 0.9,
  strongAuc: 0.75,
  margin: 0.03,
  pureRate: 0.97,
  pureShare: 0.2,
};

/** Shares of the rows at which a window to judge by begins; all rows before it are learnt from, the next begins its end. */
const CUTS = [0.4, 0.6, 0.8, 1] as const;
const GUARD_ROWS = 30_000;
const RIDGE = 1;
const TOLERANCE = 1e-8;
/** Rows that a value must have before its rate is believed. */
const VALUE_ROWS = 30;

/** Names the features that must not be used, with the reason. `at` is the instant of scoring per row, in ms. */
export function findLeaks(
  table: FeatureTable,
  label: Uint8Array,
  at: Float64Array,
  limits: GuardLimits = GUARD_LIMITS,
): Refusal[] {
  const refused = table.features.flatMap((feature) => setLater(feature, at, limits) ?? []);
  const left = without(table, new Set(refused.map(({ feature }) => feature)));
  return [...refused, ...tooGood(left, label, limits)];
}

function setLater(feature: Feature, at: Float64Array, { laterShare }: GuardLimits): Refusal | undefined {
  const { name, setAt } = feature;
  if (feature.setLater) {
    return { feature: name, cause: 'set_later', reason: 'It comes into being only after a lead is scored.' };
  }
  if (setAt === undefined) return undefined;
  let later = 0;
  for (let row = 0; row < at.length; row++) if (setAt[row]! > at[row]!) later++;
  if (later <= laterShare * at.length) return undefined;
  const reason = `In ${later} of ${at.length} leads its value was set after the lead was scored.`;
  return { feature: name, cause: 'set_later', reason };
}

/** Strongest first; each is judged beside the others that are still believed, so that one leak does not hide another. */
function tooGood(table: FeatureTable, label: Uint8Array, limits: GuardLimits): Refusal[] {
  const begin = Math.max(0, table.rows - GUARD_ROWS);
  const newest = rowsOf(table, { from: begin, to: table.rows });
  const rank = (names: ReadonlySet<string>) => {
    const features = newest.features.filter(({ name }) => names.has(name));
    return meanRanking({ rows: newest.rows, features }, label.subarray(begin));
  };
  const lone = table.features
    .map((feature) => ({ feature, area: rank(new Set([feature.name])) }))
    .sort((a, b) => b.area - a.area);
  const kept = new Set(table.features.map(({ name }) => name));
  const refused: Refusal[] = [];
  for (const { feature, area } of lone) {
    const { name } = feature;
    const refuse = (cause: Refusal['cause'], reason: string) => {
      refused.push({ feature: name, cause, reason });
      kept.delete(name);
    };
    const pure = pureValues(feature, label, limits);
    if (pure !== undefined) refuse('too_pure', pure);
    else if (area >= limits.loneAuc) {
      refuse(
        'too_good',
        `Alone it ranks later leads with an AUC of ${area.toFixed(3)}: so much is known only afterwards.`,
      );
    } else if (area >= limits.strongAuc && kept.size > 1 && !feature.recorded) {
      const others = rank(new Set([...kept].filter((other) => other !== name)));
      if (area < others + limits.margin) continue;
      refuse(
        'too_good',
        `Alone it ranks later leads with an AUC of ${area.toFixed(3)}, all others together with ${others.toFixed(3)}.`,
      );
    }
  }
  return refused;
}

/** The AUC that a model of these features has on the rows that follow, as a mean over the windows. */
function meanRanking(table: FeatureTable, label: Uint8Array): number {
  const cuts = CUTS.map((share) => Math.round(share * table.rows));
  let sum = 0;
  let judged = 0;
  for (let window = 0; window + 1 < cuts.length; window++) {
    const train = { from: 0, to: cuts[window]! };
    const test = { from: train.to, to: cuts[window + 1]! };
    const area = ranking(table, label, train, test);
    if (area === undefined) continue;
    sum += area;
    judged++;
  }
  return judged === 0 ? 0.5 : sum / judged;
}

/** Undefined where there is nothing to learn or to judge by. */
function ranking(table: FeatureTable, label: Uint8Array, train: Span, test: Span): number | undefined {
  const [learnt, outcome] = [train, test].map(({ from, to }) => label.subarray(from, to)) as [Uint8Array, Uint8Array];
  if (table.features.length === 0 || !hasBoth(learnt) || !hasBoth(outcome)) return undefined;
  const rows = rowsOf(table, train);
  const encoding = fitEncoding(rows);
  const ridge = new Float64Array(encoding.width).fill(RIDGE);
  ridge[0] = 0;
  const { coefficients } = fitLogistic(encode(encoding, rows), learnt, { ridge, tolerance: TOLERANCE });
  return auc(logOdds(encode(encoding, rowsOf(table, test)), coefficients), outcome);
}

function hasBoth(label: Uint8Array): boolean {
  return label.includes(0) && label.includes(1);
}

/** A sentence when values that nearly always convert hold a good part of all conversions. */
function pureValues(feature: Feature, label: Uint8Array, { pureRate, pureShare }: GuardLimits): string | undefined {
  const encoding = fitEncoding({ rows: label.length, features: [feature] }, { rareRows: VALUE_ROWS });
  const { columns, values, entries } = encode(encoding, { rows: label.length, features: [feature] });
  const rows = new Float64Array(encoding.width);
  const hits = new Float64Array(encoding.width);
  for (let row = 0; row < label.length; row++) {
    for (let place = 1; place < entries; place++) {
      const at = row * entries + place;
      rows[columns[at]!]! += values[at]!;
      hits[columns[at]!]! += values[at]! * label[row]!;
    }
  }
  const all = label.reduce((sum, value) => sum + value, 0);
  // Where nearly everything converts, a pure value is nothing strange.
  if (all === 0 || all / label.length > pureRate - 0.2) return undefined;
  let pure = 0;
  for (let column = 1; column < encoding.width; column++) {
    if (rows[column]! >= VALUE_ROWS && hits[column]! >= pureRate * rows[column]!) pure += hits[column]!;
  }
  if (pure < pureShare * all) return undefined;
  return `Values that convert ${Math.round(pureRate * 100)} times in 100 or more hold ${Math.round((100 * pure) / all)} % of all conversions.`;
}
