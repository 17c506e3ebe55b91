/** Which settings a request may bring, and the limits none may exceed. */
import { engineError } from './engine-error.ts';
import type { Lane } from './engine-statement.ts';

/** Longest statement in bytes, its bound parameters included. */
export const STATEMENT_BYTES = 16 * 1024 ** 2;

const MEMORY_BYTES = 1_500_000_000;
/** Size from which a grouping or a sort goes on in temporary files, so that several fit side by side. */
const SPILL_BYTES = 500_000_000;
/** Limits of one statement: seconds, bytes, threads. A request may lower them, never raise them. */
const LIMITS: Record<Lane, Record<string, number>> = {
  read: { max_execution_time: 30, max_memory_usage: MEMORY_BYTES, max_threads: 2 },
  insert: { max_execution_time: 300, max_memory_usage: MEMORY_BYTES, max_threads: 2 },
  change: { max_execution_time: 3_600, max_memory_usage: MEMORY_BYTES, max_threads: 2 },
};

const ALLOWED = new Set([
  'date_time_input_format',
  'date_time_output_format',
  'final',
  'input_format_allow_errors_num',
  'input_format_null_as_default',
  'input_format_skip_unknown_fields',
  'insert_deduplicate',
  'insert_deduplication_token',
  'join_use_nulls',
  'lightweight_deletes_sync',
  'max_block_size',
  'max_insert_block_size',
  'max_partitions_per_insert_block',
  'max_result_bytes',
  'max_result_rows',
  'max_rows_to_read',
  'alter_sync',
  'mutations_sync',
  'output_format_json_named_tuples_as_objects',
  'output_format_json_quote_64bit_floats',
  'output_format_json_quote_64bit_integers',
  'output_format_json_quote_decimals',
  'output_format_json_quote_denormals',
  'result_overflow_mode',
  'session_timezone',
]);

/** Settings about the transport of a real server. The child meets them by what it does, or need not know them. */
const WITHOUT_EFFECT = new Set([
  'async_insert',
  'cancel_http_readonly_queries_on_client_close',
  'enable_http_compression',
  'http_headers_progress_interval_ms',
  'http_wait_end_of_query',
  'send_progress_in_http_headers',
  'wait_end_of_query',
  'wait_for_async_insert',
]);

/**
 * Connection arguments for a session of one lane: the lane's limits, the request's settings, read-only where the lane
 * is. Read-only comes last and cannot be undone within the session.
 * @throws EngineError for a setting that is not on the list, rather than ignoring it as the engine would.
 */
export function sessionArguments(lane: Lane, requested: ReadonlyMap<string, string>): string[] {
  const limits = LIMITS[lane];
  const settings = new Map<string, string | number>(Object.entries(limits));
  settings.set('max_query_size', STATEMENT_BYTES);
  settings.set('max_bytes_before_external_group_by', SPILL_BYTES);
  settings.set('max_bytes_before_external_sort', SPILL_BYTES);
  settings.set('log_queries', 0);
  for (const [name, value] of requested) {
    const limit = limits[name];
    if (limit !== undefined) settings.set(name, lowered(name, value, limit));
    else if (ALLOWED.has(name)) settings.set(name, withoutZero(name, value));
    else if (!WITHOUT_EFFECT.has(name)) {
      throw engineError('SETTING_CONSTRAINT_VIOLATION', `The embedded engine does not take the setting ${name}`);
    }
  }
  if (lane === 'read') settings.set('readonly', 1);
  return [...settings].map(([name, value]) => `--${name}=${value}`);
}

function lowered(name: string, value: string, limit: number): number {
  const wanted = Number(value);
  if (!(wanted >= 0)) throw engineError('BAD_ARGUMENTS', `The setting ${name} is not a number`);
  // Zero means without limit.
  return wanted === 0 ? limit : Math.min(wanted, limit);
}

function withoutZero(name: string, value: string): string {
  // A zero byte would cut the argument short in the engine's command line.
  if (value.includes('\0')) throw engineError('BAD_ARGUMENTS', `The setting ${name} contains a zero byte`);
  return value;
}
