/** A job's thread has the server pull what was stored, where it would else wait for the pull's next turn. */
import { once } from 'node:events';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Pull } from '../platform/pull.ts';

const WANTED = 'pull';
const DONE = 'pulled';

export interface PullOfServer {
  /** Resolves when the server has pulled what was committed before, or has waited for it as long as for any question. */
  fresh(): Promise<void>;
}

/** In the thread; `port` leads to the server. One call at a time. */
export function pullOfServer(port: MessagePort): PullOfServer {
  return {
    async fresh() {
      port.postMessage(WANTED);
      await once(port, 'message');
    },
  };
}

/** In the server: answers the thread for as long as it lives. */
export function answerPulls(worker: Worker, pull: Pick<Pull, 'fresh'>): void {
  worker.on('message', async (message) => {
    if (message !== WANTED) return;
    await pull.fresh();
    worker.postMessage(DONE);
  });
}
