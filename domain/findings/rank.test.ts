import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays } from '../calendar/days.ts';
import type { FindingFacts, Sign, SourceFacts } from './facts.ts';
import { rankedFindings } from './rank.ts';

const DAYS = 60;
const START = 30;
const steady = (value: number) => new Array<number>(DAYS).fill(value);
/** `quiet` until a day, `loud` from it on. */
const from = (day: number, loud: number, quiet = 0) => steady(0).map((_, index) => (index < day ? quiet : loud));

function source(
  name: string,
  changes: Omit<Partial<SourceFacts>, 'signs'> & { signs?: Partial<Record<Sign, number[]>> } = {},
): SourceFacts {
  const none = {
    fraud_signs: steady(0),
    bad_phones: steady(0),
    broken_trails: steady(0),
    invalid: steady(0),
    without_campaign: steady(0),
  };
  return {
    name,
    kind: 'partner',
    price_minor: 1000,
    leads: steady(10),
    before: 300,
    ...changes,
    signs: { ...none, ...changes.signs },
  };
}

const facts = (sources: SourceFacts[], more: Partial<FindingFacts> = {}): FindingFacts => ({
  currency: 'USD',
  days: Array.from({ length: DAYS }, (_, index) => addDays('2026-09-22', index)),
  start: START,
  before: { from: '2026-09-17', to: '2026-10-16' },
  sources: [source('Calm'), source('Quiet'), ...sources],
  repeats: [],
  segments: [],
  whole: DAYS - 1,
  checks: { fraud: ['B01_BOT_UA', 'E06_DISPOSABLE'], phone: ['P01_PARSE'], trail: ['S02_UTM_REFERRER'] },
  ...more,
});

test('a fraudulent source is told with its days, its rate, its money and the filter of its leads', () => {
  const found = rankedFindings(facts([source('Bots, Inc.', { signs: { fraud_signs: from(40, 8) } })]), new Map());
  assert.deepEqual(found, [
    {
      id: 'fraud_source:fraud_signs:Bots, Inc.',
      kind: 'fraud_source',
      severity: 'bad',
      title: 'Bots, Inc.: 160 leads show signs of fraud',
      evidence: '80% of its leads do, since Nov 1; 0% of other sources.',
      at_stake_minor: 160_000,
      at_stake_formula: '160 leads × $10.00, the price of one',
      at_stake_label: 'payout to hold',
      leads: 160,
      filter: { from: '2026-11-01', to: '2026-11-20', source: 'Bots\\, Inc.', flag: 'B01_BOT_UA,E06_DISPOSABLE' },
    },
  ]);
});

test('a spell that ended is told with both ends, one that began before the period with its true beginning', () => {
  const ended = steady(0).map((_, day) => (day >= 20 && day < 45 ? 6 : 0));
  const [found] = rankedFindings(facts([source('Bots', { signs: { fraud_signs: ended } })]), new Map());
  assert.equal(found?.evidence, '60% of its leads do, since Oct 12 until Nov 5; 0% of other sources.');
  assert.deepEqual([found?.filter.from, found?.filter.to, found?.leads], ['2026-10-22', '2026-11-05', 90]);
});

test('sold twice is said of sellers only, naming from whom when it is one', () => {
  const repeats = (kind: string) =>
    facts([source('Reseller', { kind })], {
      repeats: [
        { source: 'Reseller', earlier_source: 'Calm', leads: 100, median_seconds: 21_600 },
        { source: 'Calm', earlier_source: 'Quiet', leads: 3, median_seconds: 100 },
        { source: 'Reseller', earlier_source: 'Quiet', leads: 10, median_seconds: 60 },
      ],
    });
  const [found] = rankedFindings(repeats('partner'), new Map());
  assert.equal(found?.title, 'Paid twice: 100 Reseller leads had come from Calm');
  assert.match(found?.evidence ?? '', /37% .* 0\.5% elsewhere; the second copy comes 6 hours later/);
  assert.deepEqual(found?.filter.duplicate_source, 'Calm');
  assert.deepEqual(rankedFindings(repeats('email'), new Map()), []);
});

test('contacts are shared only where the people differ', () => {
  const pool = facts([source('Pool')], {
    repeats: [{ source: 'Pool', earlier_source: 'Pool', leads: 90, median_seconds: 60 }],
  });
  assert.deepEqual(rankedFindings(pool, new Map([['Pool', 0.1]])), []);
  const [found] = rankedFindings(pool, new Map([['Pool', 0.97]]));
  assert.deepEqual([found?.kind, found?.leads, found?.filter.duplicate_source], ['bad_phones', 90, 'Pool']);
});

test('a campaign that was never named is not lost; one that vanished is', () => {
  const never = source('Never', { kind: 'paid_search', signs: { without_campaign: steady(10) } });
  const lost = source('Lost', { kind: 'paid_search', signs: { without_campaign: from(42, 9) } });
  const found = rankedFindings(facts([never, lost]), new Map());
  assert.deepEqual(
    found.map(({ title }) => title),
    ['Campaign lost on 162 Lost leads'],
  );
  assert.deepEqual(found[0]?.filter.campaign_id, '(none)');
  assert.match(found[0]?.evidence ?? '', /90% of its leads name no campaign, since Nov 3; 0% before\./);
});

test('invalid leads are no news where their cause is named', () => {
  const signs = { bad_phones: from(30, 6), invalid: from(30, 6) };
  assert.deepEqual(
    rankedFindings(facts([source('Numbers', { signs })]), new Map()).map(({ kind }) => kind),
    ['bad_phones'],
  );
  const plain = rankedFindings(facts([source('Plain', { signs: { invalid: from(30, 6) } })]), new Map());
  assert.deepEqual(
    plain.map(({ kind }) => kind),
    ['low_validity'],
  );
});

test('growth that all sources share is none; one that stops or doubles alone is told', () => {
  const all = (now: number) => ['A', 'B', 'C'].map((name) => source(name, { leads: from(START, now, 10) }));
  const shared = facts(all(20));
  shared.sources.splice(0, 2);
  assert.deepEqual(rankedFindings(shared, new Map()), []);
  const found = rankedFindings(
    facts([source('Stopped', { leads: from(START, 0, 10) }), source('Double', { leads: steady(20) })]),
    new Map(),
  );
  assert.deepEqual(
    found.map(({ title }) => title),
    ['Stopped sends no leads any more', 'Double: leads up 100%'],
  );
});

test('most money comes first, what has no price last', () => {
  const signs = { fraud_signs: from(30, 5) };
  const sources = [
    source('Cheap', { price_minor: 1, signs }),
    source('Free', { price_minor: undefined, signs }),
    source('Dear', { price_minor: 9000, signs }),
  ];
  const found = rankedFindings(facts([...sources, source('Calm too'), source('Calm three')]), new Map());
  assert.deepEqual(
    found.map(({ filter }) => filter.source),
    ['Dear', 'Cheap', 'Free'],
  );
  assert.equal(found[2]?.at_stake_minor, null);
});
