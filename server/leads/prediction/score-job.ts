/** Gives every lead of a client the probability that the model in force foretells. */
import { sql } from 'kysely';
import * as z from 'zod';
import { advanceJob } from '../../jobs/queries.ts';
import { Cancelled, JobError, type JobTools } from '../../jobs/tools.ts';
import { append } from '../../platform/audit-log/append.ts';
import { type Connection, inScope } from '../../platform/db.ts';
import { float8Array, uuidArray } from '../../platform/pg-arrays.ts';
import { loadContext } from '../context.ts';
import { readLeads } from './bulk.ts';
import { activeModel } from './kept-model.ts';
import { probabilitiesBy } from './score.ts';

const LEADS_MAX = 100_000_000;

/** Works a model_score job. Result: how many leads were scored, how many have another probability, by which version. */
export async function runScore(tools: JobTools): Promise<Record<string, unknown>> {
  return { ...(await scoreAll(tools)) };
}

/** Scores block by block. Begun again, it begins at the first lead: rows that are right already are not written. */
export async function scoreAll({ job, db, scope, deps }: JobTools) {
  const { client, row } = await inScope(db, scope, async (tx) => ({
    client: await loadContext(tx, job.client_id),
    row: await activeModel(tx, job.client_id),
  }));
  if (row === undefined) throw new JobError('There is no model to score by. Fit one first.');
  const asked = { clientId: job.client_id, zone: client.timeZone, newest: LEADS_MAX };
  const total = await countLeads({ db, scope, job });
  let leads = 0;
  let changed = 0;
  for await (const block of readLeads(deps.clickhouse, asked)) {
    const probabilities = probabilitiesBy(row, block);
    leads += block.id.length;
    await inScope(db, scope, async (tx) => {
      changed += await writeProbabilities(tx, job.client_id, block.id, probabilities);
      if (await advanceJob(tx, job.id, { done: leads, total })) throw new Cancelled();
    });
  }
  await inScope(db, scope, (tx) =>
    append(tx, {
      clientId: job.client_id,
      actor: { kind: 'system', id: job.id },
      action: 'prediction.scored',
      object: { type: 'prediction_model', id: String(row.version) },
      detail: { leads, changed },
    }),
  );
  return { version: row.version, leads, changed };
}

async function countLeads({ db, scope, job }: Pick<JobTools, 'db' | 'scope' | 'job'>): Promise<number> {
  const { rows } = await inScope(db, scope, (tx) =>
    sql<{ leads: unknown }>`select count(*)::float8 as leads from lead where client_id = ${job.client_id}`.execute(tx),
  );
  return z.object({ leads: z.number() }).parse(rows[0]).leads;
}

/** Writes probabilities where they differ; returns how many did. Leads that are gone by now are left out. */
export async function writeProbabilities(
  db: Connection,
  clientId: string,
  ids: readonly string[],
  probabilities: Float64Array,
): Promise<number> {
  const written = await sql`
    insert into lead_chance (client_id, lead_id, probability)
    select ${clientId}::uuid, t.id, t.probability
    from unnest(${uuidArray(ids)}::uuid[], ${float8Array([...probabilities])}::float8[]) as t(id, probability)
    join lead on lead.client_id = ${clientId}::uuid and lead.id = t.id
    on conflict (client_id, lead_id) do update set probability = excluded.probability
    where lead_chance.probability <> excluded.probability`.execute(db);
  return Number(written.numAffectedRows ?? 0n);
}
