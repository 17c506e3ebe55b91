/** The watch's sweeps run in a thread of their own: what they find of a million leads would hold up all requests. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { HEAP_MB, type WorkerInput } from '../../jobs/tools.ts';

/** How a sweep ended: without a word, or with what went wrong. */
export type SweepEnd = { fault?: string };

/** One thread, begun at the first sweep and kept until `end`, or until a sweep was too much for it. */
export function sweepingThread(input: WorkerInput) {
  let worker: Worker | undefined;

  function begin(): Worker {
    const thread = new Worker(new URL('./sweep-worker.ts', import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    // Between sweeps nobody else listens; the next one begins another thread.
    thread.on('error', () => {});
    thread.once('exit', () => {
      if (worker === thread) worker = undefined;
    });
    return thread;
  }

  return {
    /** Sweeps one client; one sweep at a time. Throws what the thread met. */
    async sweep(clientId: string): Promise<void> {
      worker ??= begin();
      const thread = worker;
      const over = new AbortController();
      const { signal } = over;
      const ended = async (): Promise<never> => {
        await once(thread, 'exit', { signal });
        throw new Error('The thread of the sweep was ended.');
      };
      try {
        thread.postMessage(clientId);
        const [end] = (await Promise.race([once(thread, 'message', { signal }), ended()])) as [SweepEnd];
        if (end.fault !== undefined) throw new Error(end.fault);
      } finally {
        over.abort();
      }
    },

    /** Ends the thread, and with it a sweep that is under way. */
    async end(): Promise<void> {
      await worker?.terminate();
    },
  };
}
