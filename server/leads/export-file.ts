/** What the jobs that write leads into a file have in common: pages of ids, and a stream into the blobs. */
import { PassThrough, type Writable } from 'node:stream';
import * as z from 'zod';
import { JobError, type JobTools } from '../jobs/tools.ts';
import { ask, type ClickHouse, SafeInteger } from '../platform/clickhouse.ts';
import { AppError } from '../platform/errors.ts';
import type { Where } from './filter.ts';
import { cursorAfter, listOrder } from './list-order.ts';

const LEADS_PER_PAGE = 1000;
const FILE_BYTES_MAX = 8 * 1024 ** 3;
const BUFFER_BYTES = 1024 ** 2;

/**
 * Keeps what `write` writes as a new blob of the job's client, and returns its id with what `write` returned. `write` ends
 * the stream. When it fails nothing is kept. Throws JobError for a file above 8 GB.
 */
export async function intoBlob<T>(
  { job, deps }: JobTools,
  write: (sink: Writable) => Promise<T>,
): Promise<{ blobId: string; written: T }> {
  const pipe = new PassThrough({ highWaterMark: BUFFER_BYTES });
  const stored = deps.blobs.put(job.client_id, pipe, { bytesMax: FILE_BYTES_MAX });
  // The fault is told where the file ends; until then nobody waits for it.
  stored.catch(() => undefined);
  try {
    const written = await write(pipe);
    return { blobId: (await stored).id, written };
  } catch (error) {
    pipe.destroy(error as Error);
    const fault = await stored.then(
      () => error,
      (cause: unknown) => cause,
    );
    if (fault instanceof AppError && fault.status === 413) {
      throw new JobError('The file would be larger than 8 GB. Narrow the filter or choose fewer columns.');
    }
    throw error;
  }
}

const PageRow = z.object({ id: z.string(), cursor_value: z.string() });

/** Ids of the leads that a condition leaves, newest first, page by page. */
export async function* leadPages(clickhouse: ClickHouse, where: Where): AsyncGenerator<string[]> {
  let cursor: string | undefined;
  for (;;) {
    const order = listOrder('-created_at', cursor);
    const page = await ask(
      clickhouse,
      `select id, ${order.travels} as cursor_value from lead_fact final
        where ${where.sql}${order.after ? ` and ${order.after.sql}` : ''}
        order by ${order.orderBy} limit {limit:UInt32}`,
      { ...where.params, ...order.after?.params, limit: LEADS_PER_PAGE },
      PageRow,
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page.map(({ id }) => id);
    cursor = cursorAfter('-created_at', last);
  }
}

/** How many leads a condition leaves. */
export async function countMatching(clickhouse: ClickHouse, where: Where): Promise<number> {
  const [row] = await ask(
    clickhouse,
    `select count() as leads from lead_fact final where ${where.sql}`,
    where.params,
    z.object({ leads: SafeInteger }),
  );
  return row?.leads ?? 0;
}
