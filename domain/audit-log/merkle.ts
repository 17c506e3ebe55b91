import { createHash } from 'node:crypto';

/** A tree as the roots of its perfect subtrees, largest first: all that is needed to append and to form the root. */
export type Frontier = { size: number; peaks: readonly Buffer[] };

export const HASH_BYTES = 32;
export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** Hash of an entry as a leaf: SHA-256(0x00 || entry), RFC 9162 section 2.1.1. */
export function leafHash(entry: string | Uint8Array): Buffer {
  return createHash('sha256').update('\0').update(entry).digest();
}

/** Hash of an inner node: SHA-256(0x01 || left || right), RFC 9162 section 2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update('\x01').update(left).update(right).digest();
}

/** The tree with leaves (given by their hashes) appended; the given frontier stays as it is. */
export function appendLeaves(frontier: Frontier, leaves: Iterable<Buffer>): Frontier {
  const peaks = [...frontier.peaks];
  let size = frontier.size;
  for (const leaf of leaves) {
    let hash = leaf;
    // Each trailing one bit of the size is a subtree as large as the one just formed, to be joined with it.
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(peaks.pop()!, hash);
    peaks.push(hash);
    size++;
  }
  return { size, peaks };
}

/** The root of the tree; of an empty one, the hash of nothing. */
export function rootOf({ peaks }: Frontier): Buffer {
  if (peaks.length === 0) return createHash('sha256').digest();
  return peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** The frontier as bytes, its peaks one after the other; the size is kept beside it. */
export function packFrontier({ peaks }: Frontier): Buffer {
  return Buffer.concat(peaks);
}

/** The frontier of a tree of `size` leaves from its bytes; throws when their number does not fit the size. */
export function unpackFrontier(size: number, bytes: Uint8Array): Frontier {
  const peakCount = [...size.toString(2)].filter((bit) => bit === '1').length;
  if (bytes.length !== peakCount * HASH_BYTES) throw new Error(`These are not the peaks of a tree of ${size} leaves.`);
  const peaks = Array.from({ length: peakCount }, (_, i) =>
    Buffer.from(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
  );
  return { size, peaks };
}
