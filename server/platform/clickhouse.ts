/** The server's one ClickHouse client, the same for the embedded engine and for a server of one's own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import * as z from 'zod';

/** How long a question waits for an engine that is being restarted. */
const RETRY_MS = 5_000;
const RETRY_PAUSE_MS = 100;
const CONNECTION_FAULTS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

export type ClickHouse = ClickHouseClient;

/** Values of `{name:Type}` in a question, by name. */
export type ClickHouseParams = Record<string, unknown>;

/** Where a ClickHouse answers and as whom; the address carries no credentials, such as `http://127.0.0.1:8123`. */
export interface ClickHouseOptions {
  url: string;
  user: string;
  password: string;
  database: string;
}

/** The engine could not be reached for as long as we were willing to wait. */
export class ClickHouseUnreachableError extends Error {
  constructor(cause: unknown) {
    super(`ClickHouse could not be reached within ${RETRY_MS / 1_000} s`, { cause });
    this.name = 'ClickHouseUnreachableError';
  }
}

/** A row of an answer is not of the shape its question promises: the question and its schema disagree. */
export class RowShapeError extends Error {
  constructor(row: number, cause: z.ZodError) {
    super(`Row ${row} of the answer is not of the expected shape: ${z.prettifyError(cause)}`, { cause });
    this.name = 'RowShapeError';
  }
}

/** A column of a 64-bit integer type, which arrives quoted; refuses what a number cannot hold exactly. */
export const SafeInteger = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .pipe(z.int());

/** A column of a 64-bit or wider integer type, exact at any size. */
export const BigInteger = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform((digits) => BigInt(digits));

/** Opens the client. It connects when first asked, so it may be opened before the engine answers. */
export function openClickHouse({ url, user, password, database }: ClickHouseOptions): ClickHouse {
  return createClient({
    url,
    username: user,
    password,
    database,
    application: 'assay',
    request_timeout: 120_000,
    max_open_connections: 16,
    keep_alive: { enabled: true },
    // Every request would be logged with its parameters.
    log: { level: ClickHouseLogLevel.OFF },
    // The same answer from servers whose defaults differ.
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1, date_time_output_format: 'iso' },
  });
}

/**
 * Asks a question and reads its rows by their schema.
 *
 * A question changes nothing, so it is asked again when the connection breaks, for at most 5 s: as long as the embedded
 * engine takes to be restarted. 64-bit integers arrive quoted; see `SafeInteger` and `BigInteger`. Times arrive as ISO
 * 8601 in UTC.
 * @param sql one SELECT without a FORMAT clause; values only as `{name:Type}`
 * @throws ClickHouseUnreachableError, RowShapeError, or the client's ClickHouseError with ClickHouse's own code
 */
export async function ask<Row extends z.ZodType>(
  clickhouse: ClickHouse,
  sql: string,
  params: ClickHouseParams,
  rowSchema: Row,
): Promise<z.output<Row>[]> {
  const answer = await retryWhileUnreachable(async () => {
    const result = await clickhouse.query({ query: sql, query_params: params, format: 'JSONEachRow' });
    return result.json<unknown>();
  });
  return answer.map((row, index) => {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) throw new RowShapeError(index + 1, parsed.error);
    return parsed.data;
  });
}

async function retryWhileUnreachable<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + RETRY_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConnectionFault(error)) throw error;
      if (performance.now() > end) throw new ClickHouseUnreachableError(error);
      await sleep(RETRY_PAUSE_MS);
    }
  }
}

function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && CONNECTION_FAULTS.has(String(error.code))) return true;
  // Node's words for an answer that ends in the middle.
  return error.message === 'aborted' || error.message === 'socket hang up' || error.message === 'Premature close';
}
