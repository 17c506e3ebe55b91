import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldValues } from './field.ts';
import { leadWith } from './sound-lead.ts';

test('reads fields of the API, of source details, custom ones and those preparation derives', () => {
  const lead = leadWith({ custom: { 'monthly.budget': '500', seats: '12' } });
  assert.deepEqual(fieldValues(lead, 'address.city'), ['San Francisco']);
  assert.deepEqual(fieldValues(lead, 'source_details.gclid'), fieldValues(lead, 'gclid'));
  assert.deepEqual(fieldValues(lead, 'custom.monthly.budget'), ['500']);
  assert.deepEqual(fieldValues(lead, 'consent.channels'), ['email', 'phone']);
  assert.deepEqual(fieldValues(lead, 'form.paste_events'), ['0']);
  assert.deepEqual(fieldValues(lead, 'name.parts'), ['several']);
  assert.deepEqual(fieldValues(lead, 'email.kind'), ['company']);
  assert.deepEqual(fieldValues(lead, 'phone.region'), ['US']);
});

test('tells kinds of mailboxes apart', () => {
  const kind = (email: string) => fieldValues(leadWith({ email }), 'email.kind');
  assert.deepEqual(kind('a@gmail.com'), ['free']);
  assert.deepEqual(kind('a@duck.com'), ['relay']);
  assert.deepEqual(kind('a@mailinator.com'), ['throw_away']);
  assert.deepEqual(kind('no address'), []);
});

test('blank, absent and inherited names have no value', () => {
  const lead = leadWith({ company: '  ' });
  for (const field of [
    'company',
    'message',
    'address',
    'constructor',
    '__proto__',
    'source_details.toString',
    'custom.x',
    'a.b.c',
    '',
  ]) {
    assert.deepEqual(fieldValues(lead, field), [], field);
  }
});
