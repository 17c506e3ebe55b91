/** Sweeps clients whose leads, visits or lists have moved: leads that come one by one wait for no job. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobTools } from '../../jobs/tools.ts';
import { inScope } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { needsSweep, type SweepDeps, sweepHistory } from './sweep.ts';

const LOOK_MS = 10_000;
/** A busy client is swept no more often than this. */
const REST_MS = 30_000;

/** Starts looking after all clients. */
export function watchHistory(deps: SweepDeps & { log: Log }) {
  const { db, log } = deps;
  const stopped = new AbortController();
  const sweptAt = new Map<string, number>();

  async function look(): Promise<void> {
    const clients = await inScope(db, { clients: [], installation: true }, (tx) =>
      tx.selectFrom('client').select('id').execute(),
    );
    for (const { id } of clients) {
      if (stopped.signal.aborted || performance.now() - (sweptAt.get(id) ?? Number.NEGATIVE_INFINITY) < REST_MS)
        continue;
      if (!(await inScope(db, { clients: [id] }, (tx) => needsSweep(tx, id)))) continue;
      await sweepHistory(deps, id);
      sweptAt.set(id, performance.now());
    }
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
    async stop(): Promise<void> {
      stopped.abort();
      await running;
    },
  };
}

/** The last step of a job that stored many leads. What keeps it from working is no fault of the job: the watch comes by. */
export async function sweepAfter({ job, db, deps }: Pick<JobTools, 'job' | 'db' | 'deps'>): Promise<void> {
  try {
    const { vault, ipCountries, clickhouse } = deps;
    await sweepHistory({ db, vault, ipCountries, clickhouse, clock: Date.now }, job.client_id);
  } catch (error) {
    deps.log.warn({ err: error, job: job.id }, 'the history was not swept after a job; it will be');
  }
}
