/** What DNS says of e-mail domains: asked with a limit of time and of questions at once, remembered for an hour. */
import { Resolver } from 'node:dns/promises';
import type { DnsFacts } from '#domain/lead-checks/check.ts';

/** The part of node:dns that is asked; tests give their own answers. */
export interface DnsResolver {
  resolveMx(domain: string): Promise<{ exchange: string; priority: number }[]>;
  resolve4(domain: string): Promise<string[]>;
  resolve6(domain: string): Promise<string[]>;
}

const AT_ONCE = 20;
const REMEMBER_MS = 3_600_000;
const REMEMBERED_MAX = 50_000;
const MX_HOSTS_ASKED = 3;

/** The system's resolver, giving up after three seconds. */
export function systemResolver(): DnsResolver {
  return new Resolver({ timeout: 1_500, tries: 2 });
}

/** Returns a function that looks up many domains; what was asked within the hour is not asked again. */
export function dnsFacts(resolver: DnsResolver, clock: () => number) {
  const remembered = new Map<string, DnsFacts>();
  return async (domains: readonly string[]): Promise<Map<string, DnsFacts>> => {
    const wanted = [...new Set(domains)].filter((domain) => {
      const known = remembered.get(domain);
      return known === undefined || clock() - known.askedAt > REMEMBER_MS;
    });
    for (let start = 0; start < wanted.length; start += AT_ONCE) {
      const some = wanted.slice(start, start + AT_ONCE);
      const answers = await Promise.all(some.map((domain) => askOne(resolver, domain, clock())));
      for (const [index, domain] of some.entries()) {
        const answer = answers[index];
        if (answer) remembered.set(domain, answer);
      }
    }
    const found = new Map(
      [...new Set(domains)].flatMap((domain) => {
        const facts = remembered.get(domain);
        return facts ? [[domain, facts] as const] : [];
      }),
    );
    for (const domain of remembered.keys()) {
      if (remembered.size <= REMEMBERED_MAX) break;
      remembered.delete(domain);
    }
    return found;
  };
}

async function askOne(resolver: DnsResolver, domain: string, askedAt: number): Promise<DnsFacts> {
  const mx = await resolver.resolveMx(domain).catch(kindOfFailure);
  const addresses = Array.isArray(mx) ? [] : mx === 'none' ? await addressesOf(resolver, domain) : [];
  const hosts = Array.isArray(mx) ? mx.map(({ exchange }) => exchange.toLowerCase()).filter(Boolean) : [];
  const mxAddresses = await Promise.all(hosts.slice(0, MX_HOSTS_ASKED).map((host) => addressesOf(resolver, host)));
  return {
    mx: Array.isArray(mx) ? mx.map(({ exchange, priority }) => ({ exchange: exchange.toLowerCase(), priority })) : mx,
    addresses,
    mxAddresses: mxAddresses.flat(),
    askedAt,
  };
}

async function addressesOf(resolver: DnsResolver, host: string): Promise<string[]> {
  const found = await Promise.all([resolver.resolve4(host).catch(() => []), resolver.resolve6(host).catch(() => [])]);
  return found.flat();
}

function kindOfFailure(error: unknown): 'nxdomain' | 'none' | 'error' {
  const code = (error as { code?: string }).code;
  if (code === 'ENOTFOUND') return 'nxdomain';
  return code === 'ENODATA' ? 'none' : 'error';
}
