/** Finds the country of an IP address in a list that the operator brought; none comes with Assay. */
import type { Facts } from '../check.ts';
import type { PreparedIp } from '../prepare/ip.ts';
import { type CountryRange, isHeader, parseCountryLine } from './country-line.ts';

/**
 * The address space cut into pieces: each begins at its start and ends before the next one's. The arrays lie in shared
 * memory, so that threads read the same.
 */
interface Pieces {
  /** Addresses in ascending order, each as 32-bit words: one of IPv4, four of IPv6. */
  starts: Uint32Array;
  /** The two letters of a piece's country as 16 bits; 0 where it is not known. */
  countries: Uint16Array;
}

export interface IpCountries {
  /** Name and date of the list, as evidence cites it. */
  list: string;
  ipv4: Pieces;
  ipv6: Pieces;
}

/**
 * Reads the lines of one file; a header, blank lines and quotes may be there or not. Throws an error that begins with the
 * number of the first bad line.
 */
export function parseCountryRanges(text: string): CountryRange[] {
  const ranges: CountryRange[] = [];
  for (const [index, given] of text.split('\n').entries()) {
    const line = (index === 0 ? given.replace(/^\uFEFF/, '') : given).trim();
    if (line === '' || (index === 0 && isHeader(line))) continue;
    const range = parseCountryLine(line);
    if (typeof range === 'string') throw new Error(`line ${index + 1}: ${range}.`);
    ranges.push(range);
  }
  if (ranges.length === 0) throw new Error('line 1: the file holds no range of addresses.');
  return ranges;
}

/**
 * Makes ranges ready to be looked up, in whatever order they come. Where some overlap, the one that begins last counts,
 * of those that begin together the shortest, and of the same ranges the one that came last.
 */
export function ipCountries(list: string, ranges: readonly CountryRange[]): IpCountries {
  return {
    list,
    ipv4: piecesOf(
      ranges.filter(({ kind }) => kind === 'ipv4'),
      1,
    ),
    ipv6: piecesOf(
      ranges.filter(({ kind }) => kind === 'ipv6'),
      4,
    ),
  };
}

function piecesOf(ranges: CountryRange[], words: number): Pieces {
  const sorted = ranges.sort((a, b) => order(a.first, b.first) || order(b.last, a.last));
  const { starts, countries } = cut(sorted, 1n << BigInt(32 * words));
  const pieces = {
    starts: new Uint32Array(new SharedArrayBuffer(starts.length * words * 4)),
    countries: new Uint16Array(new SharedArrayBuffer(starts.length * 2)),
  };
  pieces.countries.set(countries);
  for (const [index, start] of starts.entries()) {
    for (let word = 0, rest = start; word < words; word++, rest >>= 32n) {
      pieces.starts[(index + 1) * words - 1 - word] = Number(rest & 0xffffffffn);
    }
  }
  return pieces;
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Goes through sorted ranges with a stack of those that are open; the last one opened counts. No address reaches `limit`. */
function cut(ranges: readonly CountryRange[], limit: bigint): { starts: bigint[]; countries: number[] } {
  const starts: bigint[] = [];
  const countries: number[] = [];
  const open: CountryRange[] = [];
  const begin = (at: bigint, range: CountryRange | undefined) => {
    if (starts.at(-1) === at) {
      starts.pop();
      countries.pop();
    }
    const country = codeOf(range?.country);
    if (at === limit || country === (countries.at(-1) ?? 0)) return;
    starts.push(at);
    countries.push(country);
  };
  const endBefore = (at: bigint | undefined) => {
    for (let top = open.at(-1); top !== undefined && (at === undefined || top.last < at); top = open.at(-1)) {
      const { last } = top;
      while ((open.at(-1)?.last ?? last + 1n) <= last) open.pop();
      begin(last + 1n, open.at(-1));
    }
  };
  for (const range of ranges) {
    endBefore(range.first);
    open.push(range);
    begin(range.first, range);
  }
  endBefore(undefined);
  return { starts, countries };
}

function codeOf(country: string | undefined): number {
  return country === undefined ? 0 : (country.charCodeAt(0) << 8) | country.charCodeAt(1);
}

/** What the checks may know of an address: its country, where the list tells it, and the list, where there is one. */
export function ipCountryFacts(
  countries: IpCountries | undefined,
  ip: PreparedIp | undefined,
): Pick<Facts, 'ipCountry' | 'ipCountryList'> {
  if (countries === undefined) return {};
  const ipCountry = ip === undefined ? undefined : countryOf(countries, ip);
  return { ipCountryList: countries.list, ...(ipCountry === undefined ? {} : { ipCountry }) };
}

/** ISO 3166-1 alpha-2; undefined where the list does not tell. */
export function countryOf(countries: IpCountries, { kind, bytes }: PreparedIp): string | undefined {
  if (kind === undefined || bytes === undefined) return undefined;
  const pieces = countries[kind];
  let low = 0;
  let high = pieces.countries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (beginsAfter(pieces.starts, middle, bytes)) high = middle;
    else low = middle + 1;
  }
  const code = pieces.countries[low - 1] ?? 0;
  return code === 0 ? undefined : String.fromCharCode(code >> 8, code & 0xff);
}

function beginsAfter(starts: Uint32Array, piece: number, bytes: readonly number[]): boolean {
  const words = bytes.length / 4;
  for (let word = 0; word < words; word++) {
    const start = starts[piece * words + word]!;
    const at = word * 4;
    const own = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    if (start !== own) return start > own;
  }
  return false;
}
