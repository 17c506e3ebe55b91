import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepWords, wayWords } from './journey-words.ts';

const at = '2026-11-20T10:00:00Z';

test('steps read as what a person did, with what is known and nothing more', () => {
  assert.deepEqual(
    stepWords({
      at,
      kind: 'click',
      source: 'Google',
      channel: 'paid_search',
      keyword: 'solar quote',
      campaign_id: '7',
    }),
    { title: 'Click from Google', note: '“solar quote” · campaign 7 · Paid search' },
  );
  assert.deepEqual(stepWords({ at, kind: 'visit', channel: 'direct', page: 'www.example.com/' }), {
    title: 'Direct visit',
    note: 'www.example.com/',
  });
  assert.deepEqual(stepWords({ at, kind: 'call', channel: 'phone', seconds: 250 }), { title: 'Call', note: '4 min' });
  assert.deepEqual(stepWords({ at, kind: 'status', status: 'qualified' }), { title: 'Moved to Qualified', note: '' });
});

test('a form tells how it was filled', () => {
  const form = {
    form_id: 'quote',
    field_count: 5,
    key_events: 1,
    paste_events: 0,
    autofill_events: 3,
    silent_fields: 1,
    honeypot_filled: true,
  };
  assert.deepEqual(stepWords({ at, kind: 'form_submit', seconds: 41, form }), {
    title: 'Sent the form',
    note: '41 s · 5 fields · 1 key · 3 filled by the browser · 1 field filled without a hand · hidden field filled',
  });
});

test('the way as a whole is told by its times', () => {
  assert.equal(
    wayWords({ seconds_to_lead: 7200, seconds_to_convert: 13 * 86_400 }),
    '2 h to the lead, 13 d to the conversion',
  );
  assert.equal(wayWords({}), '');
});
