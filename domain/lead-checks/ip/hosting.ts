/** Finds the hosting provider of an IP address. */
import ipaddr from 'ipaddr.js';
import type { PreparedIp } from '../prepare/ip.ts';
import { HOSTING_RANGES } from './hosting-ranges.ts';

export interface HostingRange {
  provider: string;
  cidr: string;
}

interface Span extends HostingRange {
  /** First and last 32 bits of the range: the whole IPv4 address, or the front of an IPv6 one. */
  from: number;
  to: number;
}

const SPANS = { ipv4: spansOf('ipv4'), ipv6: spansOf('ipv6') };

/** The listed range that holds the address, or undefined when none does. */
export function hostingRange(ip: PreparedIp): HostingRange | undefined {
  if (ip.kind === undefined || ip.bytes === undefined) return undefined;
  const spans = SPANS[ip.kind];
  const front = frontBits(ip.bytes);
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle]!;
    if (front < span.from) high = middle - 1;
    else if (front > span.to) low = middle + 1;
    else return { provider: span.provider, cidr: span.cidr };
  }
  return undefined;
}

/** IPv6 ranges longer than /32 would not fit in the front 32 bits; the list has none. */
function spansOf(kind: 'ipv4' | 'ipv6'): Span[] {
  return Object.entries(HOSTING_RANGES)
    .flatMap(([provider, cidrs]) => cidrs.split(' ').map((cidr) => ({ provider, cidr })))
    .filter(({ cidr }) => cidr.includes(':') === (kind === 'ipv6'))
    .map(({ provider, cidr }) => {
      const from = frontBits(ipaddr.parse(cidr.slice(0, cidr.indexOf('/'))).toByteArray());
      const length = Number(cidr.slice(cidr.indexOf('/') + 1));
      return { provider, cidr, from, to: from + 2 ** (32 - length) - 1 };
    })
    .sort((a, b) => a.from - b.from);
}

function frontBits(bytes: readonly number[]): number {
  let bits = 0;
  for (let at = 0; at < 4; at++) bits = bits * 256 + bytes[at]!;
  return bits;
}
