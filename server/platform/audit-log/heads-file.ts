import { createReadStream } from 'node:fs';
import { appendFile, open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Head } from './head.ts';

/** A head in the file, or the number of a line that is none. */
export type HeadLine = { line: number; head: Head | null };

/** Room for the last line, which has about 280 bytes. */
const TAIL_BYTES = 4096;

/** Appends a head as a line of JSON, on disk when the promise resolves. The file is the copy outside the database. */
export async function appendHead(file: string, { size, root, at, signature }: Head): Promise<void> {
  const line = {
    size,
    root: root.toString('hex'),
    at: at.toISOString(),
    signature: signature.toString('base64'),
  };
  await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
}

/** The size of the last head in the file, 0 without one. A last line that was cut off by a crash is taken away. */
export async function mendHeadsFile(file: string): Promise<number> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const tail = (await handle.read(Buffer.alloc(size - start), 0, size - start, start)).buffer;
    const end = tail.lastIndexOf(0x0a) + 1;
    if (end < tail.length) await handle.truncate(start + end);
    const last = tail.subarray(0, end).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
    return parseHead(last)?.size ?? 0;
  } finally {
    await handle.close();
  }
}

/** Bytes in the file up to now, 0 when there is none. */
export async function headsFileBytes(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw cause;
  }
}

/** The heads in the first `bytes` bytes of the file, in its order. A cut-off last line is left out. */
export async function* readHeads(file: string, bytes: number): AsyncGenerator<HeadLine> {
  if (bytes === 0) return;
  let ended = false;
  const stream = createReadStream(file, { end: bytes - 1 });
  stream.on('data', (chunk) => {
    ended = chunk.at(-1) === 0x0a || chunk.at(-1) === '\n';
  });
  let line = 0;
  let waiting: string | null = null;
  for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (waiting !== null) yield { line, head: parseHead(waiting) };
    waiting = text;
    line++;
  }
  if (waiting !== null && ended) yield { line, head: parseHead(waiting) };
}

function parseHead(text: string): Head | null {
  try {
    const { size, root, at, signature } = JSON.parse(text) as Record<string, unknown>;
    if (!Number.isSafeInteger(size) || typeof root !== 'string' || typeof at !== 'string') return null;
    if (typeof signature !== 'string' || Number.isNaN(Date.parse(at))) return null;
    return {
      size: size as number,
      root: Buffer.from(root, 'hex'),
      at: new Date(at),
      signature: Buffer.from(signature, 'base64'),
    };
  } catch {
    return null;
  }
}
