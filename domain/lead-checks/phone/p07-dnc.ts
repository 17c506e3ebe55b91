/** P07: the number is on a do-not-call list of the client. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

export const p07Dnc: LeadCheck = {
  id: 'P07_DNC',
  family: 'phone',
  severity: 'block',
  mode: 'history',
  title: 'Not on a do-not-call list',
  run({ phone }, { lists }) {
    if (phone?.e164 === undefined) return notRun('There is no phone number that can be read.');
    if (lists === undefined) return notRun('The lists were not looked at.');
    const [entry] = lists.phone ?? [];
    if (entry === undefined) return 'passed';
    return failed('The number must not be called.', [
      { label: 'List', value: entry.list },
      { label: 'Since', value: timeText(entry.listedAt) },
    ]);
  },
};
