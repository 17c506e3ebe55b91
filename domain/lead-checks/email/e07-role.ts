/** The local part names a function (info, sales), so mail reaches an office and not a person. */
import type { LeadCheck, PreparedLead } from '../check.ts';
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
    const role = roleOf(email, name);
    if (role === undefined) return 'passed';
    return failed(
      `"${role}" names a function, not a person.`,
      [
        { label: 'Address', value: email.trimmed, span: [0, role.length] },
        { label: 'Role', value: role },
      ],
      { list: ROLE_LIST },
    );
  },
};

/** The function that an address names before its tag; undefined where it may be the person's own name. */
export function roleOf(email: PreparedLead['email'], name: PreparedLead['name']): string | undefined {
  if (email?.local === undefined) return undefined;
  const tagAt = email.tag === undefined ? email.local.length : email.local.length - email.tag.length - 1;
  const role = email.local.slice(0, tagAt).toLowerCase();
  return ROLE_NAMES.has(role) && !name?.tokens.includes(role) ? role : undefined;
}
