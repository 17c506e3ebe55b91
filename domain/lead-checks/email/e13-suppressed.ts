/** E13: the address is on a suppression or unsubscribe list of the client. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

export const e13Suppressed: LeadCheck = {
  id: 'E13_SUPPRESSED',
  family: 'email',
  severity: 'block',
  mode: 'history',
  title: 'Not on a suppression list',
  run({ email }, { lists }) {
    if (email?.canonical === undefined) return notRun('There is no e-mail address that can be read.');
    if (lists === undefined) return notRun('The lists were not looked at.');
    const entries = [...(lists.email ?? []), ...(lists.domain ?? [])];
    const entry = entries.find(({ kind }) => kind === 'unsubscribed' || kind === 'suppressed');
    if (entry === undefined) return 'passed';
    return failed('The address must not be written to.', [
      { label: 'List', value: entry.list },
      { label: 'Entry', value: entry.kind },
      { label: 'Since', value: timeText(entry.listedAt) },
    ]);
  },
};
