/** The domain, or the mail server behind it, belongs to a throw-away mailbox service. */
import { parse } from 'tldts';
import type { DnsFacts, LeadCheck } from '../check.ts';
import { DISPOSABLE_LIST, findDisposable } from '../lists/disposable-domains.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { typoOf } from './typo.ts';

export const e06Disposable: LeadCheck = {
  id: 'E06_DISPOSABLE',
  family: 'email',
  severity: 'fraud',
  mode: 'offline',
  title: 'E-mail address is not throw-away',
  run({ email }, { dns }) {
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    const listed = findDisposable([email.domain, email.registrable]);
    if (listed !== undefined) {
      const typo = typoOf(email);
      // Squatters catch all mail to slips such as gmial.com, so the lists name them, but the person only mistyped.
      if (typo) return unknown(`${email.domain} is listed, but looks like a slip for ${typo.meant}.`);
      const evidence = [{ label: 'Listed domain', value: listed }];
      return failed(`${listed} gives out throw-away addresses.`, evidence, { list: DISPOSABLE_LIST });
    }
    const server = dns && disposableServer(dns);
    if (server === undefined) return 'passed';
    return failed(
      `Mail to ${email.domain} is taken by a throw-away service.`,
      [
        { label: 'Domain', value: email.domain },
        { label: 'Mail server', value: server },
      ],
      { list: DISPOSABLE_LIST },
    );
  },
};

function disposableServer({ mx }: DnsFacts): string | undefined {
  if (!Array.isArray(mx)) return undefined;
  return mx
    .map(({ exchange }) => exchange)
    .find((host) => findDisposable([host, parse(host).domain ?? undefined]) !== undefined);
}
