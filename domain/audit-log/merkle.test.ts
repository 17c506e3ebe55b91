import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { appendLeaves, EMPTY_FRONTIER, leafHash, packFrontier, rootOf, unpackFrontier } from './merkle.ts';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proofs.ts';

// The reference inputs, roots and proofs of Certificate Transparency (RFC 6962 and 9162), as published in
// transparency-dev/merkle, testonly/constants.go and testonly/reference_test.go.
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = {
  leaf0: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  leaf1: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  leaf4: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  node01: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  node23: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  node45: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  node67: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  node0to3: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  node4to7: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
};
const inclusion: [index: number, size: number, proof: string[]][] = [
  [0, 1, []],
  [0, 2, [hashes.leaf1]],
  [1, 2, [hashes.leaf0]],
  [2, 3, [hashes.node01]],
  [1, 5, [hashes.leaf0, hashes.node23, hashes.leaf4]],
  [0, 8, [hashes.leaf1, hashes.node23, hashes.node4to7]],
  [5, 8, [hashes.leaf4, hashes.node67, hashes.node0to3]],
];
const consistency: [first: number, second: number, proof: string[]][] = [
  [1, 1, []],
  [1, 8, [hashes.leaf1, hashes.node23, hashes.node4to7]],
  [2, 5, [hashes.node23, hashes.leaf4]],
  [6, 8, [hashes.node45, hashes.node67, hashes.node0to3]],
];

const leaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')));
const hex = (proof: Buffer[]) => proof.map((hash) => hash.toString('hex'));
const tree = (size: number) => appendLeaves(EMPTY_FRONTIER, manyLeaves.slice(0, size));
const manyLeaves = Array.from({ length: 70 }, (_, i) => leafHash(String(i)));

test('the roots are the reference roots, whole and leaf by leaf', () => {
  let frontier = EMPTY_FRONTIER;
  for (const [size, root] of roots.entries()) {
    assert.equal(rootOf(appendLeaves(EMPTY_FRONTIER, leaves.slice(0, size))).toString('hex'), root);
    assert.equal(rootOf(frontier).toString('hex'), root, `incremental, ${size}`);
    frontier = appendLeaves(frontier, leaves.slice(size, size + 1));
  }
});

test('inclusion proofs are the reference proofs and verify against the reference roots', () => {
  for (const [index, size, expected] of inclusion) {
    const proof = inclusionProof(leaves.slice(0, size), index);
    assert.deepEqual(hex(proof), expected, `${index} of ${size}`);
    assert.ok(verifyInclusion(leaves[index]!, index, size, proof, Buffer.from(roots[size]!, 'hex')));
  }
});

test('consistency proofs are the reference proofs and verify between the reference roots', () => {
  const root = (size: number) => Buffer.from(roots[size]!, 'hex');
  for (const [first, second, expected] of consistency) {
    const proof = consistencyProof(leaves.slice(0, second), first);
    assert.deepEqual(hex(proof), expected, `${first} to ${second}`);
    assert.ok(verifyConsistency(first, second, root(first), root(second), proof));
  }
});

test('every inclusion proof up to 70 leaves verifies, and for no other leaf, index or size', () => {
  for (let size = 1; size <= manyLeaves.length; size++) {
    const root = rootOf(tree(size));
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(manyLeaves.slice(0, size), index);
      const leaf = manyLeaves[index]!;
      assert.ok(verifyInclusion(leaf, index, size, proof, root), `${index} of ${size}`);
      assert.ok(!verifyInclusion(leafHash('forged'), index, size, proof, root));
      assert.ok(!verifyInclusion(leaf, index, size, [...proof, leaf], root));
      if (size > 1) {
        assert.ok(!verifyInclusion(leaf, (index + 1) % size, size, proof, root));
        assert.ok(!verifyInclusion(leaf, index, size, proof.slice(1), root));
      }
    }
    assert.ok(!verifyInclusion(manyLeaves[0]!, size, size, [], root));
  }
});

test('every consistency proof up to 70 leaves verifies, and none for a changed beginning', () => {
  for (let second = 1; second <= manyLeaves.length; second++) {
    const secondRoot = rootOf(tree(second));
    for (let first = 1; first <= second; first++) {
      const firstRoot = rootOf(tree(first));
      const proof = consistencyProof(manyLeaves.slice(0, second), first);
      const label = `${first} to ${second}`;
      assert.ok(verifyConsistency(first, second, firstRoot, secondRoot, proof), label);
      const forged = rootOf(appendLeaves(tree(first - 1), [leafHash('forged')]));
      assert.ok(!verifyConsistency(first, second, forged, secondRoot, proof), label);
      assert.ok(!verifyConsistency(first, second, firstRoot, forged, proof), label);
      assert.ok(!verifyConsistency(first, second, firstRoot, secondRoot, [...proof, forged]), label);
      if (proof.length > 0) {
        assert.ok(!verifyConsistency(first, second, firstRoot, secondRoot, proof.slice(0, -1)), label);
      }
    }
  }
  assert.throws(() => consistencyProof(manyLeaves, 0), RangeError);
  assert.throws(() => inclusionProof(manyLeaves, 70), RangeError);
});

test('appending in any portions gives the same tree, also through packed bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 12 }), (portions) => {
      let frontier = EMPTY_FRONTIER;
      for (const portion of portions) {
        const next = manyLeaves.slice(frontier.size, frontier.size + portion);
        frontier = appendLeaves(unpackFrontier(frontier.size, packFrontier(frontier)), next);
      }
      assert.deepEqual(rootOf(frontier), rootOf(tree(frontier.size)));
    }),
  );
  assert.throws(() => unpackFrontier(3, Buffer.alloc(32)), /not the peaks/);
});
