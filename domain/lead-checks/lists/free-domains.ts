/** Domains under which anybody gets a mailbox for nothing. */
import { DOMAINS } from 'free-email-domains-list';
import about from 'free-email-domains-list/package.json' with { type: 'json' };
import { isDisposable } from './disposable-domains.ts';
import { listName } from './list-name.ts';
import { MAILBOX_DOMAINS } from './mailbox-domains.ts';

export const FREE_LIST = listName(about, undefined);

/**
 * True for a free provider. The package also holds most throw-away domains (89,958 of 96,649 entries);
 * those are left to the check of throw-away domains, lest one fault count twice.
 */
export function isFreeDomain(domain: string): boolean {
  return MAILBOX_DOMAINS.has(domain) || (DOMAINS.has(domain) && !isDisposable(domain));
}
