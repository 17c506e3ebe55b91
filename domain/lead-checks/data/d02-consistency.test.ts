import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Address } from '#contract/lead.ts';
import { failureOf, outcomeOf, verdictOf } from '../sound-lead.ts';
import { d02Consistency } from './d02-consistency.ts';
import { regionsOfPostalCode } from './postal.ts';

const outcome = (address: Address) => outcomeOf(verdictOf(d02Consistency, { address }));

test('addresses of public buildings agree with themselves', () => {
  const buildings: Address[] = [
    { country: 'US', region: 'DC', postal_code: '20500' },
    { country: 'US', region: 'NY', postal_code: '10118' },
    { country: 'US', region: 'New York', postal_code: '06390' },
    { country: 'US', region: 'Texas', postal_code: '88510' },
    { country: 'US', region: 'ca', postal_code: '95014-2083' },
    { country: 'CA', region: 'Québec', postal_code: 'H2Y 1C6' },
    { country: 'CA', region: 'ON', postal_code: 'k1a 0a9' },
    { country: 'AU', region: 'NSW', postal_code: '2000' },
    { country: 'AU', region: 'ACT', postal_code: '2600' },
    { country: 'GB', postal_code: 'SW1A 1AA' },
    { country: 'DE', region: 'Berlin', postal_code: '11011' },
    { country: 'NL', postal_code: '1012 JS' },
    { country: 'JP', postal_code: '100-8111' },
  ];
  for (const address of buildings) assert.equal(outcome(address), 'passed', JSON.stringify(address));
});

test('a ZIP code of another state is named with the state it lies in', () => {
  const { message } = failureOf(
    verdictOf(d02Consistency, { address: { country: 'US', region: 'Texas', postal_code: '94105' } }),
  );
  assert.equal(message, 'The address contradicts itself: postal code 94105 lies in CA, not in Texas.');
});

test('a postal code of another country’s form and a state of another country speak against the address', () => {
  assert.equal(outcome({ country: 'US', postal_code: 'SW1A 1AA' }), 'failed');
  assert.equal(outcome({ country: 'DE', postal_code: '1010' }), 'failed');
  assert.equal(outcome({ country: 'GB', region: 'California' }), 'failed');
});

test('a name that several countries share says nothing', () => {
  assert.equal(outcome({ country: 'GE', region: 'Georgia' }), 'unknown');
});

test('without a country there is nothing to compare', () => {
  assert.equal(outcome({ region: 'Texas', postal_code: '94105' }), 'not_run');
  assert.equal(outcomeOf(verdictOf(d02Consistency, { address: undefined })), 'not_run');
});

test('state capitals lie in their states', () => {
  // ZIP codes of the state houses, as their web pages give them.
  const capitols =
    'AL 36130|AK 99801|AZ 85007|AR 72201|CA 95814|CO 80203|CT 06106|DE 19901|FL 32399|GA 30334|HI 96813|ID 83702|IL 62706|' +
    'IN 46204|IA 50319|KS 66612|KY 40601|LA 70802|ME 04333|MD 21401|MA 02133|MI 48933|MN 55155|MS 39201|MO 65101|MT 59620|' +
    'NE 68508|NV 89701|NH 03301|NJ 08608|NM 87501|NY 12224|NC 27601|ND 58505|OH 43215|OK 73105|OR 97301|PA 17120|RI 02903|' +
    'SC 29201|SD 57501|TN 37243|TX 78701|UT 84103|VT 05633|VA 23219|WA 98504|WV 25305|WI 53702|WY 82002';
  for (const entry of capitols.split('|')) {
    const [state, zip] = entry.split(' ');
    assert.deepEqual(regionsOfPostalCode(zip!, 'US'), [state], entry);
  }
});
