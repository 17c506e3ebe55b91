import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Device } from '#contract/lead.ts';
import { p04CountryMismatch } from '../phone/p04-country-mismatch.ts';
import { prepareIp } from '../prepare/ip.ts';
import { failureOf, outcomeOf, SOUND_LEAD, verdictOf } from '../sound-lead.ts';
import { hostingRange } from './hosting.ts';
import { HOSTING_RANGES } from './hosting-ranges.ts';
import { i01Datacenter } from './i01-datacenter.ts';
import { i02PrivateBogon } from './i02-private-bogon.ts';
import { i04GeoMismatch } from './i04-geo-mismatch.ts';
import { i05TzMismatch } from './i05-tz-mismatch.ts';

const device = (changes: Device) => ({ device: { ...SOUND_LEAD.device, ...changes } });

test('finds servers of providers in IPv4, IPv6 and IPv4 inside IPv6', () => {
  const { message, evidence, list } = failureOf(verdictOf(i01Datacenter, device({ ip: '167.99.12.34' })));
  assert.match(message, /DigitalOcean/);
  assert.equal(evidence[1]?.value, '167.99.0.0/16');
  assert.match(list ?? '', /Assay hosting ranges 2, 2026/);
  assert.equal(hostingRange(prepareIp('::ffff:88.198.4.1'))?.provider, 'Hetzner');
  assert.equal(hostingRange(prepareIp('2a01:4f8:c0c:1234::1'))?.provider, 'Hetzner');
});

test('lets home and mobile networks pass: Comcast, T-Mobile US, Deutsche Telekom, Orange', () => {
  for (const ip of ['73.189.20.15', '172.56.21.99', '87.128.1.1', '90.1.2.3', '2003:c0::1', '2600:1700::1']) {
    assert.equal(verdictOf(i01Datacenter, device({ ip })), 'passed', ip);
  }
});

test('every listed range is well formed, overlaps no other, and holds its own ends', () => {
  const spans = Object.values(HOSTING_RANGES)
    .flatMap((cidrs) => cidrs.split(' '))
    .filter((cidr) => !cidr.includes(':'))
    .map((cidr) => {
      const [address, length] = cidr.split('/') as [string, string];
      const from = address.split('.').reduce((bits, byte) => bits * 256 + Number(byte), 0);
      const size = 2 ** (32 - Number(length));
      assert.equal(from % size, 0, `${cidr} has bits behind its prefix`);
      return { cidr, from, to: from + size - 1 };
    })
    .sort((a, b) => a.from - b.from);
  for (const [index, span] of spans.entries()) {
    assert.ok(index === 0 || spans[index - 1]!.to < span.from, `${span.cidr} overlaps`);
  }
  const text = (bits: number) => [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
  const inside = (bits: number) => spans.find(({ from, to }) => bits >= from && bits <= to)?.cidr;
  fc.assert(
    fc.property(
      fc.oneof(fc.nat(2 ** 32 - 1), fc.constantFrom(...spans.flatMap(({ from, to }) => [from - 1, from, to, to + 1]))),
      (bits) => {
        assert.equal(hostingRange(prepareIp(text(bits)))?.cidr, inside(bits));
      },
    ),
  );
});

test('addresses no visitor can have are named with their range', () => {
  const ranges: [string, string][] = [
    ['10.1.2.3', 'private'],
    ['127.0.0.1', 'loopback'],
    ['169.254.9.9', 'linkLocal'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['224.0.0.1', 'multicast'],
    ['fd12::1', 'uniqueLocal'],
    ['::ffff:192.168.1.1', 'private'],
  ];
  for (const [ip, range] of ranges) {
    assert.equal(failureOf(verdictOf(i02PrivateBogon, device({ ip }))).evidence[1]?.value, range, ip);
  }
  assert.equal(verdictOf(i02PrivateBogon, device({ ip: '8.8.8.8' })), 'passed');
  assert.equal(verdictOf(i02PrivateBogon, device({ ip: '2003:c0::1' })), 'passed');
});

test('what is no address leaves it open, and none at all is not judged', () => {
  assert.equal(outcomeOf(verdictOf(i02PrivateBogon, device({ ip: '999.1.1.1' }))), 'unknown');
  assert.equal(outcomeOf(verdictOf(i01Datacenter, device({ ip: 'hidden' }))), 'unknown');
  assert.equal(outcomeOf(verdictOf(i02PrivateBogon, { device: undefined })), 'not_run');
  assert.equal(outcomeOf(verdictOf(i01Datacenter, { device: undefined })), 'not_run');
});

test('IP country: not run without a list, open where the list does not tell, and one agreeing sign is enough', () => {
  const geo = (ipCountry: string | undefined, changes: Device = {}) =>
    outcomeOf(verdictOf(i04GeoMismatch, device(changes), { ipCountry }));
  assert.equal(geo(undefined), 'not_run');
  assert.equal(geo('US'), 'passed');
  assert.equal(geo('VN'), 'failed');
  assert.equal(geo('VN', { language: 'en-US,vi-VN;q=0.8' }), 'passed');
  assert.equal(geo('VN', { time_zone: 'Asia/Saigon' }), 'passed');
  assert.equal(geo('MX'), 'failed');
  const untold = verdictOf(i04GeoMismatch, device({}), { ipCountryList: 'list.csv, 2026-11-01' });
  assert.equal(outcomeOf(untold), 'unknown');
});

test('the list of countries is cited by what was judged with it, and by nothing else', () => {
  const ipCountryList = 'list.csv, 2026-11-01';
  const told = { ipCountry: 'VN', ipCountryList };
  assert.equal(failureOf(verdictOf(i04GeoMismatch, device({}), told)).list, ipCountryList);
  const elsewhere = device({ time_zone: 'Europe/Moscow', time_zone_offset_minutes: undefined });
  assert.equal(failureOf(verdictOf(i05TzMismatch, elsewhere, told)).list, ipCountryList);
  assert.equal(failureOf(verdictOf(i05TzMismatch, elsewhere, { ipCountryList })).list, undefined);
  const abroad = { phone: '+33 1 70 18 99 00' };
  assert.equal(failureOf(verdictOf(p04CountryMismatch, abroad, told)).list, ipCountryList);
  assert.equal(failureOf(verdictOf(p04CountryMismatch, abroad, { ipCountryList })).list, undefined);
});

test('a zone and an offset that never go together fail without any country', () => {
  const { message } = failureOf(
    verdictOf(i05TzMismatch, { ...device({ time_zone: 'America/Chicago', time_zone_offset_minutes: -180 }) }),
  );
  assert.equal(message, 'The browser names America/Chicago but its clock runs at +03:00, which that zone never has.');
});

test('winter and summer offsets of a zone both go with it', () => {
  for (const time_zone_offset_minutes of [480, 420]) {
    assert.equal(verdictOf(i05TzMismatch, device({ time_zone_offset_minutes })), 'passed');
  }
});

test('an offset the IP country has nowhere fails; another zone with the same offset passes', () => {
  const zone = (time_zone: string, ipCountry: string | undefined) =>
    outcomeOf(verdictOf(i05TzMismatch, device({ time_zone, time_zone_offset_minutes: undefined }), { ipCountry }));
  assert.equal(zone('Asia/Manila', 'US'), 'failed');
  assert.equal(zone('America/Vancouver', 'US'), 'passed');
  assert.equal(zone('Asia/Calcutta', 'IN'), 'passed');
  assert.equal(zone('Asia/Kolkata', 'IN'), 'passed');
  assert.equal(zone('Europe/Berlin', 'FR'), 'passed');
  assert.equal(zone('Asia/Manila', undefined), 'failed');
});

test('UTC, an unknown zone, and nothing to compare with leave it open', () => {
  const bare = { time_zone_offset_minutes: undefined };
  assert.equal(outcomeOf(verdictOf(i05TzMismatch, device({ ...bare, time_zone: 'UTC' }))), 'unknown');
  assert.equal(outcomeOf(verdictOf(i05TzMismatch, device({ ...bare, time_zone: 'Mars/Olympus' }))), 'unknown');
  assert.equal(outcomeOf(verdictOf(i05TzMismatch, { device: {} })), 'not_run');
  assert.equal(outcomeOf(verdictOf(i05TzMismatch, { ...device(bare), address: undefined })), 'not_run');
});

test('an offset alone is compared with the country', () => {
  const offset = (time_zone_offset_minutes: number) =>
    outcomeOf(verdictOf(i05TzMismatch, { device: { time_zone_offset_minutes } }));
  assert.equal(offset(300), 'passed');
  assert.equal(offset(-330), 'failed');
  assert.equal(offset(0), 'unknown');
});
