/** What every job works with, opened in its own thread. */
import { totalmem } from 'node:os';
import type { IpCountries } from '#domain/lead-checks/ip/country-ranges.ts';
import { type BlobOptions, openBlobs } from '../platform/blobs/open.ts';
import { type ClickHouseOptions, openClickHouse } from '../platform/clickhouse.ts';
import { type Database, openDatabase, openPool, type Scope } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import { type VaultKeys, vault } from '../platform/vault/vault.ts';
import type { PullOfServer } from './pull-of-server.ts';
import type { JobRow } from './queries.ts';

/** Everything a worker thread needs to open its own connections. */
export interface WorkerInput {
  databaseUrl: string;
  clickhouse: ClickHouseOptions;
  blobs: BlobOptions;
  keys: VaultKeys;
  dns: boolean;
  /** Lies in shared memory, so that a thread is handed it without a copy. */
  ipCountries: IpCountries | undefined;
  logLevel: string;
}

/** Thrown by a handler when somebody cancelled; what was done stays. */
export class Cancelled extends Error {}

/** A reason to fail that is meant for the person who started the job. */
export class JobError extends Error {}

/**
 * Heap of a thread that works a job, in MB; a job that needs more is ended, not the server. Few need a tenth of it, but
 * V8 measures by it how much garbage it lets lie before it looks through the heap: of 768 half of what is in use, of 2048
 * three times that, for a third of the work. So it is as large as four such threads may be.
 */
export const HEAP_MB = Math.min(2048, Math.max(768, Math.floor(totalmem() / 8 / 1024 ** 2)));

export interface JobTools {
  job: JobRow;
  db: Database;
  scope: Scope;
  deps: ReturnType<typeof openDependencies>;
}

/** What a job has besides: what further threads open their own connections with, and the server's pull. */
export interface ThreadTools extends JobTools {
  input: WorkerInput;
  pull: PullOfServer;
}

/** After which a statement of a job is given up: one that goes over all leads may take minutes. */
export const STATEMENT_MS = 300_000;

/** Opens a job's connections; the thread closes them when the job ends. */
export function openDependencies(input: WorkerInput) {
  const pool = openPool({
    url: input.databaseUrl,
    max: 3,
    applicationName: 'assay-job',
    statementTimeout: STATEMENT_MS,
  });
  return {
    pool,
    db: openDatabase(pool),
    vault: vault(input.keys),
    blobs: openBlobs(input.blobs),
    clickhouse: openClickHouse(input.clickhouse),
    log: createLog(input.logLevel),
    dns: input.dns,
    ipCountries: input.ipCountries,
  };
}
