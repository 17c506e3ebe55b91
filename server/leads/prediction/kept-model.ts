/** A model version as its row keeps it: written, read back, put in force. */
import { sql } from 'kysely';
import type { ModelMetrics, ModelVersion, PredictionModel } from '#contract/prediction.ts';
import type { Spread } from '#domain/prediction/drift.ts';
import type { ConversionModel } from '#domain/prediction/model.ts';
import type { PriorModel } from '#domain/prediction/source-prior.ts';
import type { Connection, Tx } from '../../platform/db.ts';

/** What scores leads. */
export type Parameters =
  | { kind: 'prior'; prior: PriorModel }
  | { kind: 'learnt'; model: ConversionModel; spreads: Spread[] };

/** The column `features`. */
export type KeptFeatures = Pick<PredictionModel, 'features' | 'refused' | 'accepted'>;
/** The column `metrics`. */
export type KeptMetrics = Pick<PredictionModel, 'metrics' | 'not_enough' | 'sources'>;

export interface NewModel {
  clientId: string;
  kind: ModelVersion['kind'];
  parameters: Parameters;
  features: KeptFeatures;
  metrics: KeptMetrics;
  horizonDays: number;
  leads: number;
  conversions: number;
  trainedThrough: Date | undefined;
  createdBy: string;
}

/** Writes the next version and puts it in force. Returns its number. */
export async function insertModel(tx: Tx, model: NewModel): Promise<number> {
  // Two who fit at once take turns.
  await sql`select from client where id = ${model.clientId} for update`.execute(tx);
  const { last } = await tx
    .selectFrom('prediction_model')
    .select((select) => select.fn.coalesce(select.fn.max('version'), sql<number>`0`).as('last'))
    .where('client_id', '=', model.clientId)
    .executeTakeFirstOrThrow();
  const version = last + 1;
  await retire(tx, model.clientId);
  await tx
    .insertInto('prediction_model')
    .values({
      client_id: model.clientId,
      version,
      kind: model.kind,
      parameters: JSON.stringify(model.parameters),
      features: JSON.stringify(model.features),
      metrics: JSON.stringify(model.metrics),
      horizon_days: model.horizonDays,
      leads: model.leads,
      conversions: model.conversions,
      trained_through: model.trainedThrough ?? null,
      state: 'active',
      activated_by: model.createdBy,
      created_by: model.createdBy,
    })
    .execute();
  return version;
}

async function retire(tx: Tx, clientId: string): Promise<void> {
  await tx
    .updateTable('prediction_model')
    .set({ state: 'kept' })
    .where('client_id', '=', clientId)
    .where('state', '=', 'active')
    .execute();
}

/** Puts an older version in force. False when there is none of that number. */
export async function activateModel(tx: Tx, clientId: string, version: number, by: string): Promise<boolean> {
  await sql`select from client where id = ${clientId} for update`.execute(tx);
  const found = await tx
    .selectFrom('prediction_model')
    .select('version')
    .where('client_id', '=', clientId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (found === undefined) return false;
  await retire(tx, clientId);
  await tx
    .updateTable('prediction_model')
    .set({ state: 'active', activated_at: sql`now()`, activated_by: by })
    .where('client_id', '=', clientId)
    .where('version', '=', version)
    .execute();
  return true;
}

/** The model in force with all it holds; undefined before the first. */
export async function activeModel(db: Connection, clientId: string) {
  return await db
    .selectFrom('prediction_model')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('state', '=', 'active')
    .executeTakeFirst();
}

export type ModelRow = NonNullable<Awaited<ReturnType<typeof activeModel>>>;

/** What scores leads, as the row keeps it. Written by us alone, from these types. */
export function parametersOf(row: Pick<ModelRow, 'parameters'>): Parameters {
  return row.parameters as unknown as Parameters;
}

/** The newest versions without what they are made of. */
export async function modelVersions(db: Connection, clientId: string, limit: number) {
  return await db
    .selectFrom('prediction_model')
    .select(['version', 'kind', 'state', 'horizon_days', 'leads', 'conversions', 'trained_through', 'metrics'])
    .select(['created_at', 'created_by', 'activated_at'])
    .where('client_id', '=', clientId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
}

type VersionRow = Awaited<ReturnType<typeof modelVersions>>[number];

/** A version as the API shows it; `names` tells who made it. */
export function versionReply(row: VersionRow, names: ReadonlyMap<string, string>): ModelVersion {
  const { metrics } = row.metrics as unknown as KeptMetrics;
  return {
    version: row.version,
    kind: row.kind as ModelVersion['kind'],
    state: row.state as ModelVersion['state'],
    horizon_days: row.horizon_days,
    leads: row.leads,
    conversions: row.conversions,
    trained_through: row.trained_through?.toISOString() ?? null,
    ...figuresOf(metrics),
    created_at: row.created_at.toISOString(),
    created_by: names.get(row.created_by) ?? (row.created_by.startsWith('system:') ? 'Assay' : row.created_by),
    activated_at: row.activated_at.toISOString(),
  };
}

const figuresOf = (metrics: ModelMetrics | null) => ({ auc: metrics?.auc ?? null, ece: metrics?.ece ?? null });

/** The model in force as the API shows it. */
export function modelReply(row: ModelRow, names: ReadonlyMap<string, string>): PredictionModel {
  return {
    ...versionReply(row, names),
    ...(row.features as unknown as KeptFeatures),
    ...(row.metrics as unknown as KeptMetrics),
  };
}
