import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LeadCreate } from '#contract/lead.ts';
import { prepareLead } from '../lead-checks/prepare.ts';
import { blockKeys } from './blocks.ts';
import { defaultModel } from './default-model.ts';
import { leadRecord } from './lead-record.ts';
import { LEAD_SPEC } from './lead-spec.ts';
import { bandOf, scorePair } from './model.ts';

const record = (lead: Partial<LeadCreate>) =>
  leadRecord(prepareLead({ client_id: '', source: '', ...lead }, { country: 'DE', now: 0 }));
const model = defaultModel(1_000_000);
const score = (a: Partial<LeadCreate>, b: Partial<LeadCreate>) => scorePair(LEAD_SPEC, record(a), record(b), model);
const band = (a: Partial<LeadCreate>, b: Partial<LeadCreate>) => bandOf(LEAD_SPEC, score(a, b), model.thresholds);

const anna = { name: 'Anna Schmidt', email: 'anna.schmidt@web.de', phone: '+49 1512 3456789' };

test('the same person written otherwise is proposed for merging', () => {
  assert.equal(band(anna, { name: 'SCHMIDT, Anna', email: 'Anna.Schmidt@web.de', phone: '01512 3456789' }), 'auto');
  assert.equal(
    band({ ...anna, name: 'Robert Huber' }, { name: 'Bob Huber', email: 'other@gmx.de', phone: anna.phone }),
    'auto',
  );
});

test('two people of one common name with like addresses are not taken for one', () => {
  assert.equal(band(anna, { name: 'Anna Schmidt', email: 'annaschmidt@gmx.de', phone: '+49 1601 9876543' }), 'no');
});

test('relatives who share a name, a number and an address are not merged by themselves', () => {
  const home = { street: 'Hauptstr. 5', postal_code: '10115', city: 'Berlin' };
  const peter = { name: 'Peter Schmidt', email: 'peter.schmidt@web.de', phone: anna.phone, address: home };
  assert.notEqual(band({ ...anna, address: home }, peter), 'auto');
});

test('colleagues behind one address of a function are not proposed, however sure the address', () => {
  const office = { email: 'sales@redwoodlogistics.com', company: 'Redwood Logistics' };
  assert.equal(band({ ...office, name: 'Zoe Sanders' }, { ...office, name: 'Jack Brown' }), 'no');
  assert.ok(!score({ ...office, name: 'Zoe Sanders' }, office).waterfall.some(({ level }) => level === 'Same address'));
});

test('the waterfall adds up to the weight and names only what both records tell', () => {
  const { weight_bits, probability, waterfall } = score(anna, { name: 'Anna Schmitt', email: 'anna.schmidt@web.de' });
  assert.deepEqual(
    waterfall.map(({ comparison, level }) => [comparison, level]),
    [
      ['prior', 'Two records taken at random'],
      ['name', 'Same name written otherwise'],
      ['email', 'Same address'],
    ],
  );
  assert.ok(Math.abs(waterfall.reduce((sum, { bits }) => sum + bits, 0) - weight_bits) < 1e-12);
  assert.ok(Math.abs(Math.log2(probability / (1 - probability)) - weight_bits) < 1e-6);
});

test('a rare name says more than a common one', () => {
  const bits = (name: string) => score({ name, email: 'a@b.de' }, { name, phone: '030 901820' }).weight_bits;
  assert.ok(bits('Kasimir Wolkenstein') > bits('Michael Smith') + 5);
});

test('a score does not depend on which of the two comes first', () => {
  const text = fc.constantFrom(undefined, 'Anna Schmidt', 'Hans Schmidt', 'Schmidt Anna', 'A. Schmitt', '漢字', 'Ann');
  const email = fc.constantFrom(undefined, 'anna.schmidt@web.de', 'annaschmidt@web.de', 'anna@x.org', 'info@x.org');
  const phone = fc.constantFrom(undefined, '01512 3456789', '01512 3456798', '030 901820');
  const lead = fc.record({ name: text, email, phone, company: text });
  fc.assert(
    fc.property(lead, lead, (a, b) => {
      assert.deepEqual(score(a, b), score(b, a));
      assert.ok(Number.isFinite(score(a, b).weight_bits));
    }),
  );
});

test('block keys are made of what is told, tell the rule apart, and are the same for swapped names', () => {
  const keys = blockKeys(LEAD_SPEC, record(anna).fields);
  assert.deepEqual(
    keys.map(({ rule }) => rule),
    ['email', 'phone', 'mailbox', 'name', 'name-domain', 'phone-end'],
  );
  assert.equal(new Set(keys.map(({ text }) => text)).size, keys.length);
  const name = (fields: Partial<LeadCreate>) =>
    blockKeys(LEAD_SPEC, record(fields).fields).find(({ rule }) => rule === 'name')?.text;
  assert.equal(name({ name: 'Schmidt Anna' }), name(anna));
});
