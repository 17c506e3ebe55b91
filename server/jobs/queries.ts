/** Rows of jobs: created, carried on, ended. */
import { sql } from 'kysely';
import type { Job as JobReply } from '#contract/workspace.ts';
import type { Connection, Tx } from '../platform/db.ts';
import { uuidv7 } from '../platform/uuid.ts';

export type JobKind = JobReply['kind'];

export interface NewJob {
  clientId: string;
  kind: JobKind;
  title: string;
  /** What to do, without personal data. */
  input: Record<string, unknown>;
  total?: number;
  createdBy: string;
}

/** Writes a queued job and returns its id. */
export async function insertJob(tx: Tx, job: NewJob): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('job')
    .values({
      client_id: job.clientId,
      id,
      kind: job.kind,
      title: job.title,
      input: JSON.stringify(job.input),
      total: job.total ?? null,
      created_by: job.createdBy,
    })
    .execute();
  return id;
}

export async function findJob(db: Connection, id: string) {
  return await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
}

export type JobRow = NonNullable<Awaited<ReturnType<typeof findJob>>>;

/** The newest jobs of the clients in scope. */
export async function recentJobs(db: Connection, clients: readonly string[], limit: number): Promise<JobRow[]> {
  return await db
    .selectFrom('job')
    .selectAll()
    .where('client_id', '=', sql<string>`any(${clients}::uuid[])`)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** Jobs of the installation that have not ended and gave no sign of life for `silentMs`. */
export async function openJobs(db: Connection, silentMs: number): Promise<{ client_id: string; id: string }[]> {
  return await db
    .selectFrom('job')
    .select(['client_id', 'id'])
    .where('state', 'in', ['queued', 'running'])
    // A queued job may be waiting for its turn, so it gets ten times as long.
    .where(
      sql<boolean>`coalesce(progress_at, created_at)
        <= now() - make_interval(secs => ${silentMs / 1000} * case state when 'queued' then 10 else 1 end)`,
    )
    .execute();
}

export async function beginJob(db: Connection, id: string): Promise<void> {
  await db
    .updateTable('job')
    .set({ state: 'running', started_at: sql`now()`, progress_at: sql`now()`, done_before: sql.ref('done') })
    .where('id', '=', id)
    .execute();
}

/** Records progress in the transaction that made it. Returns true when somebody asked to cancel. */
export async function advanceJob(
  tx: Tx,
  id: string,
  progress: { done: number; total?: number | undefined; resume?: unknown },
): Promise<boolean> {
  const row = await tx
    .updateTable('job')
    .set({
      done: progress.done,
      progress_at: sql`now()`,
      ...(progress.total === undefined ? {} : { total: progress.total }),
      ...(progress.resume === undefined ? {} : { resume: JSON.stringify(progress.resume) }),
    })
    .where('id', '=', id)
    .returning('cancel_requested_at')
    .executeTakeFirstOrThrow();
  return row.cancel_requested_at !== null;
}

export async function endJob(
  db: Connection,
  id: string,
  end: { state: 'completed' | 'cancelled' | 'failed'; result?: Record<string, unknown>; error?: string },
): Promise<void> {
  await db
    .updateTable('job')
    .set({
      state: end.state,
      finished_at: sql`now()`,
      error: end.error ?? null,
      ...(end.result === undefined ? {} : { result: JSON.stringify(end.result) }),
    })
    .where('id', '=', id)
    .execute();
}

/** Asks a job to stop. Returns false when it has ended already. */
export async function requestCancel(tx: Tx, id: string): Promise<boolean> {
  const result = await tx
    .updateTable('job')
    .set({ cancel_requested_at: sql`now()` })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The job as the API shows it, with its speed in this run and the time left at that speed. */
export function jobReply(row: JobRow): JobReply {
  const seconds = row.started_at && row.progress_at ? (row.progress_at.getTime() - row.started_at.getTime()) / 1000 : 0;
  const rate = row.state === 'running' && seconds > 0 ? (row.done - row.done_before) / seconds : null;
  return {
    id: row.id,
    client_id: row.client_id,
    kind: row.kind as JobKind,
    state: row.state as JobReply['state'],
    title: row.title,
    done: row.done,
    total: row.total,
    rate: rate === null ? null : Math.round(rate),
    seconds_left: rate && row.total !== null ? Math.max(0, Math.round((row.total - row.done) / rate)) : null,
    error: row.error,
    result: row.result as JobReply['result'],
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
