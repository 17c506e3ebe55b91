/** Scores leads in the transaction that stores them, where their client has a model. */
import type { Connection } from '../../platform/db.ts';
import type { ClientContext } from '../context.ts';
import type { ModelRow } from './kept-model.ts';
import { columnsOf } from './one.ts';
import { probabilitiesBy } from './score.ts';
import { writeProbabilities } from './score-job.ts';

/** Versions never change, so the last ones used are kept: reading one anew would cost more than scoring by it. */
const kept = new Map<string, Pick<ModelRow, 'parameters'>>();
const KEPT_MAX = 50;

/** Writes the probability of these leads; does nothing for a client without a model. */
export async function scoreStored(
  db: Connection,
  { clientId, timeZone, predictionVersion }: Pick<ClientContext, 'clientId' | 'timeZone' | 'predictionVersion'>,
  ids: readonly string[],
): Promise<void> {
  if (predictionVersion === undefined || ids.length === 0) return;
  const model = await modelOf(db, clientId, predictionVersion);
  const columns = await columnsOf(db, clientId, timeZone, ids);
  await writeProbabilities(db, clientId, columns.id, probabilitiesBy(model, columns));
}

async function modelOf(db: Connection, clientId: string, version: number): Promise<Pick<ModelRow, 'parameters'>> {
  const name = `${clientId} ${version}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const row = await db
    .selectFrom('prediction_model')
    .select('parameters')
    .where('client_id', '=', clientId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.set(name, row);
  return row;
}
