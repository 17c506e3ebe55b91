import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeadCreate } from '#contract/lead.ts';
import { failureOf, SOUND_LEAD, verdictOf } from '../sound-lead.ts';
import { x04Resold } from './x04-resold.ts';

const HOUR = 3_600_000;
const CREATED = Date.parse('2026-03-09T18:00:00Z');
const otherSource = {
  lead_id: '0195f3a0-0000-7000-8000-0000000000aa',
  createdAt: CREATED - 30 * HOUR,
  source: 'Lead House',
};
const sources = [
  { name: 'Acme Partners', kind: 'partner', price: '24 USD' },
  { name: 'Lead House', kind: 'partner' },
];
const bare = { source: 'Acme Partners', device: undefined, form: undefined };
const verdict = (lead: Partial<LeadCreate>, more: Parameters<typeof verdictOf>[2] = {}) =>
  verdictOf(x04Resold, { ...bare, ...lead }, { sources, duplicates: { otherSource }, ...more });

test('a person whom another seller delivered a day before, without a trace of their own, is sold twice', () => {
  const { message } = failureOf(verdict({}));
  assert.equal(
    message,
    'Lead House delivered the same person 1 day 6 hours before, and nothing shows that they asked again.',
  );
});

test('an address or a time on the form is a trace; a browser and an id that anybody can write are none', () => {
  assert.equal(verdict({ device: { ip: '73.189.20.15' } }), 'passed');
  assert.equal(verdict({ form: { seconds_on_form: 41 } }), 'passed');
  assert.ok(failureOf(verdict({ device: { user_agent: SOUND_LEAD.device?.user_agent, device_id: 'f00d' } })));
});

test('what the client’s own form saw is the best trace', () => {
  const witness = { at: CREATED, forms: 1, agreeing: ['email'], differing: [] };
  assert.equal(verdict({}, { witness }), 'passed');
});
