/** The form asks for a company address and got one of a free provider. */
import type { LeadCheck } from '../check.ts';
import { FREE_LIST, isFreeDomain } from '../lists/free-domains.ts';
import { failed, notRun } from '../verdict.ts';

export const e08FreeForB2b: LeadCheck = {
  id: 'E08_FREE_FOR_B2B',
  family: 'email',
  severity: 'warn',
  mode: 'offline',
  title: 'E-mail address is a company address',
  run({ email }, { client }) {
    if (!client.company_email_wanted) return notRun('The form does not ask for a company address.');
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (!isFreeDomain(email.domain)) return 'passed';
    return failed(
      `${email.domain} is a free provider.`,
      [{ label: 'Provider', value: email.provider ? `${email.provider} (${email.domain})` : email.domain }],
      { list: FREE_LIST },
    );
  },
};
