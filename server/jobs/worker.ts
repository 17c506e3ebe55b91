/**
 * The thread a job runs in: parsing, checks, scoring and encryption cost CPU that the server's event loop must not pay.
 * It has its own connections. It waits for its job, may be told meanwhile what to get ready for, and ends with the job.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { inScope, type Scope } from '../platform/db.ts';
import type { JobTicket } from '../platform/queue.ts';
import { jobHandlers, preparations } from './handlers.ts';
import { pullOfServer } from './pull-of-server.ts';
import { beginJob, endJob, findJob, type JobKind, type JobRow } from './queries.ts';
import type { Errand } from './threads.ts';
import { Cancelled, JobError, type JobTools, openDependencies, type WorkerInput } from './tools.ts';

async function run(input: WorkerInput, ticket: JobTicket): Promise<void> {
  const deps = openDependencies(input);
  const scope: Scope = { clients: [ticket.client_id] };
  const lock = await deps.pool.connect();
  try {
    // Whoever holds the lock works on the job; a second delivery, here or on another server, leaves it alone.
    const held = await lock.query<{ held: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('job ' || $1, 0)) as held",
      [ticket.job_id],
    );
    if (!held.rows[0]?.held) return;
    const job = await inScope(deps.db, scope, async (tx) => {
      const found = await findJob(tx, ticket.job_id);
      if (found === undefined || !['queued', 'running'].includes(found.state)) return undefined;
      if (found.cancel_requested_at !== null) {
        await endJob(tx, found.id, { state: 'cancelled' });
        return undefined;
      }
      await beginJob(tx, found.id);
      return found;
    });
    if (job !== undefined) await handle(input, deps, scope, job);
  } finally {
    lock.release(true);
    await deps.db.destroy();
    await deps.clickhouse.close();
  }
}

const port = parentPort as MessagePort;

async function handle(input: WorkerInput, deps: JobTools['deps'], scope: Scope, job: JobRow): Promise<void> {
  const handler = jobHandlers[job.kind as JobKind];
  const end = async (how: Parameters<typeof endJob>[2]) =>
    await inScope(deps.db, scope, async (tx) => await endJob(tx, job.id, how));
  try {
    const result = await handler({ job, input, db: deps.db, scope, deps, pull: pullOfServer(port) });
    await end({ state: 'completed', result });
  } catch (error) {
    if (error instanceof Cancelled) return await end({ state: 'cancelled' });
    if (error instanceof JobError) return await end({ state: 'failed', error: error.message });
    if (isPassing(error)) throw error;
    deps.log.error({ err: error, job: job.id, kind: job.kind }, 'a job failed');
    await end({
      state: 'failed',
      error: 'The job met a fault of ours. It was logged; what was done before it is kept.',
    });
  }
}

/** A store that restarts is no reason to fail: the job comes again and goes on where it stopped. */
function isPassing(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code ?? '');
  return /^(ECONN|57P0|40001|40P01|08)/.test(code) || /Connection terminated|timeout exceeded/.test(String(error));
}

/** Resolves when the job comes. The server's answers to the thread come over the same port and are no errands. */
async function ticketFor(input: WorkerInput): Promise<JobTicket> {
  return await new Promise((resolve, reject) => {
    port.on('message', (errand: Errand | string) => {
      if (typeof errand === 'string') return;
      if ('ticket' in errand) resolve(errand.ticket);
      else preparations[errand.expect.kind](input, errand.expect).catch(reject);
    });
  });
}

const input = workerData as WorkerInput;
await run(input, await ticketFor(input));
port.close();
