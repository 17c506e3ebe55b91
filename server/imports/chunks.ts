/** A file in chunks, each ready to be written in one transaction. */
import type { Reject } from '#contract/import.ts';
import { compileMapping, type RowOutcome } from '#domain/import/row.ts';
import { JobError, type JobTools } from '../jobs/tools.ts';
import { type Batch, preparingBatch } from '../leads/batch.ts';
import type { ClientContext } from '../leads/context.ts';
import { inSteps } from '../leads/in-steps.ts';
import { readTable } from '../platform/tabular/read-table.ts';
import { type ImportPlan, type ImportRow, sourceOf } from './queries.ts';

/** By their numbers in the file, so that a reader knows before it reads a row whose it is. */
const ROWS_PER_CHUNK = 1000;
const chunkOf = (row: number): number => Math.floor((row - 1) / ROWS_PER_CHUNK);

export interface Chunk {
  /** Position among the chunks of this run, from 0. */
  number: number;
  /** The last row that belongs to it, be it blank or behind the end of the file. */
  lastRow: number;
  read: number;
  batch: Batch;
  /** Milliseconds since 1970, the audit's now. */
  now: number;
  rejects: readonly Reject[];
  /** Bytes of the file read so far. */
  bytes: number;
}

export interface ImportSource {
  file: ImportRow;
  plan: Required<ImportPlan>;
  context: ClientContext;
}

/** Which of the threads this is: it prepares every `count`-th chunk and only reads over the others. */
export interface Lane {
  index: number;
  count: number;
}

/** Yields the lane's chunks of the rows after `afterRow`, mapped, audited, sealed and encoded. */
export async function* chunksOf(
  deps: JobTools['deps'],
  { file, plan: { file_name, reading }, context }: ImportSource,
  afterRow: number,
  lane: Lane,
): AsyncGenerator<Chunk> {
  const { shape, mapping } = reading;
  const toLead = compileMapping(mapping, shape, { source: sourceOf(file_name) });
  const blob = await deps.blobs.get(file.client_id, file.blob_id);
  if (blob === null) throw new JobError('The uploaded file is gone.');
  let bytes = 0;
  const counted = async function* () {
    for await (const part of blob.stream as AsyncIterable<Buffer>) {
      bytes += part.length;
      yield part;
    }
  };
  const first = chunkOf(afterRow + 1);
  const isMine = (number: number) => number % lane.count === lane.index;
  const isWanted = (row: number) => row > afterRow && isMine(chunkOf(row) - first);
  let rows: RowOutcome[] = [];
  let number = 0;
  const take = async (): Promise<Chunk> => {
    const outcomes = rows;
    rows = [];
    const now = Date.now();
    const leads = outcomes.flatMap((outcome) =>
      'lead' in outcome ? [{ ...outcome.lead, client_id: file.client_id }] : [],
    );
    return {
      number,
      lastRow: (first + number + 1) * ROWS_PER_CHUNK,
      read: outcomes.length,
      now,
      // In steps, because the chunk before is being written by this thread meanwhile.
      batch: await inSteps(
        preparingBatch({ vault: deps.vault, context, ipCountries: deps.ipCountries, now }, leads, file.id),
      ),
      rejects: outcomes.flatMap((outcome) => ('rejects' in outcome ? outcome.rejects : [])),
      bytes,
    };
  };
  for await (const some of readTable(counted(), shape, undefined, isWanted)) {
    for (const row of some) {
      if (row.row <= afterRow) continue;
      // A chunk of blank rows alone is yielded too: the other lanes wait for its turn to pass.
      for (; number < chunkOf(row.row) - first; number++) if (isMine(number)) yield await take();
      // At once, so that cells need not be kept for a chunk.
      if (isMine(number)) rows.push(toLead(row));
    }
  }
  if (rows.length > 0) yield await take();
}
