/** The whole configuration of the embedded PostgreSQL. It is written anew at each start, so it has no other source. */
import { totalmem } from 'node:os';

const MEBIBYTE = 1024 ** 2;

export interface PostgresConfigInput {
  /** Undefined means no Unix socket: its path would not fit. */
  socketFolder: string | undefined;
  /** Size of the shared memory file system in bytes, undefined when there is none (macOS). */
  sharedMemoryBytes: number | undefined;
  /** Trades safety against power loss for speed: only for tests. */
  fast: boolean;
}

/** Text of `postgresql.conf`. The port comes on the command line, because a start may have to try several. */
export function postgresConfig({ socketFolder, sharedMemoryBytes, fast }: PostgresConfigInput): string {
  const memory = Math.floor(totalmem() / MEBIBYTE);
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder ?? '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    // Several files of tests share one server.
    max_connections: fast ? 200 : 60,

    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',

    // The keys of a million leads lie all over their indexes, 350 MB of them; tests start many servers.
    shared_buffers: `${Math.min(fast ? 256 : 1024, Math.max(32, Math.floor(memory / 8)))}MB`,
    effective_cache_size: `${Math.max(128, Math.floor(memory / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // Containers often have 64 MB of POSIX shared memory, too little for a parallel hash join.
    ...(sharedMemoryBytes !== undefined &&
      sharedMemoryBytes < 256 * MEBIBYTE && { dynamic_shared_memory_type: 'sysv' }),
    random_page_cost: 1.1,
    // A planner that knows nothing of a table that fills, or of a client that is new in it, reads all rows of the client
    // for each: it looks several times a minute, and when a fiftieth is new.
    autovacuum_naptime: '20s',
    autovacuum_analyze_scale_factor: 0.02,
    jit: 'off',

    // The npm builds carry no lz4, so WAL pages are compressed by PostgreSQL's own method.
    wal_compression: 'pglz',
    wal_level: 'replica',
    max_wal_senders: 0,
    min_wal_size: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: 0.9,
    synchronous_commit: fast ? 'off' : 'on',
    fsync: fast ? 'off' : 'on',
    full_page_writes: fast ? 'off' : 'on',

    // The log is our file on standard error; see log-file.ts.
    logging_collector: 'off',
    log_checkpoints: 'on',
    log_line_prefix: '%m [%p] %d ',
    // A statement, its parameters or an error about a row would carry personal data into the log. Errors reach the
    // server through the connection; the log keeps only what the engine says of itself, without details.
    log_statement: 'none',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_min_duration_statement: -1,
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_error_verbosity: 'terse',
    log_lock_waits: 'off',
  };
  const quote = (value: string | number) => `'${String(value).replaceAll("'", "''")}'`;
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}`);
  return `# Written by the server at each start; changes here are lost.\n${lines.join('\n')}\n`;
}

/** Text of `pg_hba.conf`: every connection proves a password, and none comes from another machine. */
export const POSTGRES_ACCESS = `# Written by the server at each start; changes here are lost.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
`;
