/** Structured logs. Personal data never reach them: requests are logged by method and route pattern, bodies never. */
import pino from 'pino';

export type Log = pino.Logger;

/** A logger that writes JSON lines to standard error, so that standard output is for people. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['req.headers', '*.email', '*.name', '*.phone', '*.personal'], remove: true },
      serializers: {
        err: (error: Error & { code?: string; table?: string; constraint?: string }) => ({
          // A database error's detail quotes row values; message and code are enough to find the fault.
          type: error.name,
          message: error.message,
          code: error.code,
          table: error.table,
          constraint: error.constraint,
          stack: error.stack,
          cause: error.cause instanceof Error ? { message: error.cause.message, stack: error.cause.stack } : undefined,
        }),
      },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}
