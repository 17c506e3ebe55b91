/** Sweeps the clients it is told, one at a time, with connections of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDependencies, type WorkerInput } from '../../jobs/tools.ts';
import { sweepHistory } from './sweep.ts';
import type { SweepEnd } from './sweeping-thread.ts';

const { db, vault, ipCountries, clickhouse } = openDependencies(workerData as WorkerInput);

parentPort?.on('message', async (clientId: string) => {
  const end: SweepEnd = await sweepHistory({ db, vault, ipCountries, clickhouse, clock: Date.now }, clientId).then(
    () => ({}),
    (error: Error) => ({ fault: error.stack ?? error.message }),
  );
  parentPort?.postMessage(end);
});
