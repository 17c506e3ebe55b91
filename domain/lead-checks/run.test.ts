import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CheckResult } from '#contract/audit.ts';
import type { Facts } from './check.ts';
import { LEAD_CHECKS } from './list.ts';
import { prepareLead } from './prepare.ts';
import { runChecks } from './run.ts';
import { NOW } from './test-lead.ts';

const CLIENT_ID = '0197b6f0-0000-7000-8000-000000000001';
const FACTS: Facts = { now: NOW, client: { duplicate_window_days: 30 } };

test('one result per check, with family, severity and title filled in', () => {
  const lead = prepareLead({ client_id: CLIENT_ID, source: 's', email: 'john..doe@example.com' }, { now: NOW });
  const results = runChecks(lead, FACTS);
  assert.deepEqual(
    results.map(({ id }) => id),
    LEAD_CHECKS.map(({ id }) => id),
  );
  assert.deepEqual(results[0], {
    id: 'E01_SYNTAX',
    family: 'email',
    severity: 'invalid',
    title: 'E-mail address is written correctly',
    outcome: 'failed',
    message: 'Address local part contains empty dot-separated segment.',
    evidence: [
      { label: 'Address', value: 'john..doe@example.com', span: [5, 6] },
      { label: 'Diagnosis', value: 'EMPTY_LOCAL_SEGMENT' },
    ],
  });
  assert.equal(results.find(({ id }) => id === 'P01_PARSE')?.outcome, 'not_run');
});

test('a check switched off is reported as such, whatever the lead', () => {
  const lead = prepareLead({ client_id: CLIENT_ID, source: 's', email: 'john..doe@example.com' }, { now: NOW });
  const [first] = runChecks(lead, FACTS, new Set(['E01_SYNTAX']));
  assert.equal(first?.outcome, 'not_run');
  assert.equal(first?.message, 'The client switched this check off.');
  assert.deepEqual(first?.evidence, []);
});

test('any text in any field gives results the contract accepts, with spans inside their value', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      'a@gmial.com',
      '+12025550123',
      'Smith, Jennifer',
      'Test Test',
      'Jоhn',
      '10.0.0.1',
      'a@mailinator.com',
      'Ltd',
    ),
  );
  const optional = fc.option(text, { nil: undefined });
  fc.assert(
    fc.property(text, optional, optional, optional, optional, optional, (email, phone, name, company, ip, agent) => {
      const raw = {
        client_id: CLIENT_ID,
        source: email,
        email,
        phone,
        name,
        company,
        device: { ip, user_agent: agent },
      };
      const results = runChecks(prepareLead(raw, { now: NOW, country: 'US' }), { ...FACTS, duplicates: {} });
      for (const result of results) {
        assert.deepEqual(CheckResult.parse(result), result);
        assert.notEqual(result.message, '');
        for (const { value, span } of result.evidence) {
          if (span)
            assert.ok(span[0] < span[1] && span[1] <= value.length, `${result.id} ${JSON.stringify(result.evidence)}`);
        }
      }
    }),
    { numRuns: 300 },
  );
});
