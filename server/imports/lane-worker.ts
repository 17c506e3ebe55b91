/** The thread of a further lane of an import. It waits for its task, and says once how it ended. */
import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Cancelled, openDependencies, type WorkerInput } from '../jobs/tools.ts';
import { TableError } from '../platform/tabular/table-error.ts';
import { type LaneTask, loadSource, runLane } from './lane.ts';
import { Stopped } from './turns.ts';

/** Errors lose their class between threads, so what the job must tell apart is told by name. */
export type LaneEnd =
  | { end: 'done' | 'stopped' | 'cancelled' }
  | { end: 'table' | 'fault'; message: string; code: string | undefined };

async function work(input: WorkerInput, task: LaneTask): Promise<LaneEnd> {
  const deps = openDependencies(input);
  const scope = { clients: [task.clientId] };
  try {
    const source = await loadSource(deps, scope, task.clientId, task.importId);
    if (source !== undefined) await runLane(deps, scope, source, task);
    return { end: 'done' };
  } catch (error) {
    if (error instanceof Stopped) return { end: 'stopped' };
    if (error instanceof Cancelled) return { end: 'cancelled' };
    const { message, code } = error as { message: string; code?: string };
    return { end: error instanceof TableError ? 'table' : 'fault', message, code };
  } finally {
    await deps.db.destroy();
    await deps.clickhouse.close();
  }
}

const port = parentPort as MessagePort;
const [task] = (await once(port, 'message')) as [LaneTask];
port.postMessage(await work(workerData as WorkerInput, task));
