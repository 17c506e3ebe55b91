import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult, Outcome, Severity } from '#contract/audit.ts';
import { checkGroups, markSpan } from './check-groups.ts';

const check = (id: string, severity: Severity, outcome: Outcome): CheckResult => ({
  id,
  family: 'email',
  severity,
  outcome,
  title: id,
  message: '',
  evidence: [],
});

test('what speaks against the lead comes first, the worst of it on top; empty groups are left out', () => {
  const groups = checkGroups([
    check('E07', 'warn', 'failed'),
    check('E01', 'invalid', 'passed'),
    check('B01', 'fraud', 'failed'),
  ]);
  assert.deepEqual(
    groups.map(({ outcome, checks }) => [outcome, checks.map(({ id }) => id)]),
    [
      ['failed', ['B01', 'E07']],
      ['passed', ['E01']],
    ],
  );
});

test('the fault in a value is marked, and a span beyond its end marks nothing', () => {
  assert.deepEqual(markSpan('a@@b.c', [1, 3]), ['a', '@@', 'b.c']);
  assert.deepEqual(markSpan('Renée', undefined), ['Renée', '', '']);
  assert.deepEqual(markSpan('ab', [5, 9]), ['ab', '', '']);
});
