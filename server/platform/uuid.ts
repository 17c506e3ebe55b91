import { randomFillSync } from 'node:crypto';

const random = Buffer.alloc(8 * 512);
let used = random.length;
let lastMs = 0;
let sequence = 0;

/**
 * A UUID of version 7 (RFC 9562): milliseconds, a counter of 12 bits, 62 random bits. Those of one process rise in the
 * order of the calls, also within a millisecond and when the clock steps back.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    // The counter is full: the next millisecond is borrowed, as section 6.2 of the RFC allows.
    lastMs++;
    sequence = 0;
  }
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const tail = random.subarray(used, used + 8);
  used += 8;
  tail[0] = (tail[0]! & 0x3f) | 0x80;
  const time = lastMs.toString(16).padStart(12, '0');
  const counter = sequence.toString(16).padStart(3, '0');
  const rest = tail.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}
