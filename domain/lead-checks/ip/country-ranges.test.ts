import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { prepareIp } from '../prepare/ip.ts';
import { type CountryRange, parseCountryLine } from './country-line.ts';
import { countryOf, ipCountries, ipCountryFacts, parseCountryRanges } from './country-ranges.ts';

const IPV4_MAX = 2n ** 32n - 1n;
const IPV6_MAX = 2n ** 128n - 1n;

/** Looks an address up in the text of a list. */
const lookUp = (text: string) => {
  const countries = ipCountries('A list', parseCountryRanges(text));
  return (ip: string) => countryOf(countries, prepareIp(ip));
};

test('reads DB-IP Lite: quoted first and last address, IPv4 and IPv6 in one file', () => {
  const country = lookUp(
    '"0.0.0.0","0.255.255.255","ZZ"\n"1.0.0.0","1.0.0.255","AU"\n"1.0.1.0","1.0.3.255","CN"\n' +
      '"2001:200::","2001:200:ffff:ffff:ffff:ffff:ffff:ffff","JP"\n',
  );
  assert.equal(country('1.0.0.0'), 'AU');
  assert.equal(country('1.0.0.255'), 'AU');
  assert.equal(country('1.0.1.0'), 'CN');
  assert.equal(country('1.0.4.0'), undefined);
  assert.equal(country('0.0.0.1'), undefined);
  assert.equal(country('2001:200::7'), 'JP');
  assert.equal(country('2001:201::'), undefined);
});

test('reads IP2Location LITE: decimal integers, names of countries, IPv4 inside IPv6', () => {
  const country = lookUp(
    '"0","281470681743359","-","-"\n"281470698520576","281470698520831","AU","Australia"\n' +
      '"16777472","16778239","CN","China"\n"16778240","16778495","KR","Korea, Republic of"\n' +
      '"42540528726795050063891204319802818560","42540528806023212578155541913346768895","JP","Japan"\n',
  );
  assert.equal(country('1.0.0.9'), 'AU');
  assert.equal(country('::ffff:1.0.0.9'), 'AU');
  assert.equal(country('1.0.1.0'), 'CN');
  assert.equal(country('1.0.4.255'), 'KR');
  assert.equal(country('2001:200::'), 'JP');
  assert.equal(country('::1'), undefined);
});

test('reads ip-location-db: no quotes, or networks with a prefix; header, blank lines and CRLF are no matter', () => {
  const country = lookUp(
    '\uFEFFstart_ip,end_ip,country_code\r\n1.0.0.0,1.0.0.255,au\r\n\r\n1.0.1.0/24,CN\r\n"2001:200::/32","JP"\r\n',
  );
  assert.equal(country('1.0.0.128'), 'AU');
  assert.equal(country('1.0.1.255'), 'CN');
  assert.equal(country('1.0.2.0'), undefined);
  assert.equal(country('2001:200:ffff::'), 'JP');
});

test('"-" and ZZ are no country, and neither are Europe and Asia-Pacific as a whole', () => {
  const country = lookUp('1.0.0.0/8,-\n2.0.0.0/8,ZZ\n3.0.0.0/8,EU\n4.0.0.0/8,AP\n5.0.0.0/8,DE');
  assert.deepEqual(['1.1.1.1', '2.1.1.1', '3.1.1.1', '4.1.1.1', '5.1.1.1'].map(country), [
    undefined,
    undefined,
    undefined,
    undefined,
    'DE',
  ]);
});

test('the first bad line is named with what is wrong with it', () => {
  const faults: [string, string][] = [
    ['1.0.0.256,1.0.1.0,AU', '"1.0.0.256" is no IP address'],
    ['1.0.0.0,1.0.0.2555,AU', '"1.0.0.2555" is no IP address'],
    ['2001:::1,2001::2,AU', '"2001:::1" is no IP address'],
    ['2001::2::3,2001::4,AU', '"2001::2::3" is no IP address'],
    ['1:2:3:4:5:6:7,2001::4,AU', '"1:2:3:4:5:6:7" is no IP address'],
    ['1.0.0.9,1.0.0.8,AU', 'the range ends before it begins'],
    ['1.0.0.0,2001::,AU', 'its two addresses are of different kinds'],
    ['1.0.0.0/33,AU', 'a prefix of 33 is longer than the address'],
    ['16777216/24,AU', 'a prefix needs an address with dots or colons before it'],
    [`${IPV6_MAX + 1n},${IPV6_MAX + 2n},AU`, `"${IPV6_MAX + 1n}" is no IP address`],
  ];
  const shapeless = 'this is neither "first address, last address, country" nor "address/prefix, country"';
  // Of cities, of networks by number, and a file that is packed: all would be read wrongly or not at all.
  const others = [
    '1.0.0.0,1.0.0.255,OC,AU,Queensland,Brisbane,-27.4,153',
    '1.0.0.0/24,2077456,2077456,,0,0',
    '1.0.0.0,1.0.0.255,Australia',
    '1.0.0.0;1.0.0.255;AU',
    'PK\u0003\u0004',
  ];
  for (const [line, fault] of [...faults, ...others.map((line) => [line, shapeless] as const)]) {
    assert.throws(() => parseCountryRanges(`2.0.0.0/8,DE\n${line}\nworse`), { message: `line 2: ${fault}.` }, line);
  }
  assert.throws(() => parseCountryRanges('start,end,country\n'), { message: /^line 1: the file holds no range/ });
});

test('reads every IPv6 address as the library for addresses does', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  });
  fc.assert(
    fc.property(groups, (parts) => {
      const address = new ipaddr.IPv6(parts);
      const value = BigInt(`0x${parts.map((part) => part.toString(16).padStart(4, '0')).join('')}`);
      for (const text of [
        address.toRFC5952String(),
        address.toNormalizedString(),
        address.toRFC5952String().toUpperCase(),
      ]) {
        const range = parseCountryLine(`${text}/128,DE`);
        assert.ok(typeof range === 'object', text);
        const mapped = range.kind === 'ipv4' ? 0xffffn << 32n : 0n;
        assert.deepEqual([range.first + mapped, range.last + mapped], [value, value]);
      }
    }),
  );
});

/** What a list says of an address, found by reading all of it: of those that hold it, the last begun, the shortest, the last. */
function oracle(ranges: readonly CountryRange[], kind: CountryRange['kind'], at: bigint): string | undefined {
  let best: CountryRange | undefined;
  for (const range of ranges) {
    if (range.kind !== kind || at < range.first || at > range.last) continue;
    const behind =
      best !== undefined && (range.first < best.first || (range.first === best.first && range.last > best.last));
    if (!behind) best = range;
  }
  return best?.country;
}

/** Ranges that crowd at few places, so that they touch, nest and overlap, at the ends of the address space too. */
function crowded(kind: CountryRange['kind'], max: bigint): fc.Arbitrary<CountryRange[]> {
  const place = fc
    .tuple(fc.constantFrom(0n, 2n ** 31n, max / 3n, max - 12n), fc.bigInt(0n, 12n))
    .map(([base, offset]) => base + offset);
  const range = fc
    .tuple(place, place, fc.constantFrom('DE', 'FR', 'US', undefined))
    .filter(([first, last]) => first <= last)
    .map(([first, last, country]): CountryRange => ({ kind, first, last, country }));
  return fc.array(range, { maxLength: 12 });
}

test('every address at, before and behind the ends of ranges is found as reading the whole list finds it', () => {
  const text = { ipv4: dotted, ipv6: colons };
  fc.assert(
    fc.property(crowded('ipv4', IPV4_MAX), crowded('ipv6', IPV6_MAX), (ipv4, ipv6) => {
      const ranges = [...ipv6, ...ipv4];
      const countries = ipCountries('A list', ranges);
      for (const [kind, max] of [['ipv4', IPV4_MAX] as const, ['ipv6', IPV6_MAX] as const]) {
        const ends = ranges.flatMap(({ first, last }) => [first - 1n, first, first + 1n, last - 1n, last, last + 1n]);
        for (const at of [0n, max, ...ends].filter((value) => value >= 0n && value <= max)) {
          assert.equal(countryOf(countries, prepareIp(text[kind](at))), oracle(ranges, kind, at), text[kind](at));
        }
      }
    }),
    { numRuns: 300 },
  );
});

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function colons(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return hex.match(/.{4}/g)?.join(':') ?? '';
}

test('facts tell the list also where it does not tell the country, and nothing without a list', () => {
  const countries = ipCountries('list.csv, 2026-11-01', parseCountryRanges('1.0.0.0/8,AU'));
  assert.deepEqual(ipCountryFacts(countries, prepareIp('1.2.3.4')), {
    ipCountryList: 'list.csv, 2026-11-01',
    ipCountry: 'AU',
  });
  assert.deepEqual(ipCountryFacts(countries, prepareIp('nonsense')), { ipCountryList: 'list.csv, 2026-11-01' });
  assert.deepEqual(ipCountryFacts(undefined, prepareIp('1.2.3.4')), {});
});
