/** Domains of throw-away mailboxes. */
import domains from '@dahoom/disposable-email/domains.json' with { type: 'json' };
import about from '@dahoom/disposable-email/package.json' with { type: 'json' };
import { listName } from './list-name.ts';
import { MAILBOX_DOMAINS } from './mailbox-domains.ts';
import { RELAY_DOMAINS } from './relay-domains.ts';

export const DISPOSABLE_LIST = listName(about, undefined);

const DISPOSABLE: ReadonlySet<string> = new Set(domains);

/** Providers of lasting mailboxes and of forwarding addresses that the list takes for throw-away ones. */
function isLasting(domain: string): boolean {
  return MAILBOX_DOMAINS.has(domain) || RELAY_DOMAINS.has(domain);
}

/** The first of the domains that is on the list; each in lower case and ASCII. */
export function findDisposable(domains: readonly (string | undefined)[]): string | undefined {
  return domains.find((domain) => domain !== undefined && DISPOSABLE.has(domain) && !isLasting(domain));
}

/** True for a domain on the list. */
export function isDisposable(domain: string): boolean {
  return DISPOSABLE.has(domain) && !isLasting(domain);
}
