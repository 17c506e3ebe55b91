/** The address breaks the practical grammar of RFC 5321 and 5322. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';

export const e01Syntax: LeadCheck = {
  id: 'E01_SYNTAX',
  family: 'email',
  severity: 'invalid',
  mode: 'offline',
  title: 'E-mail address is written correctly',
  run({ email }) {
    if (!email) return notRun('The lead has no e-mail address.');
    if (!email.syntax) return 'passed';
    return failed(`${email.syntax.message}.`, [
      { label: 'Address', value: email.trimmed, span: email.syntax.span },
      { label: 'Diagnosis', value: email.syntax.code },
    ]);
  },
};
