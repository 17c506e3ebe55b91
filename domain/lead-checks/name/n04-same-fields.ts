/** Two fields that differ for nearly everybody hold the same text. */
import type { LeadCheck, PreparedLead } from '../check.ts';
import { foldAccents } from '../prepare/company.ts';
import { failed, notRun } from '../verdict.ts';

export const n04SameFields: LeadCheck = {
  id: 'N04_SAME_FIELDS',
  family: 'name',
  severity: 'warn',
  mode: 'offline',
  title: 'Fields hold different things',
  run(lead) {
    if (!lead.name) return notRun('The lead has no name.');
    const same = sameFields(lead);
    if (!same) return 'passed';
    return failed(`${same.fields.join(' and ')} are the same.`, [
      { label: 'Fields', value: same.fields.join(' = ') },
      { label: 'Value', value: same.value },
    ]);
  },
};

function sameFields({ name, company, email }: PreparedLead): { fields: string[]; value: string } | undefined {
  if (name?.givenName && name.familyName && key(name.givenName) === key(name.familyName)) {
    return { fields: ['Given name', 'family name'], value: name.full };
  }
  const whole = key(name?.full ?? '');
  if (whole === '') return undefined;
  if (company && key(company.given) === whole) {
    const local = email?.local !== undefined && key(email.local) === whole;
    return { fields: ['Name', 'company', ...(local ? ['e-mail'] : [])], value: company.given };
  }
  if (email?.local === undefined || name === undefined) return undefined;
  const typed = name.full.toLowerCase();
  if (typed === email.trimmed.toLowerCase()) return { fields: ['Name', 'e-mail address'], value: email.trimmed };
  // A bare first name often is the mailbox's name; one with a dot, underscore or digit was copied from the address.
  if (typed === email.local.toLowerCase() && /[._\d]/.test(typed)) {
    return { fields: ['Name', 'e-mail name'], value: email.local };
  }
  return undefined;
}

/** Letters and digits alone, so that "Anna-Lee" equals "anna lee". */
function key(text: string): string {
  return foldAccents(text.toLowerCase()).replace(/[^\p{L}\p{N}]+/gu, '');
}
