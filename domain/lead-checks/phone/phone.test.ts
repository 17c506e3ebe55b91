import assert from 'node:assert/strict';
import { test } from 'node:test';
import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max';
import { evidenceOf, outcomeOf, verdictOf } from '../test-lead.ts';
import { p01Parse } from './p01-parse.ts';
import { p02InvalidRange } from './p02-invalid-range.ts';
import { p03Type } from './p03-type.ts';
import { p04CountryMismatch } from './p04-country-mismatch.ts';
import { p05Fictional } from './p05-fictional.ts';
import { p06PublicSms } from './p06-public-sms.ts';

test('the example numbers of libphonenumber can be read, are assigned and are personal lines', () => {
  const numbers = Object.entries(examples) as [CountryCode, string][];
  for (const [country, national] of numbers) {
    const phone = `+${getCountryCallingCode(country)} ${national}`;
    assert.equal(outcomeOf(p01Parse, { phone }), 'passed', phone);
    assert.equal(outcomeOf(p02InvalidRange, { phone }), 'passed', phone);
    assert.equal(outcomeOf(p03Type, { phone }), 'passed', phone);
    assert.equal(outcomeOf(p06PublicSms, { phone }), 'passed', phone);
  }
  assert.ok(numbers.length > 230);
});

test('P01 says why a number cannot be read', () => {
  const verdict = verdictOf(p01Parse, { phone: 'call me', address: { country: 'US' } });
  assert.equal(evidenceOf(verdict, 'Error'), 'NOT_A_NUMBER');
  assert.equal(evidenceOf(verdict, 'Read as a number of'), 'US');
  assert.equal(outcomeOf(p01Parse, { phone: '+999 123 4567' }), 'failed');
  assert.equal(outcomeOf(p01Parse, { phone: '151 23456780' }), 'unknown');
  assert.equal(outcomeOf(p01Parse, { phone: '0151 23456780', address: { country: 'DE' } }), 'passed');
  assert.equal(outcomeOf(p01Parse, {}), 'not_run');
});

test('P02 shows region and pattern', () => {
  const verdict = verdictOf(p02InvalidRange, { phone: '(099) 555-1234', address: { country: 'US' } });
  assert.equal(evidenceOf(verdict, 'Region'), 'US (+1)');
  assert.match(evidenceOf(verdict, 'Pattern of the region') ?? '', /\[2-9\]/);
  assert.equal(outcomeOf(p02InvalidRange, { phone: '12345', address: { country: 'US' } }), 'failed');
  assert.equal(outcomeOf(p02InvalidRange, { phone: '+44 20 7183 8750' }), 'passed');
  assert.equal(outcomeOf(p02InvalidRange, { phone: 'call me' }), 'unknown');
  assert.equal(outcomeOf(p02InvalidRange, {}), 'not_run');
});

test('P03 names the line type', () => {
  const types: [string, string][] = [
    ['+1 900 234 5678', 'premium rate'],
    ['+1 800 234 5678', 'toll-free'],
    ['+49 180 5123456', 'shared cost'],
    ['+44 7640 123456', 'pager'],
    ['+44 56 1234 5678', 'VoIP'],
  ];
  for (const [phone, type] of types) assert.equal(evidenceOf(verdictOf(p03Type, { phone }), 'Line type'), type, phone);
  assert.equal(outcomeOf(p03Type, { phone: '+1 212 736 5000' }), 'passed');
  assert.equal(outcomeOf(p03Type, { phone: '+1 099 736 5000' }), 'unknown');
  assert.equal(outcomeOf(p03Type, {}), 'not_run');
});

test('P04 compares three countries and lets the IP address speak for the lead', () => {
  const lead = { phone: '+33 6 12 34 56 78', address: { country: 'DE' } };
  assert.equal(evidenceOf(verdictOf(p04CountryMismatch, lead, { ipCountry: 'DE' }), 'Phone country'), 'FR');
  assert.equal(evidenceOf(verdictOf(p04CountryMismatch, lead), 'IP country'), 'not known');
  assert.equal(outcomeOf(p04CountryMismatch, lead, { ipCountry: 'FR' }), 'passed');
  assert.equal(outcomeOf(p04CountryMismatch, { phone: '+44 7781 123456', address: { country: 'GB' } }), 'passed');
  assert.equal(outcomeOf(p04CountryMismatch, { phone: '+800 1234 5678', address: { country: 'GB' } }), 'unknown');
  assert.equal(outcomeOf(p04CountryMismatch, { phone: '+33 6 12 34 56 78' }), 'not_run');
  assert.equal(outcomeOf(p04CountryMismatch, { address: { country: 'DE' } }), 'not_run');
});

test('P05 knows numbers kept for drama and digits that follow a pattern', () => {
  const madeUp =
    '+12025550123 +18005550199 +447700900123 +442079460018 +441632960001 +441144960999 +61491570006 +61255501234 ' +
    '+33199001234 +33639981234 +493023125001 +15555555555 +12222222222 +11234567890 +4915123456789 +12129876543 ' +
    '+33707070707 +10000000000';
  for (const phone of madeUp.split(' ')) assert.equal(outcomeOf(p05Fictional, { phone }), 'failed', phone);
  const real =
    '+12127365000 +442071838750 +447911123456 +33142685300 +493022730 +61293744000 +81352227111 +12025551234';
  for (const phone of real.split(' ')) assert.equal(outcomeOf(p05Fictional, { phone }), 'passed', phone);
  assert.equal(outcomeOf(p05Fictional, { phone: '151 5555555' }), 'failed');
  assert.equal(outcomeOf(p05Fictional, { phone: '151 23456780' }), 'unknown');
  assert.equal(outcomeOf(p05Fictional, { phone: '12' }), 'unknown');
  assert.equal(outcomeOf(p05Fictional, {}), 'not_run');
});

test('P06 shows when the number was listed', () => {
  const verdict = verdictOf(p06PublicSms, { phone: '+33 7 57 05 46 41' });
  assert.match(evidenceOf(verdict, 'Listed on') ?? '', /^20\d\d-\d\d-\d\d$/);
  assert.ok(typeof verdict !== 'string' && verdict.outcome === 'failed');
  assert.equal(verdict.list, '@ip1sms/disposable-phone-numbers 2.1.802, 2024-06-05');
  assert.equal(outcomeOf(p06PublicSms, { phone: '+33 1 42 68 53 00' }), 'passed');
  assert.equal(outcomeOf(p06PublicSms, { phone: 'none' }), 'unknown');
  assert.equal(outcomeOf(p06PublicSms, {}), 'not_run');
});
