import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Plaintext bytes of a chunk. */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const VERSION = 1;
const SALT_BYTES = 32;
const PREFIX_BYTES = 7;
const MAC_BYTES = 32;
/** Version, salt, nonce prefix, and a code that binds content, size, client and id. */
export const TRAILER_BYTES = 1 + SALT_BYTES + PREFIX_BYTES + MAC_BYTES;

/** The keys of one client's blobs. */
export type ClientKeys = { client: string; content: KeyObject; id: KeyObject };

/** How one sealed blob is read: its key, nonces and sizes, from its trailer. */
export type Opening = { key: KeyObject; prefix: Buffer; aad: Buffer; size: number; chunks: number };

/** Derives a client's keys from the store's master of 32 bytes, so that equal files of two clients have nothing alike. */
export function clientKeys(master: Uint8Array, client: string): ClientKeys {
  const derive = (use: string) => createSecretKey(createHmac('sha256', master).update(`${use}|${client}`).digest());
  return { client, content: derive('blob-content'), id: derive('blob-id') };
}

/**
 * Seals a stream: chunks of 64 KiB under AES-256-GCM with a key for this blob alone, then the trailer. The nonce is a
 * random prefix, the chunk's number and whether it is the last one (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, 2015),
 * so chunks cannot be dropped, swapped or cut off. Yields sealed bytes; returns the id, a keyed hash of the content,
 * and the size in bytes. The trailer comes last because only then the id is known.
 */
export async function* sealBlob(
  keys: ClientKeys,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, { id: string; size: number }> {
  const salt = randomBytes(SALT_BYTES);
  const prefix = randomBytes(PREFIX_BYTES);
  const key = blobKey(keys, salt);
  const aad = aadOf(keys.client);
  const content = createHmac('sha256', keys.id);
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let filled = 0;
  let size = 0;
  let number = 0;
  for await (const piece of source) {
    content.update(piece);
    size += piece.length;
    for (let at = 0; at < piece.length; ) {
      // A full chunk waits for the byte after it, since only then it is known not to be the last.
      if (filled === CHUNK_BYTES) {
        yield sealChunk(number++, false);
        filled = 0;
      }
      const taken = Math.min(CHUNK_BYTES - filled, piece.length - at);
      chunk.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
    }
  }
  yield sealChunk(number, true);
  const id = content.digest('hex');
  yield Buffer.concat([Buffer.of(VERSION), salt, prefix, binding(key, keys.client, id, size)]);
  return { id, size };

  function sealChunk(chunkNumber: number, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(prefix, chunkNumber, last), { authTagLength: TAG_BYTES });
    cipher.setAAD(aad);
    const body = cipher.update(chunk.subarray(0, filled));
    cipher.final();
    return Buffer.concat([body, cipher.getAuthTag()]);
  }
}

/** Reads a trailer; throws when the blob is cut, damaged, another client's or another blob than the id says. */
export function readTrailer(keys: ClientKeys, id: string, trailer: Buffer, sealedBytes: number): Opening {
  const body = sealedBytes - TRAILER_BYTES;
  const chunks = Math.ceil(body / SEALED_CHUNK_BYTES);
  const size = body - chunks * TAG_BYTES;
  const damaged = () => new Error(`Blob ${id} is damaged or belongs elsewhere.`);
  if (trailer.length !== TRAILER_BYTES || trailer[0] !== VERSION || chunks < 1 || size < 0) throw damaged();
  const salt = trailer.subarray(1, 1 + SALT_BYTES);
  const prefix = trailer.subarray(1 + SALT_BYTES, TRAILER_BYTES - MAC_BYTES);
  const key = blobKey(keys, salt);
  if (!binding(key, keys.client, id, size).equals(trailer.subarray(-MAC_BYTES))) throw damaged();
  return { key, prefix, aad: aadOf(keys.client), size, chunks };
}

/** Where the sealed chunks lie that hold the plaintext bytes from `start` to before `end`. */
export function sealedRange(opening: Opening, start: number, end: number): { start: number; end: number } {
  const first = Math.floor(start / CHUNK_BYTES);
  const last = Math.min(Math.max(Math.ceil(end / CHUNK_BYTES), first + 1), opening.chunks);
  const sealedSize = opening.size + opening.chunks * TAG_BYTES;
  return { start: first * SEALED_CHUNK_BYTES, end: Math.min(last * SEALED_CHUNK_BYTES, sealedSize) };
}

/** The plaintext bytes from `start` to before `end`, given the bytes of `sealedRange`; throws at the first bad chunk. */
export async function* openChunks(
  opening: Opening,
  sealed: AsyncIterable<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let number = Math.floor(start / CHUNK_BYTES);
  for await (const chunk of inChunks(sealed)) {
    const last = number === opening.chunks - 1;
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', opening.key, nonce(opening.prefix, number, last), options);
    decipher.setAAD(opening.aad);
    decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
    const body = decipher.update(chunk.subarray(0, -TAG_BYTES));
    try {
      decipher.final();
    } catch (cause) {
      throw new Error(`Chunk ${number} of a blob is damaged.`, { cause });
    }
    const offset = number * CHUNK_BYTES;
    const wanted = body.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    if (wanted.length > 0) yield wanted;
    number++;
  }
  if (number * CHUNK_BYTES < end) throw new Error('A blob ended before its last byte.');
}

/** The id that content has for a client, to compare with the one it is stored under. */
export async function idOf(keys: ClientKeys, content: AsyncIterable<Uint8Array>): Promise<string> {
  const mac = createHmac('sha256', keys.id);
  for await (const piece of content) mac.update(piece);
  return mac.digest('hex');
}

/** Groups bytes into sealed chunks; the last one may be shorter. */
async function* inChunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    held = held.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([held, piece]);
    let at = 0;
    for (; held.length - at >= SEALED_CHUNK_BYTES; at += SEALED_CHUNK_BYTES) {
      yield held.subarray(at, at + SEALED_CHUNK_BYTES);
    }
    held = held.subarray(at);
  }
  if (held.length > 0) {
    if (held.length < TAG_BYTES) throw new Error('A blob ended within a chunk.');
    yield held;
  }
}

function blobKey(keys: ClientKeys, salt: Uint8Array): KeyObject {
  return createSecretKey(createHmac('sha256', keys.content).update(salt).digest());
}

function aadOf(client: string): Buffer {
  return Buffer.from(`blob|${client}|${VERSION}`);
}

function binding(key: KeyObject, client: string, id: string, size: number): Buffer {
  return createHmac('sha256', key).update(`trailer|${VERSION}|${client}|${id}|${size}`).digest();
}

function nonce(prefix: Buffer, number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  prefix.copy(bytes);
  bytes.writeUInt32BE(number, PREFIX_BYTES);
  bytes[11] = last ? 1 : 0;
  return bytes;
}
