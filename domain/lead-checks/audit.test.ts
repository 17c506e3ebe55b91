import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LeadAudit } from '#contract/audit.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { RuleSet } from '#contract/scoring.ts';
import { DEFAULT_RULES } from '../lead-score/default-rules.ts';
import { auditInFull, auditLead, leadMeasures } from './audit.ts';
import { LEAD_CHECKS } from './list.ts';
import { factsWith, leadWith, SOUND_LEAD } from './sound-lead.ts';

const FACTS = factsWith();
const audit = (changes: Partial<LeadCreate> = {}) => auditInFull(auditLead(leadWith(changes), FACTS, DEFAULT_RULES, 1));

test('the default rules obey the contract and name only checks and ids that exist once', () => {
  RuleSet.parse(DEFAULT_RULES);
  const known = new Set(LEAD_CHECKS.map(({ id }) => id));
  const named = DEFAULT_RULES.rules.flatMap(({ when }) =>
    when.flatMap((condition) => (condition.kind === 'check' ? [condition.check] : [])),
  );
  assert.deepEqual(
    named.filter((check) => !known.has(check)),
    [],
  );
  const ids = DEFAULT_RULES.rules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, cap } of DEFAULT_RULES.groups) {
    const gains = DEFAULT_RULES.rules
      .filter(({ group, points }) => group === id && points > 0)
      .reduce((sum, { points }) => sum + points, 0);
    assert.ok(gains >= cap, `${id} can never reach its cap`);
  }
});

test('a sound lead passes every check that can run, is valid and scores at the top', () => {
  const { checks, validation_status, quality_score, completeness, audited_at } = LeadAudit.parse(audit());
  assert.deepEqual(
    checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown'),
    [],
  );
  assert.equal(validation_status, 'valid');
  assert.equal(quality_score, 100);
  assert.equal(completeness, 1);
  assert.equal(audited_at, '2026-03-10T12:00:00.000Z');
});

test('scores fall from a witnessed lead to a bare one, a poor one and a fraud', () => {
  const unwitnessed = { device: undefined, form: undefined, consent: SOUND_LEAD.consent, source_details: undefined };
  const scores = [
    audit(),
    audit(unwitnessed),
    audit({ ...unwitnessed, email: 'maria.lindqvist@gmail.com', company: undefined }),
    audit({ ...unwitnessed, email: 'info@gmail.com', phone: undefined, company: undefined, name: 'Maria' }),
    audit({ ...unwitnessed, email: 'asdf@mailinator.com', phone: '555-0100', company: undefined, name: 'asdf asdf' }),
  ].map(({ quality_score }) => quality_score);
  for (const [index, score] of scores.entries()) {
    assert.ok(index === 0 || score <= scores[index - 1]! - 5, `${scores.join(', ')}`);
  }
  assert.ok(scores[2]! >= 60, `an ordinary lead from a file scores ${scores[2]}`);
  assert.ok(scores.at(-1)! <= 30, `a made-up lead scores ${scores.at(-1)}`);
});

test('two families of fraud signs make a fraud, one makes a case for a person', () => {
  const bot = {
    ...SOUND_LEAD.device,
    user_agent: 'python-requests/2.31.0',
    platform_hint: undefined,
    mobile_hint: undefined,
  };
  assert.equal(audit({ device: bot }).validation_status, 'pending');
  assert.equal(audit({ device: { ...bot, ip: '167.99.12.34' } }).validation_status, 'fraudulent');
  assert.ok(audit({ device: { ...bot, ip: '167.99.12.34' } }).quality_score <= audit().quality_score - 20);
});

test('the ledger adds up to the score', () => {
  for (const changes of [{}, { device: undefined }, { email: 'x' }]) {
    const { ledger, quality_score } = audit(changes);
    assert.equal(
      ledger.reduce((sum, { points }) => sum + points, 0),
      quality_score,
    );
  }
});

test('measures that the lead does not tell are left out', () => {
  assert.deepEqual(leadMeasures(leadWith(), 0.5), {
    completeness: 0.5,
    form_seconds: 41.5,
    click_to_form_seconds: 118,
    form_to_delivery_seconds: 30,
  });
  assert.deepEqual(leadMeasures(leadWith({ form: undefined, clicked_at: undefined, delivered_at: undefined }), 1), {
    completeness: 1,
  });
});

/** Leads of every kind: each field sound, absent or odd. */
const anyLead = fc.record({
  email: fc.constantFrom(
    'maria@northwind.com',
    'jo@gmial.com',
    'x@mailinator.com',
    'no address',
    ' ',
    'José@müller.de',
  ),
  name: fc.constantFrom('Maria Lindqvist', 'asdf', '王小明', '', undefined),
  phone: fc.constantFrom('+1 415 836 2291', '555-0100', 'call me', undefined),
  company: fc.constantFrom('Northwind', undefined),
  source: fc.constantFrom('Google Ads', 'Gogle Ads', 'direct', '💥'),
  source_details: fc.constantFrom(
    SOUND_LEAD.source_details,
    { fbclid: 'a', landing_page: 'http://[bad?%E0%A4' },
    undefined,
  ),
  address: fc.constantFrom(
    SOUND_LEAD.address,
    { country: 'DE', postal_code: '94105', region: 'Texas' },
    { country: 'ZZ', region: 'x' },
    undefined,
  ),
  device: fc.option(
    fc.record({
      ip: fc.constantFrom('73.189.20.15', '10.0.0.1', '167.99.12.34', 'x'),
      user_agent: fc.constantFrom(SOUND_LEAD.device?.user_agent, 'curl/8.5.0', '(((('),
      time_zone: fc.constantFrom('America/Chicago', 'Nowhere/Land', ''),
      time_zone_offset_minutes: fc.constantFrom(300, -330, undefined),
      platform_hint: fc.constantFrom('Windows', 'Linux', undefined),
      language: fc.constantFrom('en-US', '*', undefined),
    }),
    { nil: undefined },
  ),
  form: fc.constantFrom(SOUND_LEAD.form, { seconds_on_form: 0.4, honeypot: 'x' }, undefined),
  consent: fc.constantFrom(SOUND_LEAD.consent, { given_at: '2026-03-10T11:00:00Z' }, undefined),
  created_at: fc.constantFrom('2026-03-09T18:00:00Z', '2031-01-01T00:00:00+14:00', undefined),
});

test('the same lead gets the same audit, however often and in whatever order leads are audited', () => {
  fc.assert(
    fc.property(fc.array(anyLead, { minLength: 1, maxLength: 30 }), (leads) => {
      const inOrder = leads.map((lead) => LeadAudit.parse(audit(lead)));
      const backwards = leads
        .toReversed()
        .map((lead) => LeadAudit.parse(audit(lead)))
        .toReversed();
      assert.deepEqual(backwards, inOrder);
      const prepared = leads.map((lead) => leadWith(lead));
      const twice = prepared.map((lead) => [
        LeadAudit.parse(auditInFull(auditLead(lead, FACTS, DEFAULT_RULES, 1))),
        LeadAudit.parse(auditInFull(auditLead(lead, factsWith(), DEFAULT_RULES, 1))),
      ]);
      assert.deepEqual(
        twice,
        inOrder.map((one) => [one, one]),
      );
    }),
    { numRuns: 60 },
  );
});
