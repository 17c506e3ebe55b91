import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '#contract/audit.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { prepareLead } from '../lead-checks/prepare.ts';
import { goldenRecord, type MemberRecord, sourceTrust } from './golden-record.ts';

function member(lead: string, raw: Partial<LeadCreate>, outcomes: Record<string, Outcome> = {}): MemberRecord {
  const full = { client_id: '0199a1b2-0000-7000-8000-000000000001', source: 'Meta', ...raw };
  const prepared = prepareLead(full, { country: 'US', now: Date.parse('2026-11-20T00:00:00Z') });
  return { lead, prepared, outcomes: new Map(Object.entries(outcomes)), trust: sourceTrust(undefined) };
}
const kept = (members: MemberRecord[], choices = {}) =>
  Object.fromEntries(goldenRecord(members, choices).map(({ field, survivor }) => [field, survivor?.lead]));

const MAILBOX_FINE: Record<string, Outcome> = { E01_SYNTAX: 'passed', E03_TLD_UNKNOWN: 'passed' };

test('the verified address survives a newer one that cannot exist, the first source survives all', () => {
  const first = member(
    'first',
    { email: 'anna@posteo.de', source: 'Google', created_at: '2026-11-12T09:00:00Z' },
    MAILBOX_FINE,
  );
  const later = member(
    'later',
    { email: 'anna@posteo.invalid', phone: '+49 30 901820', created_at: '2026-11-18T09:00:00Z' },
    { ...MAILBOX_FINE, E03_TLD_UNKNOWN: 'failed' },
  );
  assert.deepEqual(kept([later, first]), {
    name: undefined,
    email: 'first',
    phone: 'later',
    company: undefined,
    address: undefined,
    consent: undefined,
    source: 'first',
  });
});

test('one mailbox or number written in two ways is one value, so nothing is lost', () => {
  const [a, b] = [
    member('a', { email: 'J.Doe@gmail.com', phone: '(512) 555-0172' }),
    member('b', { email: 'jdoe+x@gmail.com', phone: '+1 512 555 0172' }),
  ];
  for (const { field, survivor } of goldenRecord([a, b], {})) {
    if (field === 'email' || field === 'phone') assert.deepEqual(survivor?.losing, [], field);
  }
});

test('a withdrawal of consent outlives the consent before it, whichever record is newer', () => {
  const withdrew = member('withdrew', {
    consent: { given_at: '2026-10-01T00:00:00Z', withdrawn_at: '2026-11-15T00:00:00Z', channels: ['email'] },
    created_at: '2026-10-01T00:00:00Z',
  });
  const consented = member('consented', {
    consent: { given_at: '2026-11-10T00:00:00Z', channels: ['email', 'phone'] },
    created_at: '2026-11-10T00:00:00Z',
  });
  const consent = goldenRecord([consented, withdrew], {}).find(({ field }) => field === 'consent');
  assert.equal(consent?.survivor?.lead, 'withdrew');
  assert.deepEqual(
    consent?.texts.map(({ text }) => text),
    ['email, phone · 2026-11-10', 'withdrawn · 2026-11-15'],
  );
});

test('a person’s choice beats every rule, field by field', () => {
  const [a, b] = [member('a', { name: 'Elena Castillo' }), member('b', { name: 'Elena M Castillo' })];
  assert.equal(kept([a, b], { name: 'a' }).name, 'a');
  assert.equal(kept([a, b], { name: 'b' }).name, 'b');
});
