import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import {
  type ClientKeys,
  clientKeys,
  idOf,
  type Opening,
  openChunks,
  readTrailer,
  sealBlob,
  sealedRange,
  TRAILER_BYTES,
} from './blob-format.ts';
import { fileObjects } from './file-objects.ts';
import type { Objects, OpenObject } from './objects.ts';
import { s3Objects } from './s3-objects.ts';

export type BlobStore = ReturnType<typeof storeOver>;

/** A blob as stored: its id (64 hex digits, a keyed hash of the content) and plaintext size in bytes. */
export type Blob = { id: string; size: number };

/** Blobs in a directory. `key` has 32 bytes. */
export function blobStore({ dir, key }: { dir: string; key: Uint8Array }) {
  return storeOver(fileObjects(path.join(dir, 'stored')), path.join(dir, 'incoming'), key);
}

/**
 * Blobs in a bucket of any S3 service: `http(s)://access-key:secret@host:port/bucket/prefix?region=…`. What comes in
 * is sealed into `spoolDir` first, because an object's name is known only at its end.
 */
export function s3BlobStore({ url, spoolDir, key }: { url: string; spoolDir: string; key: Uint8Array }) {
  return storeOver(s3Objects(url), spoolDir, key);
}

function storeOver(objects: Objects, incoming: string, master: Uint8Array) {
  return {
    /**
     * Stores what the source gives, sealed for the client; equal content of a client is stored once. When the promise
     * resolves the bytes outlive the process and, as far as disk or service keep their word, the power. Content of
     * more than `bytesMax` bytes throws 413 and leaves nothing.
     */
    async put(client: string, source: AsyncIterable<Uint8Array>, { bytesMax }: { bytesMax: number }): Promise<Blob> {
      const keys = keysOf(client);
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const file = path.join(incoming, randomBytes(16).toString('hex'));
      try {
        const { blob, sealedBytes } = await sealInto(file, keys, atMost(source, bytesMax));
        await objects.place(nameOf(client, blob.id), file, sealedBytes);
        return blob;
      } finally {
        await rm(file, { force: true });
      }
    },

    /**
     * A blob's plaintext size and bytes, all or from `start` to before `end`; null when the client has no such blob.
     * A damaged trailer throws at once, a damaged chunk ends the stream with an error before any byte of it.
     */
    async get(
      client: string,
      id: string,
      range?: { start: number; end: number },
    ): Promise<{ size: number; stream: Readable } | null> {
      const found = await openBlob(client, id);
      if (!found) return null;
      const { size } = found.opening;
      const { start, end } = range ?? { start: 0, end: size };
      if (!(start >= 0 && start <= end && end <= size)) {
        await found.object.close();
        throw new RangeError(`Blob ${id} has no bytes ${start} to ${end}.`);
      }
      return { size, stream: Readable.from(contentOf(found, start, end), { objectMode: false }) };
    },

    /** Deletes a client's blob; nothing happens when there is none. */
    async delete(client: string, id: string): Promise<void> {
      await objects.remove(nameOf(client, id));
    },

    /** The client's blobs in no order. `bytes` is what they take in storage. */
    async *list(client: string): AsyncGenerator<{ id: string; bytes: number }> {
      keysOf(client);
      for await (const { key, bytes } of objects.list(client)) yield { id: key.slice(client.length + 1), bytes };
    },

    /** Reads a blob whole and compares it with its id. */
    async verify(client: string, id: string): Promise<'ok' | 'missing' | 'damaged'> {
      try {
        const found = await openBlob(client, id);
        if (!found) return 'missing';
        return (await idOf(keysOf(client), contentOf(found, 0, found.opening.size))) === id ? 'ok' : 'damaged';
      } catch (cause) {
        if (isStorageFault(cause)) throw cause;
        return 'damaged';
      }
    },

    /** Removes what uploads left behind that a crash cut off; call it at the start, before the first `put`. */
    async removeLeftovers(): Promise<number> {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const names = await readdir(incoming);
      for (const name of names) await unlink(path.join(incoming, name));
      return names.length;
    },
  };

  function keysOf(client: string): ClientKeys {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(client))
      throw new TypeError('A client is named by a UUID.');
    return clientKeys(master, client);
  }

  async function openBlob(client: string, id: string): Promise<{ object: OpenObject; opening: Opening } | null> {
    const keys = keysOf(client);
    const object = await objects.open(nameOf(client, id), TRAILER_BYTES);
    if (!object) return null;
    try {
      return { object, opening: readTrailer(keys, id, object.tail, object.bytes) };
    } catch (cause) {
      await object.close();
      throw cause;
    }
  }
}

/** The name blobs are kept under. Ids come from requests, so anything but 64 hex digits is refused. */
function nameOf(client: string, id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new TypeError('A blob is named by 64 hex digits.');
  return `${client}/${id}`;
}

async function sealInto(
  file: string,
  keys: ClientKeys,
  source: AsyncIterable<Uint8Array>,
): Promise<{ blob: Blob; sealedBytes: number }> {
  const handle = await open(file, 'wx', 0o600);
  try {
    const sealed = sealBlob(keys, source);
    let sealedBytes = 0;
    for (;;) {
      const { value, done } = await sealed.next();
      if (done) {
        await handle.sync();
        return { blob: value, sealedBytes };
      }
      await handle.appendFile(value);
      sealedBytes += value.length;
    }
  } finally {
    await handle.close();
  }
}

async function* atMost(source: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > bytesMax) throw new AppError(413, 'too-large', `The file is larger than ${bytesMax} bytes.`);
    yield piece;
  }
}

async function* contentOf(
  { object, opening }: { object: OpenObject; opening: Opening },
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  try {
    // An empty blob still has a chunk, and reading it shows whether that is whole.
    if (start === end && opening.size > 0) return;
    const sealed = sealedRange(opening, start, end);
    yield* openChunks(opening, object.read(sealed.start, sealed.end), start, end);
  } finally {
    await object.close();
  }
}

/** A fault of disk or network says nothing about the blob. */
function isStorageFault(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof Error && ('code' in cause || '$metadata' in cause));
}
