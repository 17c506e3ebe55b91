import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type MarkovOrder, markovCredit, transitionsOf } from './markov.ts';
import { type Credit, collapse, dropDirect, lookBack, type Path, unique } from './path.ts';
import { RULE_MODELS, type RuleModel, ruleCredit, touchWeights } from './rule-models.ts';
import { bitCount, type ChannelSet, channelSets, shapleyRateGame, shapleySetGame } from './shapley.ts';

const DATA = new URL('../../../shared/data/attribution/', import.meta.url);
const NAMES = ['A', 'B', 'C'];
/** The nine paths of DP6/Marketing-Attribution-Models tests/test_mam.py, each converting once with the value 3. */
const NINE: Path[] = ['A', 'A > B', 'A > B > C', 'B', 'B > A', 'B > C > A', 'C', 'C > A', 'C > B > A'].map((text) => ({
  channels: text.split(' > ').map((name) => NAMES.indexOf(name)),
  conversions: 1,
  value: 3,
  nulls: 0,
}));
const HALF_LIFE = { halfLife: 7 * 86_310 };

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`,
  );
const sum = (credits: readonly Credit[]) =>
  credits.reduce((all, { conversions, value }) => [all[0]! + conversions, all[1]! + value], [0, 0]);
const values = (credits: readonly Credit[]) => credits.map(({ value }) => value);

test('the nine paths have the credits that DP6 gives them', () => {
  const of = (model: RuleModel, direct?: number) =>
    values(ruleCredit(NINE, 3, model, { ...HALF_LIFE, ...(direct === undefined ? {} : { direct }) }));
  const expectNear = (actual: number[], expected: number[], tolerance?: number) => {
    expected.forEach((value, index) => {
      near(actual[index] ?? 0, value, tolerance);
    });
  };
  expectNear(of('first'), [9, 9, 9]);
  expectNear(of('last'), [15, 6, 6]);
  expectNear(of('linear'), [10.5, 9, 7.5]);
  expectNear(of('position'), [11.1, 8.4, 7.5]);
  expectNear(of('last_non_direct', 0), [3, 12, 12]);
  const markov = markovCredit(transitionsOf(NINE, 1), 3, 1);
  expectNear(
    markov.removal.map(({ conversions }) => conversions),
    [0.6666666667, 0.5333333333, 0.4912280702],
  );
  expectNear(values(markov.credits), [10.643154, 8.514523, 7.842324], 1e-7);
  expectNear(values(shapleyRateGame(channelSets(NINE), 3)), [13.5, 7.5, 6]);
});

test('the parts follow the definition at the edges', () => {
  const path = (length: number, leadTouch?: number): Path => ({
    channels: Array.from({ length }, (_, index) => index),
    ats: Array.from({ length }, (_, index) => 1_000_000 + index * 7 * 86_310),
    ...(leadTouch === undefined ? {} : { leadTouch }),
    conversions: 1,
    value: 1,
    nulls: 0,
  });
  const parts = (model: RuleModel, of: Path) =>
    touchWeights(model, of, HALF_LIFE).map((weight) => Math.round(weight * 1e6) / 1e6);
  assert.deepEqual(parts('position', path(1)), [1]);
  assert.deepEqual(parts('position', path(2)), [0.5, 0.5]);
  assert.deepEqual(parts('position', path(3)), [0.4, 0.2, 0.4]);
  assert.deepEqual(parts('position', path(4)), [0.4, 0.1, 0.1, 0.4]);
  assert.deepEqual(parts('time_decay', path(3)), [0.142857, 0.285714, 0.571429]);
  assert.deepEqual(parts('w_shaped', path(5, 2)), [0.3, 0.05, 0.3, 0.05, 0.3]);
  assert.deepEqual(parts('w_shaped', path(3, 1)), [0.333333, 0.333333, 0.333333]);
  assert.deepEqual(parts('w_shaped', path(2)), [0.333333, 0.666667]);
  assert.deepEqual(parts('w_shaped', path(1)), [1]);
  const direct = { ...HALF_LIFE, direct: 4 };
  assert.deepEqual(touchWeights('last_non_direct', path(5), direct), [0, 0, 0, 1, 0]);
  assert.deepEqual(touchWeights('last_non_direct', { ...path(2), channels: [4, 4] }, direct), [0, 1]);
});

test('the worked examples of Snowplow come out the same', () => {
  const rows = [
    { channels: [0, 1], value: 66.5, linear: [33.25, 33.25], position: [33.25, 33.25] },
    {
      channels: [0, 1, 0],
      value: 140,
      linear: [46.666666666667, 46.666666666667, 46.666666666667],
      position: [56, 28, 56],
    },
  ];
  for (const { channels, value, ...expected } of rows) {
    const path: Path = { channels, value, conversions: 1, nulls: 0 };
    for (const model of ['linear', 'position'] as const) {
      touchWeights(model, path, HALF_LIFE).forEach((weight, index) => {
        near(weight * value, expected[model][index] ?? 0);
      });
    }
  }
});

test('transforms of a path', () => {
  const path: Path = {
    channels: [0, 0, 1, 0, 2, 2],
    ats: [1, 2, 3, 4, 5, 6],
    leadTouch: 3,
    conversions: 1,
    value: 1,
    nulls: 0,
  };
  assert.deepEqual(collapse(path).channels, [0, 1, 0, 2]);
  assert.deepEqual(collapse(path).ats, [2, 3, 4, 6]);
  assert.equal(collapse(path).leadTouch, 2);
  assert.deepEqual(unique(path).channels, [0, 1, 2]);
  assert.deepEqual(dropDirect(path, 0).channels, [1, 2, 2]);
  assert.deepEqual(dropDirect({ ...path, channels: [0, 0] }, 0).channels, [0, 0]);
  assert.deepEqual(lookBack(path, 5, 2).channels, [1, 0, 2]);
});

const randomPath = (channels: number): fc.Arbitrary<Path> =>
  fc
    .record({
      channels: fc.array(fc.integer({ min: 0, max: channels - 1 }), { minLength: 1, maxLength: 8 }),
      conversions: fc.integer({ min: 0, max: 5 }),
      nulls: fc.integer({ min: 0, max: 9 }),
      each: fc.integer({ min: 1, max: 5_000 }),
      gaps: fc.array(fc.integer({ min: 0, max: 9e6 }), { minLength: 8, maxLength: 8 }),
    })
    .map(({ gaps, each, ...path }) => {
      let at = 1.7e9;
      const ats = path.channels.map((_, index) => (at += gaps[index] ?? 0));
      return { ...path, value: each * path.conversions, ats, leadTouch: path.channels.length >> 1 };
    });

test('the credits of every model add up to what there was to share', () => {
  fc.assert(
    fc.property(fc.array(randomPath(6), { minLength: 1, maxLength: 30 }), (paths) => {
      const [conversions, value] = sum(paths);
      const results = [
        ...RULE_MODELS.map((model) => ruleCredit(paths, 6, model, { ...HALF_LIFE, direct: 0 })),
        ...([1, 2, 3, 4] as const).map((order) => markovCredit(transitionsOf(paths, order), 6, order).credits),
        shapleySetGame(channelSets(paths), 6),
        shapleyRateGame(channelSets(paths), 6),
      ];
      for (const credits of results) {
        const [given, worth] = sum(credits);
        near(given!, conversions!);
        near(worth!, value!);
      }
    }),
    { numRuns: 200 },
  );
});

test('the conversion rate of the chain is that of the journeys, at every order', () => {
  fc.assert(
    fc.property(fc.array(randomPath(5), { minLength: 1, maxLength: 40 }), (paths) => {
      const conversions = paths.reduce((all, path) => all + path.conversions, 0);
      const journeys = conversions + paths.reduce((all, path) => all + path.nulls, 0);
      fc.pre(conversions > 0);
      for (const order of [1, 2, 3, 4] as const) {
        near(markovCredit(transitionsOf(paths, order), 5, order).conversionRate, conversions / journeys);
      }
    }),
    { numRuns: 100 },
  );
});

test('a chain too large for elimination comes to the same by repetition', () => {
  // 310 channels in a ring of journeys, beside an order that keeps the same journeys in few states.
  const paths: Path[] = Array.from({ length: 310 }, (_, first) => ({
    channels: [first, (first * 7 + 1) % 310, (first * 3 + 2) % 310, first],
    conversions: 1 + (first % 3),
    nulls: first % 5,
    value: first,
  }));
  const { conversionRate, removal } = markovCredit(transitionsOf(paths, 1), 310, 1);
  const conversions = paths.reduce((all, path) => all + path.conversions, 0);
  near(conversionRate, conversions / (conversions + paths.reduce((all, path) => all + path.nulls, 0)), 1e-12);
  assert.ok(removal.every((effect) => effect.conversions > 0 && effect.conversions < 1));
});

/** Shapley value by its definition: the mean over all orders in which the members of `whole` may arrive. */
function byDefinition(whole: number, channels: number, worth: (mask: number) => number): number[] {
  const members = bitCount(whole);
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  return Array.from({ length: channels }, (_, channel) => {
    const bit = 1 << channel;
    if ((whole & bit) === 0) return 0;
    let share = 0;
    for (let mask = 0; mask <= whole; mask++) {
      if ((mask & whole) !== mask || (mask & bit) !== 0) continue;
      const before = bitCount(mask);
      const orders = (factorial(before) * factorial(members - before - 1)) / factorial(members);
      share += orders * (worth(mask | bit) - worth(mask));
    }
    return share;
  });
}

test('the closed forms of the Shapley value equal brute force', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.array(randomPath(7), { minLength: 1, maxLength: 25 }),
      (channels, drawn) => {
        const paths = drawn.map((path) => ({ ...path, channels: path.channels.map((channel) => channel % channels) }));
        const sets = channelSets(paths);
        const within = (mask: number) =>
          sets.filter((set) => (set.mask & mask) === set.mask).reduce((all, set) => all + set.conversions, 0);
        byDefinition(2 ** channels - 1, channels, within).forEach((share, channel) => {
          near(shapleySetGame(sets, channels)[channel]?.conversions ?? 0, share);
        });
        const rate = (mask: number) => {
          const set = sets.find((each) => each.mask === mask);
          return set === undefined || set.journeys === 0 ? 0 : set.conversions / set.journeys;
        };
        const credits = new Array<number>(channels).fill(0);
        for (const set of sets.filter(({ conversions }) => conversions > 0)) {
          byDefinition(set.mask, channels, rate).forEach((share, channel) => {
            credits[channel] = (credits[channel] ?? 0) + share * set.journeys;
          });
        }
        shapleyRateGame(sets, channels).forEach(({ conversions }, channel) => {
          near(conversions, credits[channel] ?? 0);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('the Shapley value of twenty channels is exact too', () => {
  const sets: ChannelSet[] = Array.from({ length: 5_000 }, (_, index) => ({
    mask: 1 + ((index * 2_654_435_761) % (2 ** 20 - 1)),
    journeys: 10,
    conversions: 1 + (index % 4),
    value: 100 + index,
  }));
  const merged = [...new Map(sets.map((set) => [set.mask, set])).values()];
  const total = sum(merged);
  for (const game of [shapleySetGame, shapleyRateGame]) {
    const [conversions, value] = sum(game(merged, 20));
    near(conversions!, total[0]!, 1e-9);
    near(value!, total[1]!, 1e-9);
  }
  assert.throws(() => shapleySetGame(merged, 21), RangeError);
});

// The data set is under the GPL and stands beside the project, never in it.
const PATH_DATA = new URL('channelattribution_pathdata.csv', DATA);
test('PathData: rules as ChannelAttribution gives them, Markov as the exact solution', {
  skip: !existsSync(PATH_DATA),
}, () => {
  const lines = readFileSync(PATH_DATA, 'utf8').trim().split('\n').slice(1);
  const names: string[] = [];
  const paths = lines.map((line): Path => {
    const [, way = '', conversions, value, nulls] = /^"([^"]*)",([^,]*),([^,]*),(.*)$/.exec(line) ?? [];
    const channels = way.split(' > ').map((name) => {
      if (!names.includes(name)) names.push(name);
      return names.indexOf(name);
    });
    return { channels, conversions: Number(conversions), value: Number(value), nulls: Number(nulls) };
  });
  const facts = JSON.parse(readFileSync(new URL('attribution_small_facts.json', DATA), 'utf8')) as {
    pathdata_heuristics: Record<'first' | 'last' | 'linear' | 'linear_value', Record<string, number>>;
  };
  for (const model of ['first', 'last', 'linear'] as const) {
    const credits = ruleCredit(paths, names.length, model, HALF_LIFE);
    for (const [name, expected] of Object.entries(facts.pathdata_heuristics[model])) {
      near(credits[names.indexOf(name)]?.conversions ?? 0, expected);
    }
    if (model !== 'linear') continue;
    for (const [name, expected] of Object.entries(facts.pathdata_heuristics.linear_value)) {
      near(credits[names.indexOf(name)]?.value ?? 0, expected);
    }
  }
  const exact = JSON.parse(readFileSync(new URL('pathdata_markov_o1_with_null_exact.json', DATA), 'utf8')) as {
    base: number[];
    out: { channel: string; removal: number; removalValue: number; conversions: number; value: number }[];
  };
  const { conversionRate, removal, credits } = markovCredit(transitionsOf(paths, 1), names.length, 1);
  near(conversionRate, exact.base[0] ?? 0, 1e-12);
  for (const { channel, ...expected } of exact.out) {
    const at = names.indexOf(channel);
    near(removal[at]?.conversions ?? 0, expected.removal);
    near(removal[at]?.value ?? 0, expected.removalValue);
    near(credits[at]?.conversions ?? 0, expected.conversions);
    near(credits[at]?.value ?? 0, expected.value);
  }
  for (const order of [2, 3] as MarkovOrder[]) {
    const higher = markovCredit(transitionsOf(paths, order), names.length, order);
    near(higher.conversionRate, exact.base[0] ?? 0, 1e-9);
    near(sum(higher.credits)[0]!, 19_785, 1e-9);
  }
});
