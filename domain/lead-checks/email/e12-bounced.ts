/** E12: the address or its domain refused our own mail, or its owner complained of it. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

const EVENTS = new Map([
  ['bounced', 'refused'],
  ['complained', 'complained of'],
]);

export const e12Bounced: LeadCheck = {
  id: 'E12_BOUNCED',
  family: 'email',
  severity: 'invalid',
  mode: 'history',
  title: 'Took our mail so far',
  run({ email }, { lists }) {
    if (email?.canonical === undefined) return notRun('There is no e-mail address that can be read.');
    if (lists === undefined) return notRun('The lists were not looked at.');
    const found = [
      ...(lists.email ?? []).map((entry) => ({ what: 'Address', entry })),
      ...(lists.domain ?? []).map((entry) => ({ what: 'Domain', entry })),
    ].find(({ entry }) => EVENTS.has(entry.kind));
    if (found === undefined) return 'passed';
    const { entry, what } = found;
    return failed(`Our own mail to this ${what.toLowerCase()} was ${EVENTS.get(entry.kind)}.`, [
      { label: what, value: what === 'Domain' ? (email.domain ?? '') : email.canonical },
      { label: 'Event', value: entry.kind },
      { label: 'On', value: timeText(entry.listedAt) },
      { label: 'List', value: entry.list },
    ]);
  },
};
