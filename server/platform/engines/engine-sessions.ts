/**
 * Runs statements in the engine of this process. Every statement gets a session of its own (0.3 ms), so that its
 * settings and parameters are gone afterwards: none can reach the next statement, and none crosses over to another
 * that runs at the same time, as the binding's own parameters would.
 */
import { join } from 'node:path';
import { Session } from 'chdb';
import { asEngineError, ERROR, engineError } from './engine-error.ts';
import { turnstile } from './engine-lanes.ts';
import { sessionArguments } from './engine-settings.ts';
import { type Lane, sqlString } from './engine-statement.ts';

const MARK_CACHE_BYTES = 256 * 1024 ** 2;
/** Formats whose pieces are rows and nothing but rows, so that a result can be sent as it comes. */
const ROW_BY_ROW = new Set([
  'JSONEachRow',
  'JSONStringsEachRow',
  'JSONCompactEachRow',
  'RowBinary',
  'CSV',
  'TSV',
  'TabSeparated',
]);

export interface Statement {
  lane: Lane;
  sql: string;
  database: string | undefined;
  /** Values of `{name:Type}` by name, in the text form of ClickHouse's HTTP interface. */
  parameters: ReadonlyMap<string, string>;
  settings: ReadonlyMap<string, string>;
  format: string;
}

/** What a finished statement did. For an insert the rows are those written. */
export interface RunSummary {
  rows: number;
  bytes: number;
  seconds: number;
}

export interface EngineSessions {
  /** Yields the result in pieces and returns the summary. Leaving the loop early frees the place. */
  run(statement: Statement, signal: AbortSignal): AsyncGenerator<Uint8Array, RunSummary, undefined>;
  /** A real question on a session that nothing else uses. False when the engine says that it is going down. */
  isAlive(): Promise<boolean>;
  close(): void;
}

/** Opens the engine's folder; the process then owns it. Throws when another process does. */
export function openSessions(input: { dir: string; readers: number; memoryBytes: number }): EngineSessions {
  const store = join(input.dir, 'store');
  // Arguments of the first session configure the engine as a whole, and it lives as long as a session is open.
  const first = new Session(store, {
    connectionArgs: [
      `--max_server_memory_usage=${input.memoryBytes}`,
      `--mark_cache_size=${MARK_CACHE_BYTES}`,
      '--max_threads=1',
      '--readonly=1',
    ],
  });
  const lanes: Record<Lane, ReturnType<typeof turnstile>> = {
    read: turnstile(input.readers),
    insert: turnstile(1),
    change: turnstile(1),
  };

  async function* run(statement: Statement, signal: AbortSignal): AsyncGenerator<Uint8Array, RunSummary, undefined> {
    const connectionArgs = sessionArguments(statement.lane, statement.settings);
    const leave = await lanes[statement.lane].enter(signal);
    let session: Session | undefined;
    try {
      session = openSession(store, connectionArgs);
      await prepare(session, statement);
      const streamed = statement.lane === 'read' && ROW_BY_ROW.has(statement.format);
      return yield* streamed ? stream(session, statement, signal) : whole(session, statement);
    } catch (error) {
      throw asEngineError(error);
    } finally {
      session?.close();
      leave();
    }
  }

  return {
    run,
    async isAlive() {
      try {
        await first.queryAsync('select 1');
        return true;
      } catch (error) {
        // Out of memory is a limit at work, not the end of the engine.
        return asEngineError(error).code === ERROR.MEMORY_LIMIT_EXCEEDED;
      }
    },
    close: () => first.close(),
  };
}

function openSession(store: string, connectionArgs: string[]): Session {
  try {
    return new Session(store, { connectionArgs });
  } catch {
    throw engineError('BAD_ARGUMENTS', 'A setting of this request has a value that the engine cannot read');
  }
}

async function prepare(session: Session, { database, parameters }: Statement): Promise<void> {
  if (database !== undefined) await session.queryAsync(`USE \`${database.replaceAll('`', '\\`')}\``);
  if (parameters.size === 0) return;
  const values = [...parameters].map(([name, value]) => `param_${name} = ${sqlString(value)}`);
  await session.queryAsync(`SET ${values.join(', ')}`);
}

async function* stream(
  session: Session,
  { sql, format }: Statement,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, RunSummary, undefined> {
  const began = performance.now();
  let rows = 0;
  let bytes = 0;
  for await (const chunk of session.queryStream(sql, { format, signal })) {
    rows += chunk.numRows;
    bytes += chunk.numBytes;
    yield chunk.raw();
  }
  return { rows, bytes, seconds: (performance.now() - began) / 1_000 };
}

async function* whole(session: Session, { sql, format }: Statement): AsyncGenerator<Uint8Array, RunSummary, undefined> {
  const result = await session.queryAsync(sql, { format });
  const bytes = result.bytes();
  if (bytes.length > 0) yield bytes;
  return { rows: result.rowsRead, bytes: result.bytesRead, seconds: result.elapsed };
}
