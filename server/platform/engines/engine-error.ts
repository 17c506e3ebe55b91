/** Errors of the engine in ClickHouse's own form, which `@clickhouse/client` takes apart again. */

/** Codes of ClickHouse that the child itself raises; see its `ErrorCodes.cpp`. */
export const ERROR = {
  BAD_ARGUMENTS: 36,
  UNKNOWN_FORMAT: 73,
  SYNTAX_ERROR: 62,
  TOO_MANY_SIMULTANEOUS_QUERIES: 202,
  QUERY_IS_TOO_LARGE: 223,
  MEMORY_LIMIT_EXCEEDED: 241,
  SUPPORT_IS_DISABLED: 344,
  SETTING_CONSTRAINT_VIOLATION: 452,
  AUTHENTICATION_FAILED: 516,
  UNKNOWN_EXCEPTION: 1002,
} as const;

export class EngineError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}

/** An error raised by the child itself, with the text a ClickHouse server would send. */
export function engineError(type: keyof typeof ERROR, message: string): EngineError {
  return new EngineError(ERROR[type], `Code: ${ERROR[type]}. DB::Exception: ${message} (${type})`);
}

/** Whatever a statement threw, as an `EngineError`: chdb's texts open with their code. */
export function asEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = /^Code: (\d+)\./.exec(message)?.[1];
  return code === undefined ? engineError('UNKNOWN_EXCEPTION', message) : new EngineError(Number(code), message);
}
