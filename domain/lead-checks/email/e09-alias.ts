/** A tag, dots or a forwarding address hide that this mailbox has sent a lead before. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { RELAY_DOMAINS } from '../lists/relay-domains.ts';
import type { PreparedEmail } from '../prepare/email.ts';
import { failed, notRun } from '../verdict.ts';

export const e09Alias: LeadCheck = {
  id: 'E09_ALIAS',
  family: 'email',
  severity: 'warn',
  mode: 'offline',
  title: 'E-mail address is no alias of one seen before',
  run({ email }, { duplicates }) {
    if (email?.canonical === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (!duplicates) return notRun('Earlier leads were not looked up.');
    const alias = aliasOf(email);
    if (alias === undefined || !duplicates.email) return 'passed';
    const { lead_id, createdAt, source } = duplicates.email;
    return failed(`The address is ${alias} of a mailbox that sent a lead before.`, [
      { label: 'Address', value: email.trimmed },
      { label: 'Mailbox', value: email.canonical },
      { label: 'Earlier lead', value: `${lead_id}, ${timeText(createdAt)}, from ${source}` },
    ]);
  },
};

/** What makes the address an alias, as a phrase; undefined when it is the mailbox's plain address. */
function aliasOf(email: PreparedEmail): string | undefined {
  const relay = RELAY_DOMAINS.get(email.domain ?? '');
  if (relay !== undefined) return `a ${relay} alias`;
  // Elsewhere a tag may be part of the mailbox's own name, so the canonical address keeps it.
  if (email.provider === undefined) return undefined;
  if (email.tag !== undefined) return 'a tagged form';
  return email.provider === 'Gmail' && email.local?.includes('.') ? 'a dotted form' : undefined;
}
