/**
 * One line of a published list of address ranges with countries: `first, last, country` as DB-IP Lite, IP2Location LITE
 * (which writes addresses as decimal integers) and ip-location-db publish them, or `address/prefix, country`. Behind the
 * country may stand its name and nothing else: a list of cities has more columns, and its continents look like countries.
 */

/** Both ends belong to the range. `country` is undefined where the list says that it is not known. */
export interface CountryRange {
  kind: 'ipv4' | 'ipv6';
  first: bigint;
  last: bigint;
  /** ISO 3166-1 alpha-2. */
  country: string | undefined;
}

/** Quotes, first address, quotes, last one or prefix, quotes, country, its name. */
const LINE = /^("?)([^",/]+)(?:\/(\d{1,3})\1|\1,("?)([^",/]+)\4),("?)([A-Za-z]{2}|-)\6(?:,"[^"]*"|,[^",]*)?$/;
const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const HEADER = /^"?[A-Za-z][A-Za-z _]*"?,/;

/** Besides "not known": Europe and Asia-Pacific stand in registries' data for what was given to no single country. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['-', 'ZZ', 'EU', 'AP']);

const IPV4_LIMIT = 1n << 32n;
const IPV6_LIMIT = 1n << 128n;
/** ::ffff:0:0/96, in which IPv6 lists repeat the whole of IPv4. */
const MAPPED = 0xffffn << 32n;

/** Whether a file's first line names columns. */
export function isHeader(line: string): boolean {
  return HEADER.test(line);
}

/** Reads one line. Returns a sentence on what is wrong with it where it cannot be read. */
export function parseCountryLine(line: string): CountryRange | string {
  const [, , first, prefix, , last, , country] = LINE.exec(line) ?? [];
  if (first === undefined || country === undefined) {
    return 'this is neither "first address, last address, country" nor "address/prefix, country"';
  }
  const from = addressOf(first);
  if (from === undefined) return `"${first}" is no IP address`;
  const to = last === undefined ? undefined : addressOf(last);
  if (last !== undefined && to === undefined) return `"${last}" is no IP address`;
  const span = to === undefined ? blockOf(from, Number(prefix)) : spanOf(from, to);
  if (typeof span === 'string') return span;
  const code = country.toUpperCase();
  return { ...span, country: NO_COUNTRY.has(code) ? undefined : code };
}

interface Address {
  /** Of a plain number only its size tells, and of a range its last one's. */
  kind: 'ipv4' | 'ipv6' | 'number';
  value: bigint;
}

function addressOf(text: string): Address | undefined {
  if (text.includes(':')) return ipv6Of(text);
  const [, a, b, c, d] = DOTTED.exec(text) ?? [];
  if (a !== undefined) {
    const [first, second, third, fourth] = [Number(a), Number(b), Number(c), Number(d)];
    if (first > 255 || second > 255 || third > 255 || fourth > 255) return undefined;
    return { kind: 'ipv4', value: BigInt(first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth) };
  }
  if (!/^\d{1,39}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < IPV6_LIMIT ? { kind: 'number', value } : undefined;
}

const ZEROS = '0'.repeat(32);

/** By hand, because the library takes half as long again, and a list has hundreds of thousands of them. */
function ipv6Of(text: string): Address | undefined {
  if (!/^[0-9A-Fa-f:]+$/.test(text)) return undefined;
  const [head = '', tail, more] = text.split('::');
  const [front, back] = [hexOf(head), hexOf(tail ?? '')];
  if (front === undefined || back === undefined || more !== undefined) return undefined;
  const missing = 32 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 4) return undefined;
  return { kind: 'ipv6', value: BigInt(`0x${front}${ZEROS.slice(0, missing)}${back}`) };
}

/** Groups of hexadecimal digits as four digits each. */
function hexOf(groups: string): string | undefined {
  if (groups === '') return '';
  let hex = '';
  for (const group of groups.split(':')) {
    if (group.length === 0 || group.length > 4) return undefined;
    hex += group.length === 4 ? group : `${ZEROS.slice(group.length, 4)}${group}`;
  }
  return hex;
}

type Span = Omit<CountryRange, 'country'>;

function spanOf(from: Address, to: Address): Span | string {
  if (from.kind !== to.kind) return 'its two addresses are of different kinds';
  if (from.value > to.value) return 'the range ends before it begins';
  const kind = from.kind === 'number' ? (to.value < IPV4_LIMIT ? 'ipv4' : 'ipv6') : from.kind;
  return unmapped({ kind, first: from.value, last: to.value });
}

function blockOf({ kind, value }: Address, prefix: number): Span | string {
  if (kind === 'number') return 'a prefix needs an address with dots or colons before it';
  const free = (kind === 'ipv4' ? 32 : 128) - prefix;
  if (free < 0) return `a prefix of ${prefix} is longer than the address`;
  const first = (value >> BigInt(free)) << BigInt(free);
  return unmapped({ kind, first, last: first + (1n << BigInt(free)) - 1n });
}

/** A visitor's IPv4 address inside IPv6 is taken for the IPv4 address it is, so the list's are too. */
function unmapped(span: Span): Span {
  const { kind, first, last } = span;
  if (kind === 'ipv4' || first < MAPPED || last >= MAPPED + IPV4_LIMIT) return span;
  return { kind: 'ipv4', first: first - MAPPED, last: last - MAPPED };
}
