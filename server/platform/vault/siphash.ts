/** State words of SipHash as signed 32-bit halves, set up from a key once and copied for each message. */
export type SipKey = { k0Low: number; k0High: number; k1Low: number; k1High: number };

/** Splits a key of 16 bytes into the four little-endian words that `siphash64` starts from. */
export function sipKey(key: Uint8Array): SipKey {
  if (key.length !== 16) throw new RangeError(`A SipHash key has 16 bytes, not ${key.length}.`);
  const view = new DataView(key.buffer, key.byteOffset, 16);
  return {
    k0Low: view.getInt32(0, true),
    k0High: view.getInt32(4, true),
    k1Low: view.getInt32(8, true),
    k1High: view.getInt32(12, true),
  };
}

const words = new Uint32Array(2);
const result = new BigUint64Array(words.buffer);
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * SipHash-2-4 of the first `length` bytes of `data`: a keyed pseudo-random function of 64 bits, made for short inputs
 * (Aumasson and Bernstein, 2012). Plain 32-bit arithmetic, since a native HMAC costs ten times as much per call.
 */
export function siphash64(key: SipKey, data: Uint8Array, length: number = data.length): bigint {
  let v0l = key.k0Low ^ 0x70736575;
  let v0h = key.k0High ^ 0x736f6d65;
  let v1l = key.k1Low ^ 0x6e646f6d;
  let v1h = key.k1High ^ 0x646f7261;
  let v2l = key.k0Low ^ 0x6e657261;
  let v2h = key.k0High ^ 0x6c796765;
  let v3l = key.k1Low ^ 0x79746573;
  let v3h = key.k1High ^ 0x74656462;

  const tail = length & 7;
  const whole = length - tail;
  // One round more than there are words: the last finishes. The rounds stand in the loop, because variables that a
  // function of its own would share are kept on the heap, one new number per step.
  for (let at = 0; at <= whole + 8; at += 8) {
    const finishing = at > whole;
    let low = 0;
    let high = 0;
    if (at < whole) {
      low = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
      high = data[at + 4]! | (data[at + 5]! << 8) | (data[at + 6]! << 16) | (data[at + 7]! << 24);
    } else if (!finishing) {
      // The last word holds what is left of the message and, on top, its length modulo 256.
      for (let i = 0; i < tail; i++) {
        if (i < 4) low |= data[at + i]! << (8 * i);
        else high |= data[at + i]! << (8 * (i - 4));
      }
      high |= length << 24;
    }
    if (finishing) v2l ^= 0xff;
    v3l ^= low;
    v3h ^= high;
    for (let round = finishing ? 4 : 2; round > 0; round--) {
      let sum = (v0l >>> 0) + (v1l >>> 0);
      v0h = (v0h + v1h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v0l = sum | 0;
      let low = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = low ^ v0l;
      low = v0l;
      v0l = v0h;
      v0h = low;

      sum = (v2l >>> 0) + (v3l >>> 0);
      v2h = (v2h + v3h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v2l = sum | 0;
      low = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = low ^ v2l;

      sum = (v0l >>> 0) + (v3l >>> 0);
      v0h = (v0h + v3h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v0l = sum | 0;
      low = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = low ^ v0l;

      sum = (v2l >>> 0) + (v1l >>> 0);
      v2h = (v2h + v1h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v2l = sum | 0;
      low = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = low ^ v2l;
      low = v2l;
      v2l = v2h;
      v2h = low;
    }
    v0l ^= low;
    v0h ^= high;
  }
  words[littleEndian ? 0 : 1] = v0l ^ v1l ^ v2l ^ v3l;
  words[littleEndian ? 1 : 0] = v0h ^ v1h ^ v2h ^ v3h;
  return result[0]!;
}
