import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RuleSet } from '#contract/scoring.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import { checksOf } from './checks.ts';
import { changesBetween, conditionText, faultOf, idFrom, pointsText } from './rule-set.ts';

const CHECK_IDS = DEFAULT_RULES.rules
  .flatMap((rule) => rule.when)
  .flatMap((condition) => (condition.kind === 'check' ? [condition.check] : []));
const { titleOf } = checksOf(
  [...new Set(CHECK_IDS)].map((id) => ({ id, title: 'A check', family: 'data', severity: 'info' })),
);
const [first, ...others] = DEFAULT_RULES.rules;
assert.ok(first);

test('the rules a client starts with are in order, and every condition has words of its own', () => {
  assert.equal(faultOf(DEFAULT_RULES), undefined);
  for (const condition of DEFAULT_RULES.rules.flatMap((rule) => rule.when))
    assert.doesNotMatch(conditionText(condition, titleOf), /[A-Z]\d\d_|undefined/);
});

test('what the server would refuse is said before', () => {
  const [group, ...rest] = DEFAULT_RULES.groups;
  assert.ok(group);
  const sets: [RuleSet, RegExp][] = [
    [{ ...DEFAULT_RULES, groups: [{ ...group, cap: group.cap + 5 }, ...rest] }, /add up to 105/],
    [{ ...DEFAULT_RULES, rules: [] }, /no rule/],
    [{ ...DEFAULT_RULES, rules: [{ ...first, when: [] }, ...others] }, /not finished/],
    [{ ...DEFAULT_RULES, rules: [{ ...first, points: 101 }, ...others] }, /from −100/],
    [{ ...DEFAULT_RULES, rules: [{ ...first, points: Number.NaN }, ...others] }, /from −100/],
  ];
  for (const [set, message] of sets) {
    assert.match(faultOf(set) ?? '', message);
    assert.equal(RuleSet.safeParse(set).success, false);
  }
});

test('a change is told as old and new', () => {
  const after: RuleSet = { ...DEFAULT_RULES, rules: [{ ...first, points: -3.5 }, ...others.slice(1)] };
  assert.deepEqual(changesBetween(DEFAULT_RULES, after, titleOf), [
    { label: first.label, before: pointsText(first.points), after: '−3.5' },
    { label: others[0]?.label, before: pointsText(others[0]?.points ?? 0), after: undefined },
  ]);
  assert.deepEqual(changesBetween(DEFAULT_RULES, DEFAULT_RULES, titleOf), []);
});

test('ids come from labels and differ', () => {
  assert.equal(idFrom('Größe: 10 %', []), 'gr_e_10');
  assert.equal(idFrom('Size', ['size', 'size_2']), 'size_3');
  assert.equal(idFrom('…', []), 'rule');
});
