import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { DemoLead } from './compose.ts';
import { FAULTS_FILE, faultsFileText } from './faults.ts';
import { DEMO_NOW, DEMO_SEED } from './leads.ts';
import { demoWorld, type PlantedFault } from './world.ts';

const WORLD = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW });
const CLEAN = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW, clean: true });
const byId = (leads: Iterable<DemoLead>) => new Map([...leads].map((lead) => [lead.external_id, lead]));
const LEADS = byId(WORLD.leads());
const CLEAN_LEADS = byId(CLEAN.leads());

const fault = (id: string) => WORLD.faults.find((each) => each.id === id)!;
const leadsOf = ({ external_ids }: PlantedFault) => external_ids.map((id) => LEADS.get(id)!);
const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Deliberately not the canonical form of the product: lower case, no tag, no dots at Gmail. */
function plainEmail(email = ''): string {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const untagged = local.split('+')[0]!;
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${untagged.replaceAll('.', '')}@gmail.com`
    : `${untagged}@${domain}`;
}
const e164 = (lead: DemoLead) =>
  parsePhoneNumberFromString(lead.phone ?? '', lead.address?.country as 'US' | undefined)?.number;

test('the checked-in list is current and short', () => {
  const text = readFileSync(FAULTS_FILE, 'utf8');
  assert.equal(text, faultsFileText(), 'run: node demo/faults.ts');
  assert.ok(text.length < 200_000);
});

test('the clean twin has the same leads but for the planted ones', () => {
  const planted = WORLD.faults.filter(({ kind }) => kind !== 'background');
  assert.equal(planted.length, 5);
  assert.ok(CLEAN.faults.every(({ kind }) => kind === 'background'));
  const touched = new Set(planted.flatMap(({ external_ids }) => external_ids));
  assert.deepEqual([...CLEAN_LEADS.keys()], [...LEADS.keys()]);
  const changed = [...LEADS.values()].filter(
    (lead) => JSON.stringify(lead) !== JSON.stringify(CLEAN_LEADS.get(lead.external_id)),
  );
  // The nine numbers of the pool stand first on leads that are no repeats.
  const untold = changed.filter(({ external_id }) => !touched.has(external_id));
  assert.ok(untold.length <= 9 && untold.every(({ source }) => source === 'LeadKontor'), `${untold.length} changed`);
  assert.equal(changed.length - untold.length, touched.size);
});

test('TikTok: throw-away addresses, impossible speed, nine devices, in the days named', () => {
  const { external_ids, source, from, to } = fault('fraud-tiktok');
  const leads = leadsOf(fault('fraud-tiktok'));
  const due = [...LEADS.values()].filter(
    (lead) => lead.source === source && lead.client === 'halcyon' && lead.created_at >= from && lead.created_at <= to,
  );
  assert.ok(external_ids.length > 200 && external_ids.length / due.length > 0.75);
  assert.ok(days(from, to) > 40 && days(to, DEMO_NOW.toISOString()) > 5);
  for (const lead of leads) {
    assert.match(
      lead.email ?? '',
      /@(mailinator|guerrillamail|10minutemail|yopmail|trashmail|sharklasers|temp-mail|throwawaymail|maildrop|getnada)\./,
    );
    assert.ok(lead.form!.seconds_on_form! < 3.5 && lead.form!.field_count! >= 9);
    assert.notEqual(lead.conversion_status, 'converted');
  }
  assert.equal(new Set(leads.map(({ device }) => device?.device_id)).size, 9);
  const bots = leads.filter(({ device }) => /Headless|python|Phantom|Go-http|curl/.test(device?.user_agent ?? ''));
  const honeypots = leads.filter(({ form }) => form?.honeypot);
  assert.ok(bots.length > leads.length * 0.6 && honeypots.length > leads.length * 0.3);
});

test('LeadCrest: every lead repeats a person of QuoteHarbor within 30 days, some with a tag or another format', () => {
  const { external_ids, earlier_ids = [] } = fault('double-sold-leadcrest');
  assert.ok(external_ids.length > 200);
  assert.equal(new Set(earlier_ids).size, external_ids.length, 'nobody is sold three times');
  let varied = 0;
  for (const [index, id] of external_ids.entries()) {
    const [second, first] = [LEADS.get(id)!, LEADS.get(earlier_ids[index]!)!];
    assert.deepEqual([second.source, first.source], ['LeadCrest', 'QuoteHarbor']);
    const age = days(first.created_at, second.created_at);
    assert.ok(age > 0 && age <= 30);
    assert.equal(plainEmail(second.email), plainEmail(first.email));
    assert.equal(e164(second), e164(first));
    if (second.email !== first.email || second.phone !== first.phone) varied += 1;
  }
  assert.ok(varied > external_ids.length * 0.4);
});

test('form quote-v7: no gclid and UTM values of Facebook from the day on, on every lead, and none before', () => {
  const { from, external_ids } = fault('click-id-lost-quote-v7');
  const form = [...LEADS.values()].filter(
    (lead) => lead.source === 'Google' && lead.client === 'halcyon' && lead.form?.form_id === 'quote-v7',
  );
  const [before, after] = [
    form.filter((lead) => lead.created_at < from),
    form.filter((lead) => lead.created_at >= from),
  ];
  assert.ok(before.length > 1_000 && after.length > 200);
  assert.ok(before.every(({ source_details }) => source_details?.gclid && source_details.utm_source === 'google'));
  assert.ok(
    after.every(
      ({ source_details }) => source_details?.gclid === undefined && source_details?.utm_source === 'facebook',
    ),
  );
  assert.deepEqual(after.map(({ external_id }) => external_id).sort(), [...external_ids].sort());
});

test('LeadKontor: numbers that are made up or unassigned', () => {
  const leads = leadsOf(fault('bad-phones-leadkontor'));
  assert.ok(leads.length > 150);
  for (const lead of leads) {
    const madeUp = /(\d)\1{6}$|1234567$|234567890$|4567890$/.test(lead.phone!);
    assert.ok(madeUp || !parsePhoneNumberFromString(lead.phone!)?.isValid(), lead.phone);
  }
});

test('LeadKontor: a pool of nine valid numbers goes round among different people', () => {
  const { external_ids, earlier_ids = [] } = fault('phone-pool-leadkontor');
  const leads = leadsOf(fault('phone-pool-leadkontor'));
  assert.ok(leads.length > 60);
  assert.equal(new Set(leads.map(({ phone }) => phone)).size, 9);
  for (const [index, id] of external_ids.entries()) {
    const [later, first] = [LEADS.get(id)!, LEADS.get(earlier_ids[index]!)!];
    assert.ok(parsePhoneNumberFromString(later.phone!)?.isValid());
    assert.equal(later.phone, first.phone);
    assert.notEqual(plainEmail(later.email), plainEmail(first.email));
    assert.ok(first.created_at < later.created_at);
  }
});

test('background: about 2 % repeats and 3 % role addresses, and no repeat that is not listed', () => {
  const repeats = CLEAN.faults.filter(({ id }) => id.startsWith('duplicate-'));
  const share = repeats.reduce((sum, each) => sum + each.external_ids.length, 0) / CLEAN_LEADS.size;
  assert.ok(share > 0.014 && share < 0.026, `${share}`);
  const roles = CLEAN.faults
    .filter(({ id }) => id.startsWith('role_address-'))
    .flatMap(({ external_ids }) => external_ids);
  assert.ok(Math.abs(roles.length / CLEAN_LEADS.size - 0.03) < 0.004);
  const listed = new Set(repeats.flatMap(({ external_ids }) => external_ids));
  const spoilt = new Set(CLEAN.faults.flatMap(({ external_ids }) => external_ids));
  const seen = new Set<string>();
  for (const lead of CLEAN_LEADS.values()) {
    const key = `${lead.client} ${plainEmail(lead.email)}`;
    if (listed.has(lead.external_id)) assert.ok(seen.has(key), lead.external_id);
    else if (!spoilt.has(lead.external_id)) assert.ok(!seen.has(key), `${lead.external_id} ${lead.email}`);
    seen.add(key);
  }
});

test('background: numbers called invalid are invalid, and those not named are valid', () => {
  const named = new Set(
    CLEAN.faults.filter(({ id }) => /^(invalid|missing)_phone-/.test(id)).flatMap(({ external_ids }) => external_ids),
  );
  for (const lead of CLEAN_LEADS.values()) {
    const parsed = parsePhoneNumberFromString(lead.phone ?? '', lead.address?.country as 'US' | undefined);
    assert.equal(parsed?.isValid() ?? false, !named.has(lead.external_id), `${lead.external_id} ${lead.phone}`);
  }
});
