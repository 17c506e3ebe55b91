/** The domain ends in no suffix of the public suffix list (ICANN part), so nobody can have registered it. */
import about from 'tldts/package.json' with { type: 'json' };
import type { LeadCheck } from '../check.ts';
import { listName } from '../lists/list-name.ts';
import { failed, notRun } from '../verdict.ts';

const SUFFIX_LIST = listName({ name: 'Public suffix list in tldts', version: about.version }, undefined);

export const e03TldUnknown: LeadCheck = {
  id: 'E03_TLD_UNKNOWN',
  family: 'email',
  severity: 'invalid',
  mode: 'offline',
  title: 'E-mail domain ends in a real suffix',
  run({ email }) {
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (email.suffix?.icann) return 'passed';
    const suffix = email.domain.slice(email.domain.lastIndexOf('.') + 1);
    return failed(
      `No domain can end in .${suffix}.`,
      [
        { label: 'Domain', value: email.domain, span: [email.domain.length - suffix.length, email.domain.length] },
        { label: 'Suffix', value: suffix },
      ],
      { list: SUFFIX_LIST },
    );
  },
};
