/** From which match weight on leads are merged unasked, and from which a person is asked; and what answers say of both. */
import { sql } from 'kysely';
import type { DuplicateSettings } from '#contract/duplicates.ts';
import { type Answer, type Calibration, recalibrate, UNCALIBRATED } from '#domain/identity/recalibrate.ts';
import type { Thresholds } from '#domain/linkage/model.ts';
import { insertJob } from '../../jobs/queries.ts';
import { append } from '../../platform/audit-log/append.ts';
import type { Connection, Tx } from '../../platform/db.ts';
import type { LeadDeps } from '../deps.ts';
import { bandSql } from '../linkage/band.ts';
import { linesAt, thresholdsOf } from './lines.ts';
import type { Stamp } from './persons.ts';

/** Fewer answers say nothing; after these, the lines move at every so many more. */
export const ANSWERS_NEEDED = 20;
const ANSWERS_BETWEEN = 10;
/** The newest answers count; older ones speak of leads of another time. */
const ANSWERS_READ = 5000;

/** Chances of being one person that the model in force asks for in either band. */
export async function modelThresholds(db: Connection, clientId: string): Promise<Thresholds> {
  const { rows } = await sql<{ thresholds: unknown }>`select thresholds from linkage_model
    where client_id = ${clientId} order by version desc limit 1`.execute(db);
  return thresholdsOf(rows[0]?.thresholds);
}

/** The lines in force: the client's own, else those of the model. */
export async function duplicateSettings(db: Connection, clientId: string): Promise<DuplicateSettings> {
  const { rows } = await sql<DuplicateSettings>`select auto_bits, review_bits, learn from duplicate_setting
    where client_id = ${clientId}`.execute(db);
  return rows[0] ?? { ...linesAt(await modelThresholds(db, clientId), UNCALIBRATED), learn: true };
}

/** What reviewers said of pairs whose weight was known, newest first. */
export async function answersOf(db: Connection, clientId: string): Promise<Answer[]> {
  const { rows } = await sql<{ weight: number; same: boolean }>`
    select weight_bits as weight, answer = 'same' as same from pair_decision
    where client_id = ${clientId} and revoked_at is null and weight_bits is not null and answer <> 'unsure'
    order by decided_at desc, id limit ${ANSWERS_READ}`.execute(db);
  return rows;
}

/** What the answers say: the curve, and the lines it draws. Undefined while there are too few to tell. */
export async function learnt(
  db: Connection,
  clientId: string,
): Promise<
  { calibration: Calibration; answers: number; same: number; auto_bits: number; review_bits: number } | undefined
> {
  const answers = await answersOf(db, clientId);
  if (answers.length < ANSWERS_NEEDED) return undefined;
  const calibration = recalibrate(answers);
  const lines = linesAt(await modelThresholds(db, clientId), calibration);
  return { calibration, answers: answers.length, same: answers.filter(({ same }) => same).length, ...lines };
}

/** After an answer: moves the lines when enough were given and the client lets them. Returns the lines when they moved. */
export async function learnFromAnswers(
  tx: Tx,
  deps: Pick<LeadDeps, 'queue'>,
  clientId: string,
  stamp: Stamp,
): Promise<DuplicateSettings | undefined> {
  const settings = await duplicateSettings(tx, clientId);
  if (!settings.learn) return undefined;
  const { rows } = await sql<{ answers: number }>`select count(*) as answers from pair_decision
    where client_id = ${clientId} and revoked_at is null and weight_bits is not null and answer <> 'unsure'`.execute(
    tx,
  );
  const answers = rows[0]?.answers ?? 0;
  if (answers < ANSWERS_NEEDED || answers % ANSWERS_BETWEEN !== 0) return undefined;
  const found = await learnt(tx, clientId);
  if (found === undefined) return undefined;
  const lines = { auto_bits: found.auto_bits, review_bits: found.review_bits, learn: true };
  if (lines.auto_bits === settings.auto_bits && lines.review_bits === settings.review_bits) return undefined;
  await drawLines(tx, deps, clientId, lines, stamp);
  await append(tx, {
    clientId,
    actor: { kind: 'system', id: null },
    action: 'duplicates.recalibrated',
    object: { type: 'client', id: clientId },
    detail: { ...lines, answers: found.answers },
  });
  return lines;
}

/**
 * Writes the lines, sorts the open pairs by them and has the leads audited again whose pairs changed sides: a duplicate
 * above the upper line is a finding of the audit.
 */
export async function drawLines(
  tx: Tx,
  deps: Pick<LeadDeps, 'queue'>,
  clientId: string,
  { auto_bits, review_bits, learn }: DuplicateSettings,
  { actor, now }: Stamp,
): Promise<void> {
  await sql`insert into duplicate_setting (client_id, auto_bits, review_bits, learn, changed_by, changed_at)
    values (${clientId}, ${auto_bits}, ${review_bits}, ${learn}, ${actor}, ${new Date(now)})
    on conflict (client_id) do update set auto_bits = excluded.auto_bits, review_bits = excluded.review_bits,
      learn = excluded.learn, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx);
  const band = bandSql(sql`weight_bits`, sql`gammas`, auto_bits);
  const { rows } = await sql<{ id: string }>`
    with moved as (
      update linkage_pair set band = ${band}
      where client_id = ${clientId} and band <> ${band}
      returning a_id, b_id
    )
    select distinct id from moved, lateral (values (a_id), (b_id)) as lead(id)`.execute(tx);
  if (rows.length === 0) return;
  const job = await insertJob(tx, {
    clientId,
    kind: 'audit',
    title: 'Audit of leads whose duplicates changed sides',
    input: { ids: rows.map(({ id }) => id) },
    createdBy: actor,
  });
  await deps.queue.send(tx, { client_id: clientId, job_id: job });
}
