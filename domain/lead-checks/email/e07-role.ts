/** The local part names a function (info, sales), so mail reaches an office and not a person. */
import type { LeadCheck } from '../check.ts';
import { ROLE_LIST, ROLE_NAMES } from '../lists/role-names.ts';
import { failed, notRun } from '../verdict.ts';

export const e07Role: LeadCheck = {
  id: 'E07_ROLE',
  family: 'email',
  severity: 'warn',
  mode: 'offline',
  title: 'E-mail address belongs to a person',
  run({ email, name }) {
    if (email?.local === undefined) return notRun('The lead has no e-mail address that could be read.');
    const tagAt = email.tag === undefined ? email.local.length : email.local.length - email.tag.length - 1;
    const role = email.local.slice(0, tagAt).toLowerCase();
    if (!ROLE_NAMES.has(role) || name?.tokens.includes(role)) return 'passed';
    return failed(
      `"${role}" names a function, not a person.`,
      [
        { label: 'Address', value: email.trimmed, span: [0, tagAt] },
        { label: 'Role', value: role },
      ],
      { list: ROLE_LIST },
    );
  },
};
