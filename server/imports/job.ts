/**
 * Works an import: rows are read, mapped, audited and stored in chunks. Each chunk is one transaction that also writes
 * its rejects, the counts and how far the file was read, so a killed import goes on with the next row, and no row is
 * lost or stored twice. Mapping and auditing cost more than writing, so two threads prepare chunks in turn.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Cancelled, HEAP_MB, JobError, type ThreadTools, type WorkerInput } from '../jobs/tools.ts';
import { inScope } from '../platform/db.ts';
import { TableError } from '../platform/tabular/table-error.ts';
import type { LaneTask } from './lane.ts';
import type { LaneEnd } from './lane-worker.ts';
import { findImport } from './queries.ts';
import { newTurns, openTurns, Stopped } from './turns.ts';

/** Files below this size are done before a second thread would have started. */
const ONE_LANE_BYTES = 2_000_000;

const lanesFor = (bytes: number): number => (bytes < ONE_LANE_BYTES || availableParallelism() < 2 ? 1 : 2);

/** The thread of a further lane that was opened before its import began. */
let laneAhead: Worker | undefined;

/** Loads the code of an import, and opens the thread of a further lane when a file of `bytes` will need it. */
export async function prepareImport(input: WorkerInput, bytes: number): Promise<void> {
  if (laneAhead === undefined && lanesFor(bytes) > 1) {
    laneAhead = openLane(input);
    // If the job is another one, it ends with the job's thread.
    laneAhead.unref();
  }
  await import('./lane.ts');
}

/** Works an import job. Result: the summary, which adds up: read = stored + updated + rejected. */
export async function runImport(tools: ThreadTools): Promise<Record<string, unknown>> {
  const { job, db, scope } = tools;
  const importId = (job.input as { import_id: string }).import_id;
  const begun = await inScope(db, scope, (tx) => findImport(tx, importId));
  if (begun === undefined) throw new JobError('The import is gone.');
  const count = lanesFor(begun.file_bytes);
  const base = {
    clientId: job.client_id,
    jobId: job.id,
    importId,
    afterRow: (job.resume as { row?: number } | null)?.row ?? 0,
    turns: newTurns(),
    databaseUrl: tools.input.databaseUrl,
  };
  // The other thread loads its code, which takes a second, while this one does.
  const further = count === 1 ? [] : [runThread(tools, { ...base, lane: { index: 1, count } })];
  const ends = await Promise.allSettled([runOwn(tools, { ...base, lane: { index: 0, count } }), ...further]);
  const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  // A lane that stopped because another failed says nothing about the reason.
  const fault = faults.find((reason) => !(reason instanceof Stopped)) ?? faults[0];
  if (fault instanceof TableError) throw new JobError(fault.message);
  if (fault !== undefined) throw fault;
  const { sweepAfter } = await import('../leads/history/watch.ts');
  await sweepAfter(tools);
  const file = await inScope(db, scope, (tx) => findImport(tx, importId));
  return {
    import_id: importId,
    read: file?.read_rows,
    stored: file?.stored_rows,
    updated: file?.updated_rows,
    rejected: file?.rejected_rows,
  };
}

async function runOwn({ deps, scope }: ThreadTools, task: LaneTask): Promise<void> {
  try {
    const { loadSource, runLane } = await import('./lane.ts');
    const source = await loadSource(deps, scope, task.clientId, task.importId);
    if (source === undefined) throw new JobError('The import is gone.');
    await runLane(deps, scope, source, task);
  } catch (error) {
    // Whatever it is, another lane must not wait for a turn that never comes.
    openTurns(task.turns).stop();
    throw error;
  }
}

/** Runs a further lane in a thread of its own. */
async function runThread(tools: ThreadTools, task: LaneTask): Promise<void> {
  const worker = laneAhead ?? openLane(tools.input);
  laneAhead = undefined;
  worker.ref();
  worker.postMessage(task);
  try {
    const end = await new Promise<LaneEnd>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('A thread of the import ended without a word.')));
    });
    if (end.end === 'stopped') throw new Stopped();
    if (end.end === 'cancelled') throw new Cancelled();
    if (end.end === 'table') throw new JobError(end.message);
    if (end.end === 'fault') throw Object.assign(new Error(end.message), { code: end.code });
  } catch (error) {
    openTurns(task.turns).stop();
    throw error;
  }
}

function openLane(input: WorkerInput): Worker {
  return new Worker(new URL('./lane-worker.ts', import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
}
