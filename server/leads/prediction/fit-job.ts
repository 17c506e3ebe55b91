/** Fits a client's model anew: learns, judges, keeps the version, puts it in force and scores all leads by it. */
import * as z from 'zod';
import { Time } from '#contract/common.ts';
import { PredictionFit } from '#contract/prediction.ts';
import { type Choice, chooseModel, type OutOfTimeMetrics } from '#domain/prediction/choose.ts';
import { spreadOf } from '#domain/prediction/drift.ts';
import { pick } from '#domain/prediction/features.ts';
import { featuresOf } from '#domain/prediction/model.ts';
import { estimateBySource, fitPrior, type SourceCount } from '#domain/prediction/source-prior.ts';
import { featureWeights } from '#domain/prediction/weights.ts';
import { wilson } from '#domain/statistics/wilson.ts';
import { advanceJob } from '../../jobs/queries.ts';
import { JobError, type JobTools } from '../../jobs/tools.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope } from '../../platform/db.ts';
import { loadContext } from '../context.ts';
import { insertModel, type KeptMetrics, type NewModel } from './kept-model.ts';
import { scoreAll } from './score-job.ts';
import { editedLeads, type Learnable, learnableLeads } from './training.ts';

/** What was asked, and the instant at which outcomes are looked at, so that a fit begun again learns the same. */
export const FitInput = PredictionFit.extend({ at: Time });
const Resume = z.object({ version: z.int() });

/** Works a model_fit job. Result: the version, its kind and figures, and how many leads were scored by it. */
export async function runFit(tools: JobTools): Promise<Record<string, unknown>> {
  const { job } = tools;
  // After a stop the version is there already; only the scoring is done again.
  const version = job.resume === null ? await fit(tools) : Resume.parse(job.resume).version;
  const { leads, changed } = await scoreAll(tools);
  return { version, leads, changed };
}

async function fit({ job, db, scope, deps }: JobTools): Promise<number> {
  const input = FitInput.parse(job.input);
  const { client, edited } = await inScope(db, scope, async (tx) => ({
    client: await loadContext(tx, job.client_id),
    edited: await editedLeads(tx, job.client_id),
  }));
  const asked = { clientId: job.client_id, zone: client.timeZone };
  const set = await learnableLeads(deps.clickhouse, asked, input.horizon_days, Date.parse(input.at), edited);
  const model = newModel(set, chooseModel(set, new Set(input.accept)), input.accept);
  if (model === undefined) {
    throw new JobError(`No lead is ${input.horizon_days} days old yet, so there is nothing to learn from.`);
  }
  return await inScope(db, scope, async (tx) => {
    const version = await insertModel(tx, {
      ...model,
      clientId: job.client_id,
      horizonDays: input.horizon_days,
      createdBy: job.created_by,
    });
    await append(tx, {
      clientId: job.client_id,
      actor: { kind: 'system', id: job.id },
      action: 'prediction.fitted',
      object: { type: 'prediction_model', id: String(version) },
      detail: { version, kind: model.kind, leads: model.leads, conversions: model.conversions, accept: input.accept },
    });
    await advanceJob(tx, job.id, { done: 0, resume: { version } });
    return version;
  });
}

type Fitted = Omit<NewModel, 'clientId' | 'horizonDays' | 'createdBy'>;

/** Undefined when there is no lead whose outcome is known. */
function newModel(set: Learnable, choice: Choice, accepted: string[]): Fitted | undefined {
  const known = {
    leads: set.label.length,
    conversions: set.label.reduce((sum, value) => sum + value, 0),
    trainedThrough: new Date(set.at.at(-1) ?? 0),
  };
  if (choice.kind === 'not_enough') {
    const counts = countsBySource(set);
    const prior = fitPrior(counts);
    if (prior === undefined) return undefined;
    const sources = counts.map(({ source, leads, conversions }) => {
      const { probability, low, high } = estimateBySource(prior, source);
      return { source, leads, conversions, probability, low, high };
    });
    return {
      ...known,
      kind: 'prior',
      parameters: { kind: 'prior', prior },
      features: { features: [], refused: choice.refused, accepted },
      metrics: { metrics: null, not_enough: choice.why, sources },
    };
  }
  const { model, recipe, refused, judged, metrics } = choice;
  const features = pick(set.table, featuresOf(model.learner));
  return {
    ...known,
    kind: recipe.kind,
    parameters: { kind: 'learnt', model, spreads: features.map(spreadOf) },
    features: {
      features: featureWeights(model, set.table).map(({ feature, weight, values }) => ({
        feature,
        weight,
        values: values.map(({ value, logOdds }) => ({ value, log_odds: logOdds })),
      })),
      refused,
      accepted,
    },
    metrics: {
      metrics: metricsReply(metrics, judged),
      not_enough: null,
      sources: [],
    },
  };
}

function countsBySource({ sources, label }: Learnable): SourceCount[] {
  const counts = new Map<string, SourceCount>();
  for (const [row, source] of sources.entries()) {
    const count = counts.get(source) ?? { source, leads: 0, conversions: 0 };
    count.leads++;
    count.conversions += label[row] ?? 0;
    counts.set(source, count);
  }
  return [...counts.values()].sort((a, b) => b.leads - a.leads || (a.source < b.source ? -1 : 1));
}

function metricsReply(
  { rows, reliability, lift, from, to, ...metrics }: OutOfTimeMetrics,
  judged: Extract<Choice, { kind: 'model' }>['judged'],
): NonNullable<KeptMetrics['metrics']> {
  return {
    ...metrics,
    leads: rows,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    reliability: reliability.map((bin) => ({
      leads: bin.rows,
      conversions: bin.conversions,
      predicted: bin.predicted,
      seen: bin.conversions / bin.rows,
      ...(wilson(bin.conversions, bin.rows) ?? { low: 0, high: 1 }),
    })),
    lift: lift.map(({ rows: leads, ...row }) => ({ ...row, leads })),
    tried: judged.map(({ recipe, auc }) => ({ kind: recipe.kind, memory: recipe.memory ?? null, auc })),
  };
}
