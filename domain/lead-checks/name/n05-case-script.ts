/** The name mixes scripts inside a word, uses look-alike letters, or hides control characters. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';
import { type Disguise, disguiseIn } from './disguise.ts';

export const n05CaseScript: LeadCheck = {
  id: 'N05_CASE_SCRIPT',
  family: 'name',
  severity: 'fraud',
  mode: 'offline',
  title: 'Name is written in plain letters',
  run({ name }) {
    if (!name) return notRun('The lead has no name.');
    const disguise = disguiseIn(name.given);
    if (!disguise) return 'passed';
    return failed(`The name has ${PHRASE[disguise.kind]} in it.`, [
      { label: 'Name', value: name.given, span: disguise.span },
      { label: 'Code points', value: disguise.codePoints.join(', ') },
    ]);
  },
};

const PHRASE: Record<Disguise['kind'], string> = {
  'control character': 'a control character',
  'invisible character': 'an invisible character',
  'look-alike letter': 'a look-alike letter',
  'mixed scripts': 'two scripts mixed',
};
