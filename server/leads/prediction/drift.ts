/** Whether the newest leads still look like those that the model in force has learnt from. */
import type { DRIFT_LEVELS, PredictionDrift } from '#contract/prediction.ts';
import { countInto, populationStability, type Spread } from '#domain/prediction/drift.ts';
import { type FeatureTable, pick } from '#domain/prediction/features.ts';
import { wilson } from '#domain/statistics/wilson.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { inScope } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { loadContext } from '../context.ts';
import type { LeadDeps } from '../deps.ts';
import { type KnownColumns, readAll } from './bulk.ts';
import { featureTable } from './features.ts';
import { activeModel, type ModelRow, parametersOf } from './kept-model.ts';
import { probabilitiesBy } from './score.ts';

type Level = (typeof DRIFT_LEVELS)[number];

const NEWEST = 5_000;
const DAY_MS = 86_400_000;
/** Leads of the last days are compared; with fewer than these, chance alone would look like drift. */
const WINDOW_DAYS = 30;
const LEADS_NEEDED = 300;
const MOVING = 0.1;
const DRIFTED = 0.25;

/** Compares the last 30 days with what was learnt from. Throws 404 where there is no model. */
export async function getDrift(deps: LeadDeps, principal: Principal, clientId: string): Promise<PredictionDrift> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  const { client, row } = await inScope(deps.db, scopeOf(principal, clients), async (tx) => ({
    client: await loadContext(tx, clientId),
    row: await activeModel(tx, clientId),
  }));
  if (row === undefined) throw notFound();
  await deps.pull.fresh();
  const asked = { clientId, zone: client.timeZone, newest: NEWEST };
  const now = deps.clock();
  const newest = await readAll(deps.clickhouse, { ...asked, from: now - WINDOW_DAYS * DAY_MS });
  const through = row.trained_through?.getTime() ?? 0;
  const shown = await readAll(deps.clickhouse, { ...asked, from: through + 1, to: now - row.horizon_days * DAY_MS });
  const parameters = parametersOf(row);
  const spreads = parameters.kind === 'learnt' ? parameters.spreads : [];
  const features = newest.id.length < LEADS_NEEDED ? [] : featureDrift(spreads, featureTable(newest));
  const calibration = calibrationOf(row, shown);
  const level = worst([
    ...features.map((each) => each.level),
    calibration ? levelOfCalibration(calibration) : 'stable',
  ]);
  return {
    client_id: clientId,
    version: row.version,
    level,
    verdict: verdictOf(level, features, calibration, newest.id.length),
    leads: newest.id.length,
    from: newest.at[0] === undefined ? null : new Date(newest.at[0]).toISOString(),
    to: newest.at.at(-1) === undefined ? null : new Date(newest.at.at(-1) ?? 0).toISOString(),
    features,
    calibration,
  };
}

function featureDrift(spreads: readonly Spread[], table: FeatureTable): PredictionDrift['features'] {
  const features = pick(
    table,
    spreads.map(({ name }) => name),
  );
  return features
    .map((feature, place) => {
      const spread = spreads[place] as Spread;
      const psi = populationStability(spread.counts, countInto(spread, feature));
      return { feature: feature.name, psi, level: levelOf(psi) };
    })
    .sort((a, b) => b.psi - a.psi);
}

function calibrationOf(row: ModelRow, columns: KnownColumns): PredictionDrift['calibration'] {
  const leads = columns.id.length;
  if (leads === 0) return null;
  const horizon = row.horizon_days * DAY_MS;
  const conversions = columns.converted.filter((yes, place) => yes === 1 && (columns.took_ms[place] ?? 0) <= horizon);
  const predicted = probabilitiesBy(row, columns).reduce((sum, each) => sum + each, 0) / leads;
  const interval = wilson(conversions.length, leads) ?? { low: 0, high: 1 };
  return { leads, conversions: conversions.length, predicted, seen: conversions.length / leads, ...interval };
}

const levelOf = (psi: number): Level => (psi > DRIFTED ? 'drifted' : psi > MOVING ? 'moving' : 'stable');

function levelOfCalibration({ predicted, low, high }: NonNullable<PredictionDrift['calibration']>): Level {
  return predicted >= low && predicted <= high ? 'stable' : 'moving';
}

function worst(levels: readonly Level[]): Level {
  return levels.includes('drifted') ? 'drifted' : levels.includes('moving') ? 'moving' : 'stable';
}

function verdictOf(
  level: Level,
  features: PredictionDrift['features'],
  calibration: PredictionDrift['calibration'],
  leads: number,
): string {
  if (features.length === 0 && calibration === null) {
    return leads < LEADS_NEEDED
      ? `${leads} leads came in the last ${WINDOW_DAYS} days: too few to tell drift from chance.`
      : 'The rate of a source reads no features that could drift.';
  }
  if (calibration !== null && levelOfCalibration(calibration) !== 'stable') {
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    return `Of ${calibration.leads} leads since, ${percent(calibration.seen)} converted where ${percent(calibration.predicted)} were foretold. Fit the model again.`;
  }
  const away = features.filter((each) => each.level !== 'stable').length;
  if (level === 'stable') return 'The newest leads look like those the model has learnt from.';
  const told = away === 1 ? 'One feature is' : `${away} features are`;
  return `${told} spread otherwise than in training. ${adviceOf(level, calibration !== null)}`;
}

/** Without newer leads whose outcome is known, another fit would learn the same. */
function adviceOf(level: Level, newer: boolean): string {
  if (level === 'moving') return 'Keep an eye on it.';
  return newer ? 'Fit the model again.' : 'No newer outcome is known yet, so another fit would learn the same.';
}
