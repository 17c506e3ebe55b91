/** B03: the hidden field of the form, which a person never sees, was filled. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';

export const b03Honeypot: LeadCheck = {
  id: 'B03_HONEYPOT',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'offline',
  title: 'Hidden field left empty',
  run({ raw }) {
    const honeypot = raw.form?.honeypot;
    if (honeypot === undefined) return notRun('The form sent no hidden field.');
    if (honeypot.trim() === '') return 'passed';
    return failed('The hidden field of the form was filled, which programs do and people cannot.', [
      { label: 'Hidden field', value: honeypot, span: [0, honeypot.length] },
    ]);
  },
};
