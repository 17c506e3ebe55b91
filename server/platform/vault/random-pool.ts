import { randomFillSync } from 'node:crypto';

/**
 * Returns a function that gives `size` fresh random bytes a call, drawn `count` at a time, because a call to the
 * system's generator costs more than sealing a record. Slices are never given twice and never overwritten.
 */
export function randomPool(size: number, count: number): () => Buffer {
  let pool = Buffer.alloc(0);
  let next = 0;
  return () => {
    if (next === pool.length) {
      // A new buffer, since earlier slices may still be held by their callers.
      pool = randomFillSync(Buffer.allocUnsafeSlow(size * count));
      next = 0;
    }
    next += size;
    return pool.subarray(next - size, next);
  };
}
