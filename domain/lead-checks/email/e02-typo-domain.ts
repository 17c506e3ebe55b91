/** The domain is one or two edits from a popular provider and is not itself a known domain. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';
import { typoOf } from './typo.ts';

export const e02TypoDomain: LeadCheck = {
  id: 'E02_TYPO_DOMAIN',
  family: 'email',
  severity: 'fixable',
  mode: 'offline',
  title: 'E-mail domain is spelt right',
  run({ email }) {
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    const typo = typoOf(email);
    if (!typo) return 'passed';
    const suggestion = `${email.local}@${typo.meant}`;
    const start = (email.local ?? '').length + 1;
    return failed(
      `${email.domain} is ${typo.edits === 1 ? 'one letter' : 'two letters'} away from ${typo.meant}.`,
      [
        { label: 'Address', value: email.trimmed, span: [start, email.trimmed.length] },
        { label: 'Meant', value: suggestion },
        { label: 'Edits', value: String(typo.edits) },
      ],
      { suggestion },
    );
  },
};
