import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siphash64, sipKey } from './siphash.ts';

const key = sipKey(Uint8Array.from({ length: 16 }, (_, i) => i));
const message = (length: number) => Uint8Array.from({ length }, (_, i) => i);

test('siphash64 gives the vectors of the reference implementation (key 00…0f, message 00, 01, …)', () => {
  const little = [
    '310e0edd47db6f72',
    'fd67dc93c539f874',
    '5a4fa9d909806c0d',
    '2d7efbd796666785',
    'b7877127e09427cf',
    '8da699cd64557618',
    'cee3fe586e46c9cb',
    '37d1018bf50002ab',
    '6224939a79f5f593',
  ];
  for (const [length, expected] of little.entries()) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(siphash64(key, message(length)));
    assert.equal(bytes.toString('hex'), expected, `message of ${length} bytes`);
  }
  // The worked example of the paper's appendix.
  assert.equal(siphash64(key, message(15)), 0xa129ca6149be45e5n);
});

test('siphash64 reads only the given length', () => {
  assert.equal(siphash64(key, message(32), 15), 0xa129ca6149be45e5n);
});
