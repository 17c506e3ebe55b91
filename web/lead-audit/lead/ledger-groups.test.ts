import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerGroups, strongest, weakest } from './ledger-groups.ts';

const entry = (group: string, rule: string, points: number, max: number) => ({
  group,
  rule,
  label: rule,
  points,
  max,
  reason: '',
});
const ledger = [
  entry('contactability', 'phone', 0, 12),
  entry('contactability', 'email', 10, 10),
  entry('contactability', 'typo', -6.1, 0),
  entry('my_own', 'extra', 0.2, 0.2),
  entry('my_own', 'other', 0, 4.8),
];

test('groups add up to the score and show what happened before what did not', () => {
  const groups = ledgerGroups(ledger);
  assert.deepEqual(
    groups.map(({ label, points, max }) => [label, points, max]),
    [
      ['Can be reached', 3.9, 22],
      ['My own', 0.2, 5],
    ],
  );
  assert.deepEqual(
    groups[0]?.entries.map(({ rule }) => rule),
    ['email', 'typo', 'phone'],
  );
});

test('a gain that was cut short tells the cap of its group', () => {
  const [group] = ledgerGroups([
    entry('contactability', 'email', 10, 10),
    entry('contactability', 'phone', 5, 12),
    entry('contactability', 'typo', -6, 0),
    entry('contactability', 'mobile', 0, 3),
  ]);
  assert.deepEqual([group?.points, group?.max], [9, 15]);
});

test('a penalty is weaker than any missed gain, and no ledger has neither', () => {
  assert.equal(weakest(ledger)?.rule, 'typo');
  assert.equal(weakest(ledger.filter(({ points }) => points >= 0))?.rule, 'phone');
  assert.equal(strongest(ledger)?.rule, 'email');
  assert.equal(strongest([]), undefined);
});
