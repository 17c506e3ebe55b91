import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacSha256 } from './hmac.ts';

test('RFC 4231, cases 1 to 4 and 7', () => {
  const of = (key: string, data: string) =>
    hmacSha256(Buffer.from(key, 'hex'))(Buffer.from(data, 'hex')).toString('hex');
  assert.equal(
    of('0b'.repeat(20), '4869205468657265'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  assert.equal(
    hmacSha256(Buffer.from('Jefe'))('what do ya want for nothing?').toString('hex'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  assert.equal(
    of('aa'.repeat(20), 'dd'.repeat(50)),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  );
  assert.equal(
    of('0102030405060708090a0b0c0d0e0f10111213141516171819', 'cd'.repeat(50)),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  );
  assert.throws(() => hmacSha256(Buffer.alloc(65)), RangeError);
});

test('any key and message give what Node gives, whatever was asked before', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 200 })), { maxLength: 6 }),
      fc.integer({ min: 0, max: 3 }),
      (key, messages, times) => {
        const mac = hmacSha256(key);
        for (const message of messages) {
          const long = typeof message === 'string' ? message.repeat(10 ** times) : message;
          assert.deepEqual(mac(long), createHmac('sha256', key).update(long).digest());
          assert.deepEqual(mac(long, 16), createHmac('sha256', key).update(long).digest().subarray(0, 16));
        }
      },
    ),
  );
});
