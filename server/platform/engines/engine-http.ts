/** ClickHouse's HTTP interface over the sessions of this process, as far as `@clickhouse/client` uses it. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { asEngineError, type EngineError, ERROR } from './engine-error.ts';
import { authenticate, readRequest } from './engine-request.ts';
import type { EngineSessions, RunSummary } from './engine-sessions.ts';

/** Longer than any client keeps an idle connection, so that it is the client that closes it. */
const KEEP_ALIVE_MS = 60_000;
/** Parameters travel in the URL; ClickHouse itself allows a URL of a mebibyte. */
const HEADER_BYTES = 1024 ** 2;

export interface EngineServerInput {
  sessions: EngineSessions;
  secret: string;
  /** Folder for the rows of running inserts. */
  incoming: string;
}

/** A server that is not listening yet. */
export function engineServer(input: EngineServerInput): Server {
  const server = createServer({ maxHeaderSize: HEADER_BYTES, requestTimeout: 0 }, (request, response) => {
    handle(input, request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else refuse(response, asEngineError(error));
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function handle(input: EngineServerInput, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  authenticate(request, input.secret);
  response.setHeader('X-ClickHouse-Query-Id', url.searchParams.get('query_id') ?? randomUUID());
  const { statement, discard } = await readRequest(request, input.incoming);
  try {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const pieces = input.sessions.run(statement, gone.signal);
    // Nothing is sent before the first piece is there, so that an error still gets its own status.
    const first = await pieces.next();
    response.setHeader('X-ClickHouse-Format', statement.format);
    response.setHeader('X-ClickHouse-Timezone', 'UTC');
    response.setHeader('Content-Type', contentType(statement.format));
    if (first.done) {
      response.setHeader('X-ClickHouse-Summary', summaryHeader(first.value, statement.lane === 'insert'));
      response.end();
      return;
    }
    const body = Readable.from(withFirst(first.value, pieces));
    if (wantsGzip(request, url)) {
      response.setHeader('Content-Encoding', 'gzip');
      await pipeline(body, createGzip({ level: 1 }), response);
    } else await pipeline(body, response);
  } finally {
    await discard();
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function wantsGzip(request: IncomingMessage, url: URL): boolean {
  const asked = url.searchParams.get('enable_http_compression') === '1';
  return asked && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
}

/** Counts are strings, as a ClickHouse server sends them. */
function summaryHeader({ rows, bytes, seconds }: RunSummary, insert: boolean): string {
  const [readRows, readBytes] = [String(rows), String(bytes)];
  return JSON.stringify({
    read_rows: readRows,
    read_bytes: readBytes,
    written_rows: insert ? readRows : '0',
    written_bytes: insert ? readBytes : '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: '0',
    elapsed_ns: String(Math.round(seconds * 1e9)),
  });
}

function refuse(response: ServerResponse, error: EngineError): void {
  const status = error.code === ERROR.AUTHENTICATION_FAILED ? 401 : 500;
  // The rest of a body that nobody reads would block the connection for the next request.
  response.writeHead(status, {
    'X-ClickHouse-Exception-Code': String(error.code),
    'Content-Type': 'text/plain; charset=UTF-8',
    Connection: 'close',
  });
  response.end(`${error.message}\n`);
}

function contentType(format: string): string {
  if (/^JSON.*EachRow/.test(format)) return 'application/x-ndjson; charset=UTF-8';
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8';
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8';
  if (format.startsWith('TSV') || format.startsWith('TabSeparated')) return 'text/tab-separated-values; charset=UTF-8';
  return 'application/octet-stream';
}
