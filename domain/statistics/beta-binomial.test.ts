import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { betaBinomialTail, fitBeta } from './beta-binomial.ts';
import { logGamma } from './log-gamma.ts';

const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

test('the gamma function is the factorial, and has its known values between', () => {
  near(logGamma(11), Math.log(3_628_800));
  near(logGamma(0.5), Math.log(Math.sqrt(Math.PI)));
  near(logGamma(2.5), Math.log(0.75 * Math.sqrt(Math.PI)));
  near(logGamma(0.1), 2.252712651734206);
  // Stirling's series to 1/1260 x^5 at 1000.
  near(logGamma(1000), 999.5 * Math.log(1000) - 1000 + 0.5 * Math.log(2 * Math.PI) + 1 / 12_000 - 1 / 360e9);
});

test('with a = b = 1 every count is as likely', () => {
  for (const hits of [0, 1, 7, 20]) near(betaBinomialTail(hits, 20, 1, 1), (21 - hits) / 21, 1e-11);
});

test('one trial is the share; a tight beta is the binomial', () => {
  near(betaBinomialTail(1, 1, 2, 6), 0.25);
  // P(X >= 8), X binomial(10, 0.5) = 56 / 1024.
  near(betaBinomialTail(8, 10, 1e7, 1e7), 56 / 1024, 1e-5);
});

test('the tail falls with every hit and lies between 0 and 1', () => {
  const any = fc.record({
    n: fc.integer({ min: 1, max: 500 }),
    a: fc.double({ min: 0.05, max: 50, noNaN: true }),
    b: fc.double({ min: 0.05, max: 50, noNaN: true }),
  });
  fc.assert(
    fc.property(any, ({ n, a, b }) => {
      let former = 1;
      for (let hits = 0; hits <= n; hits++) {
        const tail = betaBinomialTail(hits, n, a, b);
        assert.ok(tail >= 0 && tail <= former + 1e-9);
        former = tail;
      }
      assert.equal(betaBinomialTail(n + 1, n, a, b), 0);
    }),
    { numRuns: 50 },
  );
});

test('groups that differ more than chance allows give a wide beta, groups that do not a narrow one', () => {
  const alike = fitBeta([10, 11, 9, 10].map((hits) => ({ hits, n: 100 })));
  const apart = fitBeta([0, 30, 2, 8].map((hits) => ({ hits, n: 100 })));
  assert.ok(alike && apart);
  near(alike.share, 40.5 / 401);
  near(apart.share, 40.5 / 401);
  assert.ok(alike.a + alike.b > 400 && apart.a + apart.b < 20);
  assert.equal(fitBeta([{ hits: 0, n: 0 }]), undefined);
});

test('a dozen hits are no chance where thousands of leads of others have none; what varies among the others stays wide', () => {
  const none = fitBeta([1200, 900, 800, 600].map((n) => ({ hits: 0, n })));
  assert.ok(none && none.a > 0.99 && betaBinomialTail(12, 1400, none.a, none.b) < 1e-6);
  const apart = fitBeta([0, 0, 0, 9].map((hits) => ({ hits, n: 1000 })));
  assert.ok(apart && apart.a < 0.5);
});
