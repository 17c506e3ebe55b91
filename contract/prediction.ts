/** How likely a lead converts: the client's model, how well it does, and why a lead has its probability. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';
import { Job } from './workspace.ts';

/** `prior` is not learnt from leads but the rate of the source: there are not enough conversions for more. */
export const MODEL_KINDS = ['prior', 'logistic', 'trees'] as const;
export const ModelKind = z.enum(MODEL_KINDS);
export type ModelKind = z.infer<typeof ModelKind>;

const Share = z.number().min(0).max(1);
const Interval = z.object({ low: Share, high: Share });

export const RefusedFeature = z.object({
  feature: z.string(),
  cause: z.enum(['set_later', 'too_good', 'too_pure']),
  reason: z.string(),
});
export type RefusedFeature = z.infer<typeof RefusedFeature>;

export const ModelFeature = z.object({
  feature: z.string(),
  /** Mean size of what it adds to the log-odds of a lead. */
  weight: z.number(),
  /** What values add to the log-odds beside an average lead, strongest first; empty for trees. */
  values: z.array(z.object({ value: z.string(), log_odds: z.number() })),
});
export type ModelFeature = z.infer<typeof ModelFeature>;

/** All of leads that the model had not seen: each was foretold by a model of the leads before it. */
export const ModelMetrics = z.object({
  leads: Count,
  conversions: Count,
  from: Time,
  to: Time,
  windows: Count,
  auc: z.number(),
  /** Mean distance of foretold and seen rate over ten groups of equally many leads. */
  ece: z.number(),
  brier: z.number(),
  /** Brier score of saying the mean rate of every lead. */
  brier_of_mean: z.number(),
  log_loss: z.number(),
  reliability: z.array(Interval.extend({ leads: Count, conversions: Count, predicted: Share, seen: Share })),
  lift: z.array(z.object({ share: Share, leads: Count, conversions: Count, captured: Share, lift: z.number() })),
  /** Every way of learning that was tried, with its AUC; `memory` is how many of the newest leads it learns from. */
  tried: z.array(z.object({ kind: ModelKind, memory: Count.nullable(), auc: z.number() })),
});
export type ModelMetrics = z.infer<typeof ModelMetrics>;

export const ModelVersion = z.object({
  version: Count,
  kind: ModelKind,
  state: z.enum(['active', 'kept']),
  horizon_days: z.int(),
  /** Leads whose outcome was known, and how many of them converted in time. */
  leads: Count,
  conversions: Count,
  trained_through: Time.nullable(),
  auc: z.number().nullable(),
  ece: z.number().nullable(),
  created_at: Time,
  created_by: z.string(),
  activated_at: Time,
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const PredictionModel = ModelVersion.extend({
  features: z.array(ModelFeature),
  refused: z.array(RefusedFeature),
  /** Features that were too good and that a person vouched for. */
  accepted: z.array(z.string()),
  metrics: ModelMetrics.nullable(),
  /** Why no model was learnt; null for one that was. */
  not_enough: z.enum(['conversions', 'features', 'history']).nullable(),
  /** Of a prior: rate per source, drawn to that of all. */
  sources: z.array(Interval.extend({ source: z.string(), leads: Count, conversions: Count, probability: Share })),
});
export type PredictionModel = z.infer<typeof PredictionModel>;

export const Prediction = z
  .object({
    client_id: Id,
    model: PredictionModel.nullable(),
    versions: z.array(ModelVersion),
    /** What there is to learn from now. */
    known: z.object({ leads: Count, conversions: Count, needed: Count, horizon_days: z.int() }),
    /** When the model is fitted again by itself. */
    next_fit_at: Time,
  })
  .meta({ id: 'Prediction' });
export type Prediction = z.infer<typeof Prediction>;

export const PredictionFit = z.object({
  /** Days within which a conversion counts. */
  horizon_days: z.int().min(1).max(365).default(30),
  /** Features that were refused for being too good, and that a person vouches for. */
  accept: z.array(z.string().max(60)).max(50).default([]),
});
export type PredictionFit = z.infer<typeof PredictionFit>;

export const PredictionChange = z.object({ version: z.int().min(1) });
export const PredictionStarted = z.object({ job: Job });

export const DRIFT_LEVELS = ['stable', 'moving', 'drifted'] as const;

/** Whether the newest leads still look like those the model has learnt from. */
export const PredictionDrift = z
  .object({
    client_id: Id,
    version: Count,
    level: z.enum(DRIFT_LEVELS),
    /** In one sentence. */
    verdict: z.string(),
    /** The newest leads that were compared. */
    leads: Count,
    from: Time.nullable(),
    to: Time.nullable(),
    /** Population stability index per feature, largest first: above 0.1 it moves, above 0.25 it has drifted. */
    features: z.array(z.object({ feature: z.string(), psi: z.number(), level: z.enum(DRIFT_LEVELS) })),
    /** Of the newest leads whose outcome is known; null while there are none since the model was made. */
    calibration: Interval.extend({ leads: Count, conversions: Count, predicted: Share, seen: Share }).nullable(),
  })
  .meta({ id: 'PredictionDrift' });
export type PredictionDrift = z.infer<typeof PredictionDrift>;

export const PredictionFactor = z.object({
  feature: z.string(),
  value: z.union([z.string(), z.number()]).nullable(),
  /** What it adds to the log-odds of this lead beside an average one. */
  log_odds: z.number(),
  /** The probability less what it would be without this factor. */
  effect: z.number(),
});
export type PredictionFactor = z.infer<typeof PredictionFactor>;

export const LeadPrediction = z
  .object({
    lead_id: Id,
    version: Count,
    kind: ModelKind,
    horizon_days: z.int(),
    trained_through: Time.nullable(),
    probability: Share,
    /** 95 %: what leads foretold alike really did, out of time. */
    low: Share,
    high: Share,
    /** On how many such leads the interval rests. */
    alike: Count,
    /** Of a lead that is average in everything; null where there are no factors. */
    base_probability: Share.nullable(),
    /** Log-odds of that average lead; with the factors they sum to the lead's own, before calibration. */
    base_log_odds: z.number().nullable(),
    /** Largest first; empty for a prior. */
    factors: z.array(PredictionFactor),
    auc: z.number().nullable(),
    ece: z.number().nullable(),
  })
  .meta({ id: 'LeadPrediction' });
export type LeadPrediction = z.infer<typeof LeadPrediction>;
