import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FunnelEvent, type FunnelLimits, inFunnelOrder, runFunnel } from './funnel.ts';
import { type FunnelStep, readSteps, STEP_FIELDS, STEP_KINDS, writeSteps } from './funnel-text.ts';

/** Every sequence of events that the rules allow; of the deepest, the first to end, each step before as late as can be. */
function bruteForce(events: readonly FunnelEvent[], { steps, from, to, window, stepWindows }: FunnelLimits): number[] {
  const ordered = inFunnelOrder(events);
  let best: number[] = [];
  const isBetter = (way: readonly number[]) => {
    if (way.length !== best.length) return way.length > best.length;
    for (let step = way.length - 1; step >= 0; step--) {
      const [one, other] = [way[step] ?? 0, best[step] ?? 0];
      if (one !== other) return step === way.length - 1 ? one < other : one > other;
    }
    return false;
  };
  const follow = (way: readonly number[]) => {
    if (way.length > 0 && isBetter(way)) best = [...way];
    const step = way.length;
    if (step === steps) return;
    const entry = ordered[way[0] ?? -1]?.at ?? 0;
    const before = ordered[way.at(-1) ?? -1]?.at ?? 0;
    for (let index = (way.at(-1) ?? -1) + 1; index < ordered.length; index++) {
      const event = ordered[index];
      if (event === undefined || (event.steps & (1 << step)) === 0) continue;
      if (step === 0 ? event.at < from || event.at >= to : event.at - entry > window) continue;
      const stepWindow = stepWindows[step];
      if (step > 0 && stepWindow !== undefined && event.at - before > stepWindow) continue;
      follow([...way, index]);
    }
  };
  follow([]);
  return best.map((index) => ordered[index]?.at ?? 0);
}

const randomFunnel = fc.integer({ min: 1, max: 5 }).chain((steps) =>
  fc.record({
    // Few instants, so that many events share one.
    events: fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 12 }), steps: fc.integer({ min: 0, max: 2 ** steps - 1 }) }),
      { maxLength: 9 },
    ),
    limits: fc.record({
      steps: fc.constant(steps),
      from: fc.integer({ min: 0, max: 4 }),
      to: fc.integer({ min: 3, max: 13 }),
      window: fc.integer({ min: 0, max: 12 }),
      stepWindows: fc.array(fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }), {
        minLength: steps,
        maxLength: steps,
      }),
    }),
  }),
);

test('the scan equals brute force on ten thousand random journeys, with ties, windows and steps that overlap', () => {
  fc.assert(
    fc.property(randomFunnel, ({ events, limits }) => {
      assert.deepEqual(runFunnel(events, limits), bruteForce(events, limits));
    }),
    { numRuns: 10_000 },
  );
});

test('the order of arrival does not matter', () => {
  fc.assert(
    fc.property(randomFunnel, fc.infiniteStream(fc.nat()), ({ events, limits }, chance) => {
      const shuffled = [...events].sort(() => ((chance.next().value ?? 0) % 3) - 1);
      assert.deepEqual(runFunnel(shuffled, limits), runFunnel(events, limits));
    }),
    { numRuns: 500 },
  );
});

const limits = { steps: 3, from: 0, to: 100, window: 1000, stepWindows: [] };
const events = (...list: [at: number, step: number][]) => list.map(([at, step]) => ({ at, steps: 1 << step }));

test('steps at the same instant count, whichever came in first', () => {
  assert.deepEqual(runFunnel(events([5, 2], [5, 1], [5, 0]), limits), [5, 5, 5]);
});

test('who entered within the period is followed beyond it, who entered outside is not', () => {
  assert.deepEqual(runFunnel(events([99, 0], [150, 1], [900, 2]), limits), [99, 150, 900]);
  assert.deepEqual(runFunnel(events([100, 0], [150, 1]), limits), []);
});

test('time to convert is that of the attempt that came furthest, not of the first', () => {
  assert.deepEqual(runFunnel(events([1, 0], [10, 0], [12, 1], [30, 2], [40, 0], [41, 1]), limits), [10, 12, 30]);
  // The first attempt is too slow for its window, the second is not.
  const tight = { ...limits, stepWindows: [undefined, 5, 20] };
  assert.deepEqual(runFunnel(events([1, 0], [20, 1], [30, 0], [34, 1], [54, 2]), tight), [30, 34, 54]);
});

test('steps are written as they are read', () => {
  const step: fc.Arbitrary<FunnelStep> = fc
    .record({
      kinds: fc.uniqueArray(fc.constantFrom(...STEP_KINDS), { minLength: 1, maxLength: 3 }),
      where: fc.dictionary(fc.constantFrom(...STEP_FIELDS), fc.array(fc.string(), { minLength: 1, maxLength: 3 }), {
        noNullPrototype: true,
      }),
      within: fc.option(
        fc.integer({ min: 0, max: 31_000_000 }).map((s) => s % 7_000_000),
        { nil: undefined },
      ),
    })
    .map(({ within, ...rest }) => ({ ...rest, ...(within !== undefined && { within }) }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
      assert.deepEqual(readSteps(writeSteps(steps)), steps);
    }),
  );
  assert.deepEqual(readSteps('click(channel:Email)<2h, converted'), [
    { kinds: ['click'], where: { channel: ['Email'] }, within: 7200 },
    { kinds: ['converted'], where: {} },
  ]);
  assert.deepEqual(readSteps('click,jump'), { fault: 'step 2 asks for “jump”, which nobody does' });
  for (const bad of ['', 'click(', 'click(channel)', 'click<2', 'click<999d', 'click(page:x)', 'click(channel:%zz)']) {
    assert.ok('fault' in readSteps(bad) || bad === 'click(channel)', bad);
  }
});
