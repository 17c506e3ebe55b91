/** Takes jobs from the queue and runs each in a thread of its own, with a memory limit. */
import type { Worker } from 'node:worker_threads';
import { type Database, inScope } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { JobTicket, Queue } from '../platform/queue.ts';
import { endJob, openJobs } from './queries.ts';
import type { JobThreads } from './threads.ts';

const JOBS_AT_ONCE = 2;
/** An open job that gave no sign of life for this long is handed out again. */
const SILENT_MS = 60_000;
const LOOK_MS = 30_000;
/** A job whose thread keeps failing is given up, so that nobody waits for it for ever. */
const FAILURES_MAX = 8;

export interface RunnerOptions {
  db: Database;
  queue: Queue;
  log: Log;
  threads: JobThreads;
  /** Called when a job has ended. */
  onWork: (ticket: JobTicket) => void;
}

/** Starts working jobs, first those that a server which died left open. */
export async function startJobs({ db, queue, log, threads, onWork }: RunnerOptions) {
  const running = new Map<string, Worker>();
  const failures = new Map<string, number>();
  let stopping = false;

  async function run(ticket: JobTicket): Promise<void> {
    if (running.has(ticket.job_id)) return;
    const worker = threads.give(ticket);
    running.set(ticket.job_id, worker);
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('error', reject);
        worker.once('exit', () => resolve());
      });
      failures.delete(ticket.job_id);
    } catch (error) {
      if (stopping) return;
      if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') {
        return await giveUp(ticket, 'The job needed more memory than it may have. Split the file and try again.');
      }
      const failed = (failures.get(ticket.job_id) ?? 0) + 1;
      failures.set(ticket.job_id, failed);
      log.warn({ err: error, job: ticket.job_id, failed }, 'a job stopped and comes again');
      if (failed >= FAILURES_MAX)
        return await giveUp(ticket, 'The job stopped again and again. The reason was logged.');
      throw error;
    } finally {
      running.delete(ticket.job_id);
      onWork(ticket);
    }
  }

  async function giveUp(ticket: JobTicket, error: string): Promise<void> {
    failures.delete(ticket.job_id);
    await inScope(db, { clients: [ticket.client_id] }, (tx) => endJob(tx, ticket.job_id, { state: 'failed', error }));
  }

  /** Hands out open jobs again that nobody works; a job that is worked elsewhere holds its lock and is left alone. */
  async function handOutAgain(silentMs: number): Promise<void> {
    const open = await inScope(db, { clients: [], installation: true }, (tx) => openJobs(tx, silentMs));
    const left = open.filter(({ id }) => !running.has(id));
    for (const { client_id, id } of left) {
      await inScope(db, { clients: [client_id] }, (tx) => queue.send(tx, { client_id, job_id: id }));
    }
  }

  await queue.work(JOBS_AT_ONCE, run);
  await handOutAgain(0);
  const timer = setInterval(() => {
    handOutAgain(SILENT_MS).catch((error: unknown) => log.warn({ err: error }, 'open jobs could not be looked for'));
  }, LOOK_MS);
  timer.unref();
  return {
    /** Ends the threads. Jobs go on at the next start from their last committed chunk. */
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(timer);
      await Promise.all([threads.stop(), ...[...running.values()].map((worker) => worker.terminate())]);
    },
  };
}
