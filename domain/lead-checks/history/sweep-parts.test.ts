import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { burstsOf, type HourCount, hourProfile } from './bursts.ts';
import { BINS, binEdge, earlyClicks } from './early-clicks.ts';
import { reusedClick } from './reused-clicks.ts';
import { type SeriesGroup, seriesOf } from './series.ts';
import { outliersOf } from './source-outliers.ts';
import { crowdedSpans } from './spans.ts';
import { addressRates, limitsOf, velocityOf } from './velocity.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('spans hold every event of every crowded window and no other, and grow with the events', () => {
  const someTimes = fc
    .array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(someTimes, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 5 }), (times, window, least) => {
      const spans = crowdedSpans(times, window, least);
      // By brute force: an event is in a crowd when some window of that length that begins at an event holds it and enough others.
      const crowded = (at: number) =>
        times.some(
          (start) =>
            at >= start &&
            at <= start + window &&
            times.filter((t) => t >= start && t <= start + window).length >= least,
        );
      for (const at of times)
        assert.equal(
          spans.some(({ from, to }) => at >= from && at <= to),
          crowded(at),
        );
      for (const at of times) {
        const more = crowdedSpans(
          [...times, 150].sort((a, b) => a - b),
          window,
          least,
        );
        if (spans.some(({ from, to }) => at >= from && at <= to))
          assert.ok(more.some(({ from, to }) => at >= from && at <= to));
      }
    }),
  );
});

test('a flood from few networks does not raise the rate that it is measured by', () => {
  const quiet = { source: 'Web', of: 'network' as const, ones: 900, twos: 20 };
  // Nine networks with forty leads a day are neither ones nor twos.
  const [before, after] = [addressRates([quiet]), addressRates([{ ...quiet }])];
  assert.deepEqual(before, after);
  const [limit] = limitsOf({ kind: 'network', source: 'Web' }, before);
  assert.ok(limit !== undefined && limit.limit >= 5 && limit.limit <= 7, `limit ${limit?.limit}`);
  const busy = addressRates([{ source: 'Web', of: 'network', ones: 100, twos: 200 }]);
  assert.ok((limitsOf({ kind: 'network', source: 'Web' }, busy)[0]?.limit ?? 0) > 15);
});

test('a crowd holds for repeats of a person too, but is not counted by them', () => {
  const leads = [0, 1, 2].map((index) => ({ id: `L${index}`, at: index * 60_000, repeats: index === 1 }));
  const rates = addressRates([]);
  const group = { kind: 'device' as const, key: '7', source: undefined };
  assert.deepEqual(velocityOf({ ...group, leads }, rates).hits, []);
  const found = velocityOf({ ...group, leads: [...leads, { id: 'L3', at: 200_000, repeats: false }] }, rates);
  assert.deepEqual(
    found.hits.map(({ leadId }) => leadId),
    ['L0', 'L1', 'L2', 'L3'],
  );
});

test('a text that one source alone repeats is a series; one that all write, or its own wording, is not', () => {
  const group = (more: Partial<SeriesGroup>): SeriesGroup => ({
    of: 'text',
    key: '1',
    source: 'Alpha',
    leads: 12,
    elsewhere: 0,
    ids: ['a', 'b'],
    ...more,
  });
  const totals = new Map([
    ['Alpha', { text: 200, address: 10 }],
    ['Beta', { text: 800, address: 40 }],
  ]);
  const two = [group({ key: '1' }), group({ key: '2' })];
  assert.deepEqual(
    seriesOf(two, totals).hits.map(({ leadId }) => leadId),
    ['a', 'b'],
  );
  assert.deepEqual(seriesOf([group({})], totals).hits, [], 'one sketch alone may agree by chance');
  assert.equal(seriesOf([group({ elsewhere: 40 })], totals).signals.length, 0);
  assert.equal(seriesOf([group({ leads: 150 })], totals).signals.length, 0);
  assert.equal(seriesOf([group({ of: 'address', leads: 6 })], totals).hits.length, 2);
});

/** Leads per bin of a log-normal delay with the given median, by its quantiles. */
function delays(median: number, leads: number): number[] {
  const bins = new Array<number>(BINS).fill(0);
  for (let index = 0; index < leads; index++) {
    const u = (index + 0.5) / leads;
    const seconds = median * Math.exp(1.1 * 1.702 ** -1 * Math.log(u / (1 - u)));
    const bin = Array.from({ length: BINS }, (_, at) => binEdge(at)).findIndex((edge) => seconds <= edge);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

const NO_DELAYS = new Array<number>(BINS).fill(0);
const sumOf = (one: number[], other: number[]) => one.map((count, bin) => count + (other[bin] ?? 0));

test('clicks put in just before the lead are found below a bound that hardly any honest lead is below', () => {
  const honest = (source: string) => ({
    source,
    bins: delays(200, 1000),
    untimed: delays(200, 300),
    impossible: NO_DELAYS,
  });
  const injected = {
    source: 'C',
    bins: sumOf(delays(200, 1000), delays(5, 80)),
    untimed: sumOf(delays(200, 300), delays(5, 80)),
    impossible: NO_DELAYS,
  };
  const found = earlyClicks([honest('A'), honest('B'), injected]);
  assert.deepEqual(
    found.map(({ source }) => source),
    ['C'],
  );
  const [signal] = found.map((one) => one.signal);
  assert.ok(signal?.check === 'B11_CLICK_TO_LEAD' && signal.below_seconds > 3 && signal.below_seconds < 60);
  // Of the 80 and the 300 others a tenth at most is what the peers would have below it.
  assert.ok(signal.peers_share_below * 380 < 10);
  assert.deepEqual(earlyClicks([honest('A'), honest('B'), honest('C')]), []);
  assert.deepEqual(earlyClicks([injected]), [], 'without peers nothing is unusual');
  const timed = { ...injected, untimed: delays(200, 300) };
  assert.deepEqual(earlyClicks([honest('A'), honest('B'), timed]), [], 'quick leads that say when the form was opened');
});

test('a few early leads are found where clicks that cannot be their own say that clicks are put in, and not without', () => {
  const honest = (source: string) => ({
    source,
    bins: delays(2000, 1000),
    untimed: delays(2000, 100),
    impossible: NO_DELAYS,
  });
  const few = { bins: sumOf(delays(2000, 1000), delays(5, 2)), untimed: sumOf(delays(2000, 100), delays(5, 2)) };
  const others = ['A', 'B', 'D', 'E'].map(honest);
  const [found, ...more] = earlyClicks([...others, { source: 'C', ...few, impossible: delays(8, 9) }]);
  assert.deepEqual([found?.source, more], ['C', []]);
  assert.ok(found?.signal.check === 'B11_CLICK_TO_LEAD' && found.signal.impossible === 9);
  assert.deepEqual(earlyClicks([...others, { source: 'C', ...few, impossible: NO_DELAYS }]), []);
  // Clicks that cannot be accuse nobody else where no other lead is early.
  assert.deepEqual(earlyClicks([...others, { ...honest('C'), impossible: delays(8, 9) }]), []);
});

function quietDays(days: number, perHour: (hour: number) => number): HourCount[] {
  return Array.from({ length: days * 24 }, (_, index) => {
    const [day, hour] = [Math.floor(index / 24), index % 24];
    return { source: 'Web', start: day * DAY + hour * HOUR, day, hour, weekend: day % 7 > 4, leads: perHour(hour) };
  }).filter(({ leads }) => leads > 0);
}

test('an hour with far more leads than that hour has is a burst; the same every day is a habit', () => {
  const counts = quietDays(60, (hour) => (hour >= 8 && hour < 20 ? 3 : 0));
  assert.deepEqual(burstsOf(counts), []);
  const night = { source: 'Web', start: 40 * DAY + 3 * HOUR, day: 40, hour: 3, weekend: false, leads: 30 };
  const bursts = burstsOf([...counts, night]);
  assert.deepEqual(
    bursts.map(({ from, to, source }) => [source, from, to]),
    [['Web', night.start, night.start + HOUR - 1]],
  );
  // The burst itself hardly moves the profile.
  const [before, after] = [
    hourProfile(counts).get('Web')?.[3] ?? 0,
    hourProfile([...counts, night]).get('Web')?.[3] ?? 1,
  ];
  assert.ok(after - before < 0.005);
});

test('a source far beyond its peers is named, also while another is as bad', () => {
  const count = (source: string, hits: number) => ({ source, family: 'ip' as const, strong: false, hits, leads: 400 });
  const names = (counts: ReturnType<typeof count>[]) => outliersOf(counts).map(({ source }) => source);
  assert.deepEqual(names([count('A', 0), count('B', 1), count('C', 0), count('D', 40)]), ['D']);
  assert.deepEqual(names([count('A', 0), count('B', 1), count('C', 0), count('D', 40), count('E', 44)]), ['D', 'E']);
  assert.deepEqual(names([count('A', 20), count('B', 21), count('C', 19), count('D', 24)]), []);
});

test('a click id belongs to the first lead that had it', () => {
  const lead = (id: string, at: number, repeats = false) => ({ id, at, repeats });
  assert.deepEqual(reusedClick({ key: '1', leads: [lead('a', 1), lead('b', 2, true)] }).signals, []);
  const found = reusedClick({ key: '1', leads: [lead('a', 1), lead('b', 2, true), lead('c', 3), lead('d', 4)] });
  assert.deepEqual(
    found.hits.map(({ leadId }) => leadId),
    ['c', 'd'],
  );
});
