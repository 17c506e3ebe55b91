/**
 * Threads that work jobs. One may be opened before its job is there: to load the code of an import takes a second, and
 * while somebody looks at what a file holds there is time for that.
 */
import { Worker } from 'node:worker_threads';
import type { Pull } from '../platform/pull.ts';
import type { JobTicket } from '../platform/queue.ts';
import { answerPulls } from './pull-of-server.ts';
import { HEAP_MB, type WorkerInput } from './tools.ts';

/** As long as somebody may look at a file before the import begins. */
const KEPT_MS = 120_000;

/** What is coming, as far as it is known. */
export interface Expected {
  kind: 'import';
  /** Size of the file. */
  bytes: number;
}

/** What a thread is told: what to get ready for, and then its job. */
export type Errand = { expect: Expected } | { ticket: JobTicket };

export interface ThreadOptions {
  input: WorkerInput;
  pull: Pick<Pull, 'fresh'>;
  /** Milliseconds that a thread waits for its job. */
  keptMs?: number;
}

export type JobThreads = ReturnType<typeof jobThreads>;

/** Makes the threads of one server. None is opened before `expect` or `give`. */
export function jobThreads({ input, pull, keptMs = KEPT_MS }: ThreadOptions) {
  let spare: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;

  function open(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    answerPulls(worker, pull);
    return worker;
  }

  function takeSpare(): Worker | undefined {
    const worker = spare;
    spare = undefined;
    clearTimeout(timer);
    return worker;
  }

  return {
    /** Opens a thread ahead, unless there is one, and has it get ready. It is ended when no job comes. */
    expect(expected: Expected): void {
      const worker = spare ?? open();
      if (spare === undefined) {
        spare = worker;
        const forget = () => {
          if (spare === worker) takeSpare();
        };
        // A thread that cannot load its code says so again when a job needs it.
        worker.once('error', forget).once('exit', forget);
      }
      clearTimeout(timer);
      timer = setTimeout(() => void takeSpare()?.terminate(), keptMs);
      timer.unref();
      worker.postMessage({ expect: expected } satisfies Errand);
    },
    /** Gives the job to the thread that was opened ahead, or to a new one. */
    give(ticket: JobTicket): Worker {
      const worker = takeSpare() ?? open();
      worker.postMessage({ ticket } satisfies Errand);
      return worker;
    },
    /** Ends the thread that waits, if one does. */
    async stop(): Promise<void> {
      await takeSpare()?.terminate();
    },
  };
}
