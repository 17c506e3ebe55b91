/** Takes jobs from the queue and runs each in a thread of its own, with a memory limit. */
import { Worker } from 'node:worker_threads';
import { type Database, inScope } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { JobTicket, Queue } from '../platform/queue.ts';
import { endJob, openJobs } from './queries.ts';
import type { WorkerInput } from './tools.ts';

const JOBS_AT_ONCE = 2;
const HEAP_MB = 768;

export interface RunnerOptions {
  db: Database;
  queue: Queue;
  log: Log;
  input: WorkerInput;
  /** Called when a job has written, so that its numbers are pulled soon. */
  onWork: () => void;
}

/** Starts working jobs, first those that a server which died left open. */
export async function startJobs({ db, queue, log, input, onWork }: RunnerOptions) {
  const running = new Map<string, Worker>();
  let stopping = false;

  async function run(ticket: JobTicket): Promise<void> {
    if (running.has(ticket.job_id)) return;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { input, ticket },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    running.set(ticket.job_id, worker);
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('error', reject);
        worker.once('exit', () => resolve());
      });
    } catch (error) {
      if (stopping) return;
      if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') {
        const message = 'The job needed more memory than it may have. Split the file and try again.';
        await inScope(db, { clients: [ticket.client_id] }, (tx) =>
          endJob(tx, ticket.job_id, { state: 'failed', error: message }),
        );
        return;
      }
      log.warn({ err: error, job: ticket.job_id }, 'a job stopped and comes again');
      throw error;
    } finally {
      running.delete(ticket.job_id);
      onWork();
    }
  }

  await queue.work(JOBS_AT_ONCE, run);
  const left = await inScope(db, { clients: [], installation: true }, openJobs);
  await Promise.all(
    left.map(({ client_id, id }) =>
      inScope(db, { clients: [client_id] }, (tx) => queue.send(tx, { client_id, job_id: id })),
    ),
  );
  return {
    /** Whether a job is under way, so that the pull keeps up with it. */
    busy: () => running.size > 0,
    /** Ends the threads. Jobs go on at the next start from their last committed chunk. */
    async stop(): Promise<void> {
      stopping = true;
      await Promise.all([...running.values()].map((worker) => worker.terminate()));
    },
  };
}
