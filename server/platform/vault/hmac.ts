/** HMAC-SHA-256 (RFC 2104) out of Node's one-shot hash, for many short messages under one key. */
import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** Longer messages are written into a buffer of their own. */
const MESSAGE_BYTES = 1024;

/**
 * Makes the function that gives the first `length` bytes of the HMAC of a message, text as UTF-8. `key` has at most 64
 * bytes. `createHmac` makes three objects outside the heap for each message, which takes three times as long and as much
 * again when they are collected; a hash whose result is text makes none.
 */
export function hmacSha256(key: Uint8Array): (message: string | Uint8Array, length?: number) => Buffer {
  if (key.length > BLOCK_BYTES) throw new RangeError(`A key has at most ${BLOCK_BYTES} bytes, not ${key.length}.`);
  const inner = padded(key, INNER_PAD, MESSAGE_BYTES);
  const outer = padded(key, OUTER_PAD, HASH_BYTES);
  return (message, length = HASH_BYTES) => {
    // A letter takes at most three bytes of UTF-8 per unit of JavaScript's strings.
    const most = typeof message === 'string' ? message.length * 3 : message.length;
    const start = most <= MESSAGE_BYTES ? inner : padded(key, INNER_PAD, most);
    let end = BLOCK_BYTES;
    if (typeof message === 'string') end += start.write(message, BLOCK_BYTES, 'utf8');
    else {
      start.set(message, BLOCK_BYTES);
      end += message.length;
    }
    outer.write(hash('sha256', start.subarray(0, end), 'binary'), BLOCK_BYTES, 'binary');
    return Buffer.from(hash('sha256', outer, 'binary').slice(0, length), 'binary');
  };
}

function padded(key: Uint8Array, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES + room);
  block.fill(pad, 0, BLOCK_BYTES);
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad;
  return block;
}
