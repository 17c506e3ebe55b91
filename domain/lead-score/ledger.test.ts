import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CheckResult, LedgerEntry, OUTCOMES } from '#contract/audit.ts';
import { type Condition, RuleSet } from '#contract/scoring.ts';
import { leadWith } from '../lead-checks/sound-lead.ts';
import { scoreLead } from './ledger.ts';

const LEAD = leadWith();
const ALWAYS: Condition = { kind: 'field_present', field: 'email' };
const NEVER: Condition = { kind: 'field_present', field: 'message' };

function rulesOf(cap: number, ...rules: [points: number, when: Condition][]): RuleSet {
  return {
    groups: [
      { id: 'one', label: 'One', cap },
      { id: 'rest', label: 'Rest', cap: 100 - cap },
    ],
    rules: rules.map(([points, when], n) => ({ id: `r${n}`, group: 'one', label: `R${n}`, points, when: [when] })),
  };
}

function result(id: string, outcome: CheckResult['outcome']): CheckResult {
  return { id, family: 'email', severity: 'warn', title: `Title of ${id}`, outcome, message: '', evidence: [] };
}

const points = (set: RuleSet) =>
  scoreLead([], LEAD, {}, set)
    .ledger()
    .map((entry) => entry.points);

test('good signs add up to the cap, then penalties take away, wherever they stand in the list', () => {
  assert.deepEqual(points(rulesOf(20, [15, ALWAYS], [10, ALWAYS], [-8, ALWAYS])), [15, 5, -8]);
  assert.deepEqual(points(rulesOf(20, [-8, ALWAYS], [15, ALWAYS], [10, ALWAYS])), [15, 5, -8]);
});

test('a group never goes below nothing', () => {
  assert.deepEqual(points(rulesOf(20, [5, ALWAYS], [-3, ALWAYS], [-30, ALWAYS])), [5, -3, -2]);
});

test('rules of no points, also of -0 and of less than a hundredth, give 0 and never -0', () => {
  const given = points(rulesOf(20, [-0, ALWAYS], [-0.001, ALWAYS], [-0, NEVER]));
  assert.ok(given.every((each) => Object.is(each, 0)));
  assert.equal(given.length, 3);
});

test('what is missing stands in the ledger with no points; penalties that do not apply do not', () => {
  const scored = scoreLead([], LEAD, {}, rulesOf(20, [5, NEVER], [-3, NEVER]));
  const { score } = scored;
  const ledger = scored.ledger();
  assert.equal(score, 0);
  assert.deepEqual(ledger, [
    { rule: 'r0', group: 'one', label: 'R0', points: 0, max: 5, reason: 'message is missing.' },
  ]);
});

test('reasons name the check, the field or the number, and what the cap cut off', () => {
  const reasons = (...rules: [number, Condition][]) =>
    scoreLead([result('E01_SYNTAX', 'passed')], LEAD, { completeness: 0.666 }, rulesOf(20, ...rules))
      .ledger()
      .map(({ reason }) => reason);
  assert.deepEqual(
    reasons(
      [15, { kind: 'check', check: 'E01_SYNTAX', outcome: 'passed' }],
      [10, { kind: 'measure_at_least', measure: 'completeness', value: 0.5 }],
      [1, { kind: 'measure_below', measure: 'age', value: 5 }],
      [1, { kind: 'check', check: 'E99', outcome: 'passed' }],
      [1, { kind: 'field_in', field: 'country', values: ['us'] }],
    ),
    [
      'Title of E01_SYNTAX: passed.',
      'completeness is 0.67, at least 0.5 is looked for; the group gives 20 at most.',
      'age is not known, less than 5 is looked for.',
      'E99: not run.',
      'country is among the values looked for; the group gives 20 at most.',
    ],
  );
});

test('measures named like inherited properties are not known', () => {
  assert.deepEqual(points(rulesOf(20, [5, { kind: 'measure_at_least', measure: 'constructor', value: -1e9 }])), [0]);
});

test('a check that was not part of the audit counts as not run', () => {
  assert.deepEqual(points(rulesOf(20, [5, { kind: 'check', check: 'E99', outcome: 'not_run' }])), [5]);
});

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('check' as const),
    check: fc.constantFrom('A', 'B', 'C'),
    outcome: fc.constantFrom(...OUTCOMES),
  }),
  fc.record({ kind: fc.constant('field_present' as const), field: fc.constantFrom('email', 'message', 'company') }),
  fc.record({
    kind: fc.constant('measure_below' as const),
    measure: fc.constantFrom('m', 'none'),
    value: fc.float({ noNaN: true, noDefaultInfinity: true }),
  }),
);
const ruleSet: fc.Arbitrary<RuleSet> = fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 6 }).chain((cuts) => {
  const ends = [...cuts].sort((a, b) => a - b).map((cut) => cut / 100);
  const groups = [...ends, 100].map((end, n) => ({ id: `g${n}`, label: 'G', cap: end - (ends[n - 1] ?? 0) }));
  return fc.record({
    groups: fc.constant(groups),
    rules: fc.array(
      fc.record({
        id: fc.constant('r'),
        group: fc.constantFrom(...groups.map(({ id }) => id)),
        label: fc.constant('R'),
        points: fc.double({ min: -100, max: 100, noNaN: true }),
        when: fc.array(condition, { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 60 },
    ),
  });
});

test('the ledger adds up to the score exactly, each group between nothing and its cap, in whole hundredths', () => {
  fc.assert(
    fc.property(
      ruleSet,
      fc.array(fc.constantFrom(...OUTCOMES), { minLength: 3, maxLength: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (set, outcomes, m) => {
        RuleSet.parse(set);
        const checks = ['A', 'B', 'C'].map((id, n) => result(id, outcomes[n]!));
        const scored = scoreLead(checks, LEAD, { m }, set);
        const { score } = scored;
        const ledger = scored.ledger();
        const cents = (value: number) => Math.round(value * 100);
        for (const entry of ledger) {
          LedgerEntry.parse(entry);
          assert.equal(entry.points, cents(entry.points) / 100);
          assert.ok(entry.points <= entry.max);
          assert.ok(!Object.is(entry.points, -0));
        }
        assert.equal(ledger.reduce((sum, entry) => sum + cents(entry.points), 0) / 100, score);
        for (const { id, cap } of set.groups) {
          const sum =
            ledger.filter(({ group }) => group === id).reduce((all, entry) => all + cents(entry.points), 0) / 100;
          assert.ok(sum >= 0 && sum <= cap + 1e-9);
        }
        assert.ok(score >= 0 && score <= 100);
      },
    ),
    { numRuns: 500 },
  );
});

test('the order of rules of a group does not change the score', () => {
  fc.assert(
    fc.property(ruleSet, (set) => {
      const turned = { ...set, rules: [...set.rules].reverse() };
      assert.equal(scoreLead([], LEAD, { m: 0 }, turned).score, scoreLead([], LEAD, { m: 0 }, set).score);
    }),
  );
});
