import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CheckResult } from '#contract/audit.ts';
import { counterSigns, fraudFamilies, fraudScore, fraudSigns, HOLD_FROM, REVIEW_FROM } from './fraud-score.ts';
import { LEAD_CHECKS } from './list.ts';
import { validationStatus } from './status.ts';

const OUTCOMES = ['passed', 'failed', 'not_run', 'unknown'] as const;
const QUIET = { visits: 0, opens: 0, replies: 0, calls: 0, meetings: 0, status: 'new' as const };

const results = fc
  .array(fc.constantFrom(...OUTCOMES), { minLength: LEAD_CHECKS.length, maxLength: LEAD_CHECKS.length })
  .map((outcomes) =>
    LEAD_CHECKS.map(
      ({ id, family, severity, title }, index): CheckResult => ({
        id,
        family,
        severity,
        title,
        outcome: outcomes[index] ?? 'passed',
        message: '',
        evidence: [],
      }),
    ),
  );
const deeds = fc.record({
  visits: fc.nat(20),
  opens: fc.nat(9),
  replies: fc.nat(3),
  calls: fc.nat(3),
  meetings: fc.nat(2),
  status: fc.constantFrom('new' as const, 'qualified' as const, 'converted' as const),
});

test('the number never disagrees with the rule of the families, whatever speaks for the lead', () => {
  fc.assert(
    fc.property(results, deeds, (checks, known) => {
      const families = fraudFamilies(checks).length;
      const score = fraudScore(fraudSigns(checks), counterSigns(checks, known), families);
      assert.equal(score >= HOLD_FROM, families >= 2);
      assert.equal(score >= REVIEW_FROM, families >= 1);
      assert.ok(score >= 0 && score <= 99);
      if (families >= 2) assert.equal(validationStatus(checks).status, 'fraudulent');
    }),
  );
});

test('what speaks for a lead lowers the number and never raises it', () => {
  fc.assert(
    fc.property(results, deeds, (checks, known) => {
      const score = (about: typeof known) =>
        fraudScore(fraudSigns(checks), counterSigns(checks, about), fraudFamilies(checks).length);
      assert.ok(score({ ...known, replies: known.replies + 1 }) <= score(known));
      assert.ok(score(known) <= score({ ...QUIET }));
      for (const { weight } of counterSigns(checks, known)) assert.ok(weight < 0);
    }),
  );
});

test('signs come heaviest first; a person who decided stands above them', () => {
  const failed = (...ids: string[]) =>
    LEAD_CHECKS.filter(({ id }) => ids.includes(id)).map(
      ({ id, family, severity, title }): CheckResult => ({
        id,
        family,
        severity,
        title,
        outcome: 'failed',
        message: '',
        evidence: [],
      }),
    );
  const reachable: CheckResult[] = [
    { id: 'E01_SYNTAX', family: 'email', severity: 'invalid', title: '', outcome: 'passed', message: '', evidence: [] },
  ];
  const checks = [...reachable, ...failed('I01_DATACENTER', 'B07_DEVICE_VELOCITY', 'I05_TZ_MISMATCH')];
  assert.deepEqual(
    fraudSigns(checks).map(({ id, strength }) => `${id} ${strength}`),
    ['B07_DEVICE_VELOCITY strong', 'I01_DATACENTER moderate', 'I05_TZ_MISMATCH weak'],
  );
  assert.equal(validationStatus(checks).status, 'fraudulent');
  assert.equal(validationStatus(checks, 'not_fraud').status, 'valid');
  assert.match(validationStatus(checks, 'not_fraud').reason, /in spite of B07/);
  assert.equal(validationStatus(reachable, 'fraud').status, 'fraudulent');
});
