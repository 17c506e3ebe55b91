import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult } from '#contract/audit.ts';
import type { DnsFacts, Facts } from './check.ts';
import { LEAD_CHECKS } from './list.ts';
import { prepareLead } from './prepare.ts';
import { runChecks } from './run.ts';
import { validationStatus } from './status.ts';
import { NOW } from './test-lead.ts';

/** All checks passed except the ones named, which failed. */
function withFailed(...ids: string[]): CheckResult[] {
  for (const id of ids)
    assert.ok(
      LEAD_CHECKS.some((check) => check.id === id),
      id,
    );
  return LEAD_CHECKS.map(({ id, family, severity, title }) => ({
    id,
    family,
    severity,
    title,
    outcome: ids.includes(id) ? 'failed' : 'passed',
    message: 'Found.',
    evidence: [],
  }));
}

test('fraud needs two families; one alone is for a person to decide', () => {
  assert.equal(validationStatus(withFailed()).status, 'valid');
  assert.equal(validationStatus(withFailed('B03_HONEYPOT')).status, 'pending');
  assert.equal(validationStatus(withFailed('B03_HONEYPOT', 'B04_TOO_FAST')).status, 'pending');
  assert.equal(validationStatus(withFailed('B03_HONEYPOT', 'I01_DATACENTER')).status, 'fraudulent');
});

test('block and invalid make a lead invalid, and fraud outranks them', () => {
  assert.equal(validationStatus(withFailed('P02_INVALID_RANGE')).status, 'invalid');
  assert.equal(validationStatus(withFailed('C01_NO_CONSENT')).status, 'invalid');
  assert.equal(validationStatus(withFailed('E01_SYNTAX', 'B03_HONEYPOT')).status, 'invalid');
  assert.equal(validationStatus(withFailed('E01_SYNTAX', 'B03_HONEYPOT', 'E06_DISPOSABLE')).status, 'fraudulent');
});

test('duplicates, slips, warnings and information change nothing', () => {
  const milder = LEAD_CHECKS.filter(({ severity }) => ['dup', 'fixable', 'warn', 'info'].includes(severity)).map(
    ({ id }) => id,
  );
  assert.ok(milder.length >= 10);
  assert.equal(validationStatus(withFailed(...milder)).status, 'valid');
  assert.equal(validationStatus(withFailed('X01_EXACT_DUP')).reason, 'Valid, but seen before: X01_EXACT_DUP.');
});

test('the reason names the checks and their families', () => {
  assert.equal(
    validationStatus(withFailed('B03_HONEYPOT', 'I01_DATACENTER')).reason,
    'Independent signs of fraud: B03_HONEYPOT (behaviour), I01_DATACENTER (ip).',
  );
});

const FACTS: Facts = { now: NOW, client: { duplicate_window_days: 30 } };
const CLIENT_ID = '0197b6f0-0000-7000-8000-000000000001';

function statusOf(contact: { email?: string; phone?: string }, facts: Partial<Facts> = {}, off?: ReadonlySet<string>) {
  const lead = prepareLead({ client_id: CLIENT_ID, source: 's', ...contact }, { now: NOW });
  return validationStatus(runChecks(lead, { ...FACTS, ...facts }, off)).status;
}

test('a lead that can be reached in no way is invalid, and DNS not asked does not hold it up', () => {
  assert.equal(statusOf({ email: 'jane.roe@siemens.com' }), 'valid');
  assert.equal(statusOf({ phone: '+1 212 736 5000' }), 'valid');
  assert.equal(statusOf({ phone: '151 23456780' }), 'invalid');
  assert.equal(statusOf({ phone: 'call me' }), 'invalid');
  assert.equal(statusOf({ email: 'jane.roe@siemens.com', phone: '151 23456780' }), 'valid');
  assert.equal(statusOf({ email: 'jane.roe@siemens.com' }, {}, new Set(['E01_SYNTAX'])), 'valid');
  const gone: DnsFacts = { mx: 'nxdomain', addresses: [], mxAddresses: [], askedAt: NOW };
  assert.equal(statusOf({ email: 'jane.roe@siemens.com' }, { dns: gone }), 'invalid');
});
