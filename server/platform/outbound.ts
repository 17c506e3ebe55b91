import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, request } from 'undici';
import { AppError } from './errors.ts';

export type OutboundOptions = {
  /** Addresses (`host:port` as in the URL) that may be reached whatever they are: the sandbox on loopback. */
  allow?: readonly string[];
  /** From the first byte sent to the last one received. */
  timeoutMs?: number;
  /** Largest response body. */
  bytesMax?: number;
  /** Finds the addresses of a name; the system's resolver by default. */
  resolve?: Resolve;
};

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

export type OutboundRequest = {
  method?: Dispatcher.HttpMethod;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
};

/** A response, read whole. Redirects are not followed: they come back as they are. */
export type OutboundResponse = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

export type Outbound = ReturnType<typeof outbound>;

const FORBIDDEN_CODE = 'ASSAY_FORBIDDEN_ADDRESS';
/** Globally routed IPv6. What lies outside is local, reserved, or IPv4 in another notation. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Sends requests to addresses that people entered, and only to the public Internet: literal addresses are checked
 * before, the addresses of a name at the moment of connecting, so that a name cannot change its mind in between.
 */
export function outbound(options: OutboundOptions = {}) {
  const { allow = [], timeoutMs = 10_000, bytesMax = 5 * 1024 * 1024, resolve = resolveName } = options;
  const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxResponseSize: bytesMax };
  const guarded = new Agent({ ...limits, connect: { timeout: timeoutMs, lookup: guardedLookup(resolve) } });
  const unguarded = new Agent({ ...limits, connect: { timeout: timeoutMs } });

  return {
    /** Sends a request; throws 422 for an address that may not be reached, and what undici throws for other faults. */
    async fetch(
      address: string,
      { method = 'GET', headers = {}, body }: OutboundRequest = {},
    ): Promise<OutboundResponse> {
      const url = URL.parse(address);
      if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) throw refusal();
      const dispatcher = allow.includes(url.host) ? unguarded : guarded;
      if (dispatcher === guarded && isForbiddenAddress(url.hostname)) throw refusal();
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await request(url, { method, headers, body, dispatcher, signal });
        const bytes = Buffer.from(await response.body.arrayBuffer());
        return { status: response.statusCode, headers: response.headers, body: bytes };
      } catch (cause) {
        throw (cause as NodeJS.ErrnoException).code === FORBIDDEN_CODE ? refusal(cause) : cause;
      }
    },

    async close(): Promise<void> {
      await Promise.all([guarded.close(), unguarded.close()]);
    },
  };
}

/**
 * Whether a host of a URL, or an address from DNS, is anything but a public unicast address: loopback, private,
 * link-local, metadata, multicast, reserved, or IPv4 inside IPv6, in whatever notation a URL allows (decimal, octal,
 * hexadecimal, short, full-width digits). False for names other than `localhost`; these are checked when resolved.
 */
export function isForbiddenAddress(host: string): boolean {
  const text = canonicalHost(host);
  if (text === null) return true;
  if (!ipaddr.isValid(text)) return /(^|\.)localhost\.?$/.test(text);
  const address = ipaddr.parse(text);
  if (address.kind() === 'ipv6' && !address.match(GLOBAL_IPV6)) return true;
  return address.range() !== 'unicast';
}

/** A host as the URL parser reads it, without brackets; null when it is none. */
function canonicalHost(host: string): string | null {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const parsed = URL.parse(bare.includes(':') ? `http://[${bare}]/` : `http://${bare}/`);
  return parsed && parsed.pathname === '/' ? parsed.hostname.replace(/^\[|\]$/g, '') : null;
}

/** Resolves for a connection and fails when any of the addresses is forbidden. */
function guardedLookup(resolve: Resolve): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (!first || found.some(({ address }) => isForbiddenAddress(address))) {
          callback(Object.assign(new Error('The name leads to a forbidden address.'), { code: FORBIDDEN_CODE }), '');
        } else if (all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (cause) => callback(cause, ''),
    );
  };
}

async function resolveName(host: string): Promise<{ address: string; family: number }[]> {
  return await dns.promises.lookup(host, { all: true });
}

function refusal(cause?: unknown): AppError {
  return new AppError(422, 'forbidden-address', 'This address cannot be used: it is not on the public Internet.', {
    cause,
  });
}
