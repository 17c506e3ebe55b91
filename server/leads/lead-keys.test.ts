import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LeadCreate } from '#contract/lead.ts';
import { prepareIp } from '#domain/lead-checks/prepare/ip.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { vault } from '../platform/vault/vault.ts';
import { keysOfLead, networkOf, visitorKey } from './lead-keys.ts';

const CLIENT = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';
const ID = '01900000-0000-7000-8000-00000000000a';
const subject = vault({ keks: [{ epoch: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) });

function keys(fields: Partial<LeadCreate>, client = CLIENT, id = ID) {
  const lead: LeadCreate = { client_id: client, source: 'Google', email: 'a@example.com', ...fields };
  return keysOfLead(subject, client, id, lead, prepareLead(lead, { country: undefined, now: 0 }));
}

test('the visitor of a lead is its visitor id, else its device, else the lead itself', () => {
  const device = { visitor_id: 'v-1', device_id: 'd-1' };
  assert.equal(keys({ device }).visitor, visitorKey(subject, CLIENT, 'v-1'));
  assert.equal(keys({ device: { device_id: 'd-1' } }).visitor, visitorKey(subject, CLIENT, 'd-1'));
  assert.equal(keys({}).visitor, visitorKey(subject, CLIENT, ID));
  assert.equal(keys({ device: { visitor_id: '', device_id: '' } }).visitor, visitorKey(subject, CLIENT, ID));
});

test('keys fit 63 bits, differ between clients and kinds, and are absent where the lead has no value', () => {
  const device = { visitor_id: 'same', device_id: 'same' };
  const { visitor, device_key, ip_key, net_key, click_key, text_key } = keys({ device });
  assert.ok(visitor >= 0n && visitor < 2n ** 63n);
  assert.notEqual(visitor, device_key);
  assert.notEqual(visitor, keys({ device }, OTHER).visitor);
  assert.deepEqual([ip_key, net_key, click_key, text_key], [undefined, undefined, undefined, undefined]);
});

test('addresses of one network share its key and not their own', () => {
  const [one, two, far] = ['81.2.69.142', '81.2.69.7', '81.2.70.7'].map((ip) => keys({ device: { ip } }));
  assert.equal(one?.net_key, two?.net_key);
  assert.notEqual(one?.ip_key, two?.ip_key);
  assert.notEqual(one?.net_key, far?.net_key);
  assert.equal(networkOf(prepareIp('2001:db8:1:2::3')), networkOf(prepareIp('2001:db8:1:ffff::9')));
  assert.notEqual(networkOf(prepareIp('2001:db8:1::')), networkOf(prepareIp('2001:db8:2::')));
});

test('a copied message keeps its key through other case, spacing and numbers, and a short one has none', () => {
  const text = 'Please call me back about the offer, order 17';
  assert.equal(keys({ message: text }).text_key, keys({ message: text.toUpperCase().replace('17', '  99!') }).text_key);
  assert.notEqual(keys({ message: text }).text_key, keys({ message: `${text} today` }).text_key);
  assert.equal(keys({ message: 'Please call me back' }).text_key, undefined);
});

test('any network names the click', () => {
  const all = ['gclid', 'fbclid', 'ttclid', 'li_fat_id', 'twclid'].map(
    (name) => keys({ source_details: { [name]: 'Cj0K' } }).click_key,
  );
  assert.ok(all[0] !== undefined && all.every((key) => key === all[0]));
});

test('a long message is keyed whole', () => {
  const long = 'lorem ipsum '.repeat(100);
  assert.notEqual(keys({ message: `${long}a` }).text_key, keys({ message: `${long}b` }).text_key);
});
