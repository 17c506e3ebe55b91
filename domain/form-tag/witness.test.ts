import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeadCreate } from '#contract/lead.ts';
import { SOUND_LEAD, verdictOf } from '../lead-checks/sound-lead.ts';
import { s05DataIntegrity } from '../lead-checks/source/s05-data-integrity.ts';
import { valueDigest } from './digest.ts';
import { type SeenForm, witnessOf } from './witness.ts';

const AT = Date.parse('2026-03-09T18:00:00Z');
const keyOf = (digest: string) => BigInt(`0x${digest}`) * 3n;

function form(values: Record<string, string>, at = AT): SeenForm {
  return { at, names: Object.keys(values), keys: Object.values(values).map((value) => keyOf(valueDigest(value))) };
}

const witnessed = (lead: Partial<LeadCreate>, ...forms: SeenForm[]) =>
  witnessOf({ ...SOUND_LEAD, ...lead }, AT, forms, keyOf);

const TYPED = {
  'your-email': 'Maria.Lindqvist@northwindlogistics.com',
  phone_number: '(415) 836-2291',
  'first-name': 'Maria',
  last_name: 'LINDQVIST',
  company_name: 'Northwind Logistics',
  user_name: 'mlq',
  question: 'How much is it?',
};

test('what was typed agrees with what is delivered, whatever the case, the punctuation and the country code', () => {
  const { agreeing, differing } = witnessed({}, form(TYPED)) ?? {};
  assert.deepEqual([agreeing, differing], [['email', 'phone', 'company', 'name'], []]);
});

for (const [lead, field] of [
  [{ phone: '+1 415 836 2292' }, 'phone'],
  [{ email: 'maria.lindqvist@gmail.com' }, 'email'],
  [{ name: 'Maria Lindgren' }, 'name'],
  [{ company: 'Northwind' }, 'company'],
] as const) {
  test(`another ${field} than was typed is the field that differs`, () => {
    assert.deepEqual(witnessed(lead, form(TYPED))?.differing, [field]);
  });
}

test('a name of several words fits fields for its parts, one field for all, and the other order', () => {
  const lead = { name: 'Anna Maria van den Berg' };
  const forms: Record<string, string>[] = [
    { vorname: 'Anna Maria', nachname: 'van den Berg' },
    { name: 'Anna Maria van den Berg' },
    { 'full-name': 'anna maria VAN DEN BERG' },
  ];
  for (const typed of forms) assert.deepEqual(witnessed(lead, form(typed))?.agreeing, ['name']);
  const parts = { name: undefined, given_name: 'Anna', family_name: 'Berg' };
  assert.deepEqual(witnessed(parts, form({ name: 'Anna Berg' }))?.agreeing, ['name']);
});

test('what the lead does not carry, and fields whose names say nothing, are not compared', () => {
  const { agreeing, differing } = witnessed({ phone: undefined, company: '' }, form(TYPED)) ?? {};
  assert.deepEqual([agreeing, differing], [['email', 'name'], []]);
  assert.deepEqual(witnessed({}, form({ input_1: 'somebody@else.example' }))?.differing, []);
});

test('what somebody of the client changed is not held against the seller', () => {
  const lead = { ...SOUND_LEAD, phone: '+1 415 836 2292' };
  assert.deepEqual(witnessOf(lead, AT, [form(TYPED)], keyOf, new Set(['phone']))?.differing, []);
});

test('of several forms the fullest is compared, of two as full the one that fits; a newsletter excuses nothing', () => {
  const newsletter = form({ email: SOUND_LEAD.email ?? '' }, AT + 1000);
  const other = form({ ...TYPED, 'your-email': 'jonas@northwindlogistics.com', 'first-name': 'Jonas' }, AT + 500);
  assert.deepEqual(witnessed({}, newsletter, other, form(TYPED, AT - 60_000))?.differing, []);
  assert.deepEqual(witnessed({ phone: '+1 415 836 2292' }, newsletter, form(TYPED))?.differing, ['phone']);
  assert.equal(witnessOf(SOUND_LEAD, AT, [], keyOf), undefined);
});

test('the check names the fields that differ and those that agree, and says when it could compare nothing', () => {
  const verdict = verdictOf(
    s05DataIntegrity,
    {},
    { witness: { at: AT, forms: 1, agreeing: ['email'], differing: ['phone', 'name'] } },
  );
  assert.ok(typeof verdict === 'object' && verdict.outcome === 'failed');
  assert.equal(verdict.message, 'Delivered otherwise than the form saw it: phone, name.');
  assert.deepEqual(
    verdict.evidence.slice(0, 2).map(({ value }) => value),
    ['phone, name', 'email'],
  );
  const silent = verdictOf(s05DataIntegrity, {}, { witness: { at: AT, forms: 1, agreeing: [], differing: [] } });
  assert.ok(typeof silent === 'object' && silent.outcome === 'not_run');
});
