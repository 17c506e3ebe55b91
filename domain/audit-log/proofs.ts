import { appendLeaves, EMPTY_FRONTIER, nodeHash, rootOf } from './merkle.ts';

/**
 * The hashes, lowest first, that lead from the leaf at `index` to the root of the tree over `leaves` (leaf hashes).
 * RFC 9162 section 2.1.3.1.
 */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`No leaf at ${index}.`);
  if (leaves.length === 1) return [];
  const split = largestPowerBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split
    ? [...inclusionProof(left, index), subtreeRoot(right)]
    : [...inclusionProof(right, index - split), subtreeRoot(left)];
}

/** Whether the leaf stands at `index` in the tree of `size` leaves with this root. RFC 9162 section 2.1.3.2. */
export function verifyInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      // A node without a right sibling is passed up unchanged, so the levels where that happens have no hash.
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && hash.equals(root);
}

/**
 * The hashes that show that the tree over the first `firstSize` leaves is the beginning of the tree over all of them.
 * RFC 9162 section 2.1.4.1.
 */
export function consistencyProof(leaves: readonly Buffer[], firstSize: number): Buffer[] {
  if (!Number.isInteger(firstSize) || firstSize < 1 || firstSize > leaves.length) {
    throw new RangeError(`No tree of ${firstSize} leaves begins one of ${leaves.length}.`);
  }
  return subproof(leaves, firstSize, true);
}

function subproof(leaves: readonly Buffer[], firstSize: number, known: boolean): Buffer[] {
  if (firstSize === leaves.length) return known ? [] : [subtreeRoot(leaves)];
  const split = largestPowerBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return firstSize <= split
    ? [...subproof(left, firstSize, known), subtreeRoot(right)]
    : [...subproof(right, firstSize - split, false), subtreeRoot(left)];
}

/** Whether the tree with the second root only appended to the tree with the first. RFC 9162 section 2.1.4.2. */
export function verifyConsistency(
  firstSize: number,
  secondSize: number,
  firstRoot: Buffer,
  secondRoot: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (firstSize < 1 || firstSize > secondSize) return false;
  if (firstSize === secondSize) return proof.length === 0 && firstRoot.equals(secondRoot);
  // A first tree that is perfect is a node of the second one, and its root is left out of the proof.
  const path = isPowerOfTwo(firstSize) ? [firstRoot, ...proof] : [...proof];
  const [start, ...rest] = path;
  if (!start) return false;
  let node = firstSize - 1;
  let last = secondSize - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  let first = start;
  let second = start;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      second = nodeHash(second, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && first.equals(firstRoot) && second.equals(secondRoot);
}

function subtreeRoot(leaves: readonly Buffer[]): Buffer {
  return rootOf(appendLeaves(EMPTY_FRONTIER, leaves));
}

/** The largest power of two smaller than `n`, for n > 1. */
function largestPowerBelow(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

function isPowerOfTwo(n: number): boolean {
  return n === 2 ** Math.round(Math.log2(n));
}

function isOdd(n: number): boolean {
  return n % 2 === 1;
}

function half(n: number): number {
  return Math.floor(n / 2);
}
