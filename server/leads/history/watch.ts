/** Sweeps clients whose leads, visits or lists have moved: leads that come one by one wait for no job. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobKind } from '../../jobs/queries.ts';
import type { JobTools, ThreadTools, WorkerInput } from '../../jobs/tools.ts';
import { type Database, inScope } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { needsSweep, sweepHistory } from './sweep.ts';
import { sweepingThread } from './sweeping-thread.ts';

const LOOK_MS = 10_000;
/** A busy client is swept no more often than this, and a large one takes no more than a tenth of the time. */
const REST_MS = 30_000;
const REST_SHARE = 9;
/** Where leads keep coming, the next sweep finds the thread of the last: starting one takes two seconds of processor. */
const THREAD_KEPT_MS = 4 * REST_MS;
/** Jobs that sweep their client as their last step. While one is open, a sweep would be for leads that still come. */
const SWEEPING_JOBS: readonly JobKind[] = ['import', 'linkage', 'demo'];

/** Starts looking after all clients. */
export function watchHistory({ db, log, input }: { db: Database; log: Log; input: WorkerInput }) {
  const stopped = new AbortController();
  const restsUntil = new Map<string, number>();
  const thread = sweepingThread(input);
  let sweptAt = 0;

  async function look(): Promise<void> {
    let swept = 0;
    for (const id of await clientsAtRest(db)) {
      const began = performance.now();
      if (stopped.signal.aborted || began < (restsUntil.get(id) ?? 0)) continue;
      if (!(await inScope(db, { clients: [id] }, (tx) => needsSweep(tx, id)))) continue;
      // Nothing may begin once `stop` has ended the thread: it would keep the process alive.
      if (stopped.signal.aborted) return;
      await thread.sweep(id).finally(() => {
        const end = performance.now();
        restsUntil.set(id, end + Math.max(REST_MS, REST_SHARE * (end - began)));
      });
      swept++;
    }
    if (swept > 0) sweptAt = performance.now();
    else if (performance.now() - sweptAt > THREAD_KEPT_MS) await thread.end();
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      await look().catch((error: unknown) => {
        if (!stopped.signal.aborted)
          log.warn({ err: error }, 'the history of a client could not be swept; it is tried again');
      });
    }
  }

  const running = run();
  return {
    /** A sweep that is under way is cut off, which it may be at any point. */
    async stop(): Promise<void> {
      stopped.abort();
      await thread.end();
      await running;
    },
  };
}

/** Ids of the clients for which no job is open that will sweep them. */
export async function clientsAtRest(db: Database): Promise<string[]> {
  const clients = await inScope(db, { clients: [], installation: true }, (tx) =>
    tx
      .selectFrom('client')
      .select('id')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('job')
              .select('job.id')
              .whereRef('job.client_id', '=', 'client.id')
              .where('job.state', 'in', ['queued', 'running'])
              .where('job.kind', 'in', SWEEPING_JOBS),
          ),
        ),
      )
      .execute(),
  );
  return clients.map(({ id }) => id);
}

export type SweepTools = JobTools & Pick<ThreadTools, 'pull'>;

/** The last step of a job that stored many leads. What keeps it from working is no fault of the job: the watch comes by. */
export async function sweepAfter({ job, db, deps, pull }: SweepTools): Promise<void> {
  try {
    const { vault, ipCountries, clickhouse } = deps;
    await sweepHistory({ db, vault, ipCountries, clickhouse, pull, clock: Date.now }, job.client_id);
  } catch (error) {
    deps.log.warn({ err: error, job: job.id }, 'the history was not swept after a job; it will be');
  }
}
