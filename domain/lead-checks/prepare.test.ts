import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prepareCompany } from './prepare/company.ts';
import { prepareIp } from './prepare/ip.ts';
import { prepareName } from './prepare/name.ts';
import { prepareLead } from './prepare.ts';

const CLIENT_ID = '0197b6f0-0000-7000-8000-000000000001';

test('blank fields count as absent, and the client supplies country and time', () => {
  const lead = prepareLead({ client_id: CLIENT_ID, source: 's', email: ' ', phone: '' }, { country: 'DE', now: 5 });
  assert.equal(lead.email, undefined);
  assert.equal(lead.phone, undefined);
  assert.equal(lead.name, undefined);
  assert.equal(lead.country, 'DE');
  assert.equal(lead.createdAt, 5);
});

test('the claimed country comes before that of the phone, and that before the client', () => {
  const base = { client_id: CLIENT_ID, source: 's', phone: '+33612345678' };
  assert.equal(prepareLead({ ...base, address: { country: 'BE' } }, { country: 'DE' }).country, 'BE');
  assert.equal(prepareLead(base, { country: 'DE' }).country, 'FR');
});

test('names are cut, titles and suffixes dropped', () => {
  const parts = (name: string) => {
    const prepared = prepareName({ name });
    return [prepared?.givenName, prepared?.familyName];
  };
  assert.deepEqual(parts('Dr. Maria  van der Berg'), ['Maria', 'van der Berg']);
  assert.deepEqual(parts('Smith, John'), ['John', 'Smith']);
  assert.deepEqual(parts('王小明'), [undefined, undefined]);
  assert.deepEqual(parts('김 민준'), [undefined, undefined]);
  assert.deepEqual(prepareName({ given_name: 'Zoë', family_name: "O'Brien-Łuk" })?.tokens, [
    'zoe',
    'o',
    'brien',
    'luk',
  ]);
  assert.equal(prepareName({ name: '  ', given_name: '' }), undefined);
});

test('companies lose their legal form', () => {
  assert.deepEqual(prepareCompany('Müller & Söhne GmbH & Co. KG').tokens, ['muller', 'sohne']);
  assert.deepEqual(prepareCompany('Ferrari S.p.A.').tokens, ['ferrari']);
  assert.deepEqual(prepareCompany('Philips N.V.').tokens, ['philips']);
  assert.deepEqual(prepareCompany('Ltd').tokens, []);
});

test('IP addresses are normalised and placed in their IANA range', () => {
  assert.deepEqual(prepareIp(' 8.8.8.8 '), {
    given: ' 8.8.8.8 ',
    kind: 'ipv4',
    normalised: '8.8.8.8',
    range: 'unicast',
    bytes: [8, 8, 8, 8],
  });
  assert.equal(prepareIp('::ffff:10.0.0.1').normalised, '10.0.0.1');
  assert.equal(prepareIp('::ffff:10.0.0.1').range, 'private');
  assert.equal(prepareIp('2001:DB8:0:0:0:0:0:1').normalised, '2001:db8::1');
  assert.equal(prepareIp('100.64.0.1').range, 'carrierGradeNat');
  assert.equal(prepareIp('0x7f000001').kind, undefined);
  assert.equal(prepareIp('127.1').kind, undefined);
});

test('no text makes preparation throw', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, text, (email, phone, name, company) => {
      const lead = prepareLead(
        { client_id: CLIENT_ID, source: 's', email, phone, name, company, device: { ip: name } },
        {},
      );
      assert.equal(lead.raw.email, email);
    }),
    { numRuns: 2000 },
  );
});
