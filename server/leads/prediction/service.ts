/** The model of a client: looked at, fitted anew, another version put in force, and why a lead has its probability. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { LeadPrediction, Prediction, PredictionFit } from '#contract/prediction.ts';
import { CONVERSIONS_NEEDED } from '#domain/prediction/choose.ts';
import { estimate, explain } from '#domain/prediction/model.ts';
import { estimateBySource } from '#domain/prediction/source-prior.ts';
import { findJob, insertJob, type JobRow } from '../../jobs/queries.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { loadContext } from '../context.ts';
import type { LeadDeps } from '../deps.ts';
import { question } from '../questions.ts';
import { featureTable, shownValue } from './features.ts';
import { activateModel, activeModel, modelReply, modelVersions, parametersOf, versionReply } from './kept-model.ts';
import { nextMonthly } from './monthly.ts';
import { columnsOf } from './one.ts';

const KNOWN_SQL = question('prediction-known');
const KnownRow = z.object({ leads: SafeInteger, conversions: SafeInteger });
const HORIZON_DAYS = 30;
const DAY_MS = 86_400_000;
const VERSIONS_SHOWN = 50;

/** The model in force, its versions, and what there is to learn from now. */
export async function getPrediction(deps: LeadDeps, principal: Principal, clientId: string): Promise<Prediction> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  const now = deps.clock();
  const kept = await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const row = await activeModel(tx, clientId);
    const versions = await modelVersions(tx, clientId, VERSIONS_SHOWN);
    const names = await deps.actorNames(
      tx,
      versions.map(({ created_by }) => created_by),
    );
    return { row, versions, names };
  });
  const horizon = kept.row?.horizon_days ?? HORIZON_DAYS;
  await deps.pull.fresh();
  const params = { client: clientId, until_ms: now - horizon * DAY_MS, horizon_ms: horizon * DAY_MS };
  const [known] = await ask(deps.clickhouse, KNOWN_SQL, params, KnownRow);
  return {
    client_id: clientId,
    model: kept.row === undefined ? null : modelReply(kept.row, kept.names),
    versions: kept.versions.map((version) => versionReply(version, kept.names)),
    known: {
      leads: known?.leads ?? 0,
      conversions: known?.conversions ?? 0,
      needed: CONVERSIONS_NEEDED,
      horizon_days: horizon,
    },
    next_fit_at: nextMonthly(now).toISOString(),
  };
}

/** Enqueues fitting a model to what is known now. */
export async function fitPrediction(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  input: PredictionFit,
): Promise<JobRow> {
  const clients = clientsFor(principal, 'scoring.write', clientId);
  // The job reads the engine, which must know all that was there when somebody asked.
  await deps.pull.fresh();
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'prediction.fit-asked',
      object: { type: 'client', id: clientId },
      detail: { ...input },
    });
    return await startJob(deps, tx, {
      clientId,
      kind: 'model_fit',
      title: 'Learning what makes leads convert',
      input: { ...input, at: new Date(deps.clock()).toISOString() },
      createdBy: actorOf(principal),
    });
  });
}

/** Puts a kept version in force and enqueues scoring all leads by it. Throws 404 for a version that is not there. */
export async function changePrediction(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  version: number,
): Promise<JobRow> {
  const clients = clientsFor(principal, 'scoring.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    if (!(await activateModel(tx, clientId, version, actorOf(principal)))) throw notFound();
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'prediction.activated',
      object: { type: 'prediction_model', id: String(version) },
      detail: { version },
    });
    return await startJob(deps, tx, {
      clientId,
      kind: 'model_score',
      title: `Scoring by version ${version} of the model`,
      input: {},
      createdBy: actorOf(principal),
    });
  });
}

async function startJob(deps: Pick<LeadDeps, 'queue'>, tx: Tx, job: Parameters<typeof insertJob>[1]): Promise<JobRow> {
  const id = await insertJob(tx, job);
  await deps.queue.send(tx, { client_id: job.clientId, job_id: id });
  const row = await findJob(tx, id);
  if (row === undefined) throw new Error('The job that was just written is not there.');
  return row;
}

/** The probability of a lead by the model in force, with its reasons. Throws 409 while there is no model. */
export async function getLeadPrediction(deps: LeadDeps, principal: Principal, id: string): Promise<LeadPrediction> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const { rows } = await sql<{ client_id: string }>`select client_id from lead where id = ${id}`.execute(tx);
    const clientId = rows[0]?.client_id;
    if (clientId === undefined) throw notFound();
    const row = await activeModel(tx, clientId);
    if (row === undefined) throw new AppError(409, 'no-model', 'This client has no model yet.');
    const { timeZone } = await loadContext(tx, clientId);
    const columns = await columnsOf(tx, clientId, timeZone, [id]);
    const { auc, ece, kind, version, horizon_days, trained_through } = modelReply(row, new Map());
    const shared = { lead_id: id, version, kind, horizon_days, trained_through, auc, ece };
    const parameters = parametersOf(row);
    if (parameters.kind === 'prior') {
      const { rows: alike, ...own } = estimateBySource(parameters.prior, columns.source[0] ?? '');
      return { ...shared, ...own, alike, base_probability: null, base_log_odds: null, factors: [] };
    }
    const table = featureTable(columns);
    const reasons = explain(parameters.model, table);
    const { rows: alike, ...own } = estimate(parameters.model, reasons.probability);
    return {
      ...shared,
      ...own,
      alike,
      base_probability: reasons.baseProbability,
      base_log_odds: reasons.base,
      factors: reasons.factors
        .map(({ feature, logOdds, effect }) => ({
          feature,
          value: shownValue(table, feature),
          log_odds: logOdds,
          effect,
        }))
        .sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds)),
    };
  });
}
