import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, verdictOf } from '../sound-lead.ts';
import { d01Completeness } from './d01-completeness.ts';

test('a lead with e-mail, name and phone lacks nothing when the client asks for no more', () => {
  assert.equal(verdictOf(d01Completeness), 'passed');
});

test('names each required field that is missing, blanks included, and the share', () => {
  const { message, evidence } = failureOf(
    verdictOf(
      d01Completeness,
      { company: '  ', custom: { budget: '' } },
      { client: { required_fields: ['email', 'company', 'custom.budget', 'address.city'] } },
    ),
  );
  assert.equal(message, '2 of 4 required fields are missing: company, custom.budget.');
  assert.match(evidence.find(({ label }) => label === 'Completeness')?.value ?? '', /^7\d %$/);
});

test('given and family name count as a name', () => {
  assert.equal(
    verdictOf(d01Completeness, { name: undefined, given_name: 'Maria', family_name: 'Lindqvist' }),
    'passed',
  );
});
