/** What an uploaded file holds, found out in a thread of its own: hostile files cost their own CPU and memory. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ImportMapping, ImportPreview } from '#contract/import.ts';
import type { Layout } from '#domain/import/sniff.ts';
import type { BlobOptions } from '../platform/blobs/open.ts';
import { AppError } from '../platform/errors.ts';

const HEAP_MB = 1024;
const SECONDS_MAX = 60;

/** What a person set; the rest is found out. */
export interface PreviewChoice {
  shape?: Partial<Layout>;
  mapping?: ImportMapping;
  /** The mapping is the one kept for files of this shape. */
  remembered?: boolean;
  country?: string;
  time_zone?: string;
  /** Source of leads whose row names none. */
  source?: string;
}

export interface PreviewTask {
  blobs: BlobOptions;
  clientId: string;
  blobId: string;
  choice: PreviewChoice;
}

export type PreviewAnswer =
  | { preview: ImportPreview; sheets: string[] }
  | { fault: { code: string; message: string; row?: number; column?: number } };

/** A thread that looks at files, for as long as somebody has questions about them. */
export function openPreview() {
  const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // It is told by the question that meets it; between two nobody asks.
  worker.on('error', () => {});
  return {
    /** Looks at a file. Throws 422 that says what is wrong with it, and in which row. One question at a time. */
    async look(task: PreviewTask): Promise<{ preview: ImportPreview; sheets: string[] }> {
      const answer = await answerOf(worker, task);
      if ('preview' in answer) return answer;
      const { code, message, row } = answer.fault;
      throw new AppError(422, `file-${code.replaceAll('_', '-')}`, message, {
        errors: [{ field: 'file', message, ...(row === undefined ? {} : { row }) }],
      });
    },
    async end(): Promise<void> {
      await worker.terminate();
    },
  };
}

async function answerOf(worker: Worker, task: PreviewTask): Promise<PreviewAnswer> {
  const timer = setTimeout(() => void worker.terminate(), SECONDS_MAX * 1000);
  const settled = new AbortController();
  try {
    worker.postMessage(task);
    const { signal } = settled;
    // An error of the thread rejects both.
    const [answer] = await Promise.race([
      once(worker, 'message', { signal }) as Promise<[PreviewAnswer]>,
      once(worker, 'exit', { signal }).then(() => {
        throw new Error('The preview ended without an answer.');
      }),
    ]);
    return answer;
  } catch (cause) {
    throw new AppError(422, 'file-too-heavy', 'The file takes too much time or memory to look at.', { cause });
  } finally {
    clearTimeout(timer);
    settled.abort();
  }
}
