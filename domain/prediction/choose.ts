/** Which model a client gets: none, the rate of the source, a regression, or trees where they are worth it. */
import { without } from './features.ts';
import { findLeaks, type Refusal } from './leakage.ts';
import {
  auc,
  brierScore,
  calibrationError,
  type LiftRow,
  liftTable,
  logLoss,
  type ReliabilityBin,
  reliability,
} from './metrics.ts';
import type { ConversionModel } from './model.ts';
import {
  fitCalibrated,
  foretell,
  knownBefore,
  type OutOfTime,
  type Recipe,
  type TrainingSet,
  windowsOf,
} from './train.ts';

/** Fewer conversions than this teach nothing that would hold (Salesforce asks for as many). */
export const CONVERSIONS_NEEDED = 120;
/** What another model must win in AUC, out of time, before it is taken for the simpler one. */
export const AUC_MARGIN = 0.01;

export interface Judgement {
  recipe: Recipe;
  auc: number;
}

/** How the model did on leads that came after those it had learnt from. */
export interface OutOfTimeMetrics {
  rows: number;
  conversions: number;
  /** First and last instant of these leads, ms. */
  from: number;
  to: number;
  windows: number;
  auc: number;
  ece: number;
  brier: number;
  /** Brier score of saying the mean rate of everyone. */
  brier_of_mean: number;
  log_loss: number;
  reliability: ReliabilityBin[];
  lift: LiftRow[];
}

export type Choice =
  | {
      kind: 'not_enough';
      conversions: number;
      needed: number;
      why: 'conversions' | 'features' | 'history';
      refused: Refusal[];
    }
  | {
      kind: 'model';
      model: ConversionModel;
      recipe: Recipe;
      judged: Judgement[];
      refused: Refusal[];
      metrics: OutOfTimeMetrics;
    };

const WINDOWS = 6;
/** Windows begin no earlier than this share of the rows. */
const WARM_UP = 0.4;
const MEMORIES = [20_000, 5_000];
/** A first model needs some of both outcomes. */
const CONVERSIONS_TO_START = 40;
const BANDS = 20;

/**
 * Refuses features that leak, judges the recipes out of time, and fits the best to all rows. A regression on all rows
 * is taken unless a shorter memory or trees win by the margin. `accepted` names features that a person vouches for
 * although they seem too good; what was set later stays refused.
 */
export function chooseModel(set: TrainingSet, accepted: ReadonlySet<string> = new Set()): Choice {
  const conversions = set.label.reduce((sum, value) => sum + value, 0);
  const rare = Math.min(conversions, set.label.length - conversions);
  const short = (why: 'conversions' | 'features' | 'history', refused: Refusal[] = []): Choice => ({
    kind: 'not_enough',
    conversions,
    needed: CONVERSIONS_NEEDED,
    why,
    refused,
  });
  if (rare < CONVERSIONS_NEEDED) return short('conversions');
  const refused = findLeaks(set.table, set.label, set.at).filter(
    ({ feature, cause }) => cause === 'set_later' || !accepted.has(feature),
  );
  const table = without(set.table, new Set(refused.map(({ feature }) => feature)));
  if (table.features.length === 0) return short('features', refused);
  const sound = { ...set, table };
  const windows = windowsFor(sound);
  if (windows === undefined) return short('history', refused);
  const judged: (Judgement & { seen: OutOfTime })[] = [];
  const judge = (recipe: Recipe) => {
    const seen = foretell(sound, windows, recipe);
    judged.push({ recipe, auc: auc(seen.probabilities, seen.label), seen });
  };
  judge({ kind: 'logistic' });
  for (const memory of MEMORIES) if (set.label.length >= 2 * memory) judge({ kind: 'logistic', memory });
  const regression = bestOf(judged);
  judge({ ...regression.recipe, kind: 'trees' });
  const best = bestOf(judged);
  const { learner, calibration } = fitCalibrated(sound, { from: 0, to: set.label.length }, best.recipe);
  return {
    kind: 'model',
    model: { learner, calibration, bands: reliability(best.seen.probabilities, best.seen.label, BANDS) },
    recipe: best.recipe,
    judged: judged.map(({ recipe, auc: area }) => ({ recipe, auc: area })),
    refused,
    metrics: measure(set, best.seen, windows.length),
  };
}

/** The first, unless a later one beats the best before it by the margin. */
function bestOf<J extends Judgement>(judged: readonly J[]): J {
  return judged.reduce((best, each) => (each.auc >= best.auc + AUC_MARGIN ? each : best));
}

/** Undefined when no early model would have had anything to learn from, or the later leads do not show both outcomes. */
function windowsFor(set: TrainingSet) {
  const rows = set.label.length;
  let start = Math.round(rows * WARM_UP);
  for (; start < rows * 0.9; start += Math.ceil(rows / 50)) {
    const known = set.label.subarray(0, knownBefore(set, start));
    const hits = known.reduce((sum, value) => sum + value, 0);
    if (Math.min(hits, known.length - hits) >= CONVERSIONS_TO_START) break;
  }
  const later = set.label.subarray(start);
  if (start >= rows * 0.9 || !later.includes(1) || !later.includes(0)) return undefined;
  return windowsOf(rows, start, Math.ceil((rows - start) / WINDOWS));
}

/** The figures of what was foretold out of time. */
export function measure({ at }: TrainingSet, seen: OutOfTime, windows: number): OutOfTimeMetrics {
  const { probabilities, label, span } = seen;
  const conversions = label.reduce((sum, value) => sum + value, 0);
  const rate = conversions / label.length;
  const bins = reliability(probabilities, label);
  return {
    rows: label.length,
    conversions,
    from: at[span.from]!,
    to: at[span.to - 1]!,
    windows,
    auc: auc(probabilities, label),
    ece: calibrationError(bins),
    brier: brierScore(probabilities, label),
    brier_of_mean: rate * (1 - rate),
    log_loss: logLoss(probabilities, label),
    reliability: bins,
    lift: liftTable(probabilities, label),
  };
}
