/** PostgreSQL's COPY over an open connection: whole tables as streams of bytes, out and in. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type pg from 'pg';

/** The part of pg's connection that its types leave out. */
interface Wire extends pg.Connection {
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** Rows come one by one; they are gathered into pieces of this size. */
const PIECE_BYTES = 256 * 1024;

/** Runs `copy … to stdout`. `rows` resolves once the stream was read to its end. */
export function copyOut(client: pg.ClientBase, text: string): { stream: Readable; rows: Promise<number> } {
  const { promise: rows, resolve } = Promise.withResolvers<number>();
  let wire: pg.Connection | undefined;
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let filled = 0;
  let count = 0;
  const stream = new Readable({
    highWaterMark: 4 * PIECE_BYTES,
    read: () => void wire?.stream.resume(),
    destroy(error, done) {
      wire?.stream.resume();
      done(error);
    },
  });
  // Bytes are copied, because the parser overwrites the buffer that its messages lie in.
  const put = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.copy(piece, filled, at);
      at += taken;
      filled += taken;
      if (filled === PIECE_BYTES) flush();
    }
  };
  const flush = () => {
    const full = piece.subarray(0, filled);
    piece = Buffer.allocUnsafe(PIECE_BYTES);
    filled = 0;
    if (!stream.destroyed && !stream.push(full)) wire?.stream.pause();
  };
  client.query({
    submit(connection: pg.Connection) {
      wire = connection;
      connection.query(text);
    },
    handleCopyData: ({ chunk }: { chunk: Buffer }) => put(chunk),
    handleCommandComplete(message: { text: string }) {
      count = rowsOf(message.text);
    },
    handleReadyForQuery() {
      if (filled > 0) flush();
      stream.push(null);
      resolve(count);
    },
    handleError: (error: Error) => void stream.destroy(error),
  });
  return { stream, rows };
}

/** Runs `copy … from stdin` over the bytes of a source; how many rows were loaded. A source that throws loads nothing. */
export async function copyIn(client: pg.ClientBase, text: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const ended = new AbortController();
  let fault: unknown;
  let count = 0;
  const send = async (wire: Wire) => {
    for await (const piece of source) {
      if (ended.signal.aborted) return;
      wire.sendCopyFromChunk(piece);
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain', { signal: ended.signal });
    }
    wire.endCopyFrom();
  };
  client.query({
    submit: (connection: pg.Connection) => connection.query(text),
    handleCopyInResponse(connection: pg.Connection) {
      send(connection as Wire).catch((error: unknown) => {
        if (ended.signal.aborted) return;
        fault = error;
        (connection as Wire).sendCopyFail('The source of the rows met a fault.');
      });
    },
    handleCommandComplete(message: { text: string }) {
      count = rowsOf(message.text);
    },
    handleReadyForQuery: () => resolve(count),
    handleError(error: Error) {
      ended.abort();
      reject(fault ?? error);
    },
  });
  return await promise;
}

/** `COPY 42` says how many rows went through. */
function rowsOf(tag: string): number {
  return Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? 0);
}
