/** The name is a keyboard walk, repeats, has no vowel, digits or signs, or is an insult. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';
import { gibberishIn } from './gibberish.ts';

export const n01Garbage: LeadCheck = {
  id: 'N01_GARBAGE',
  family: 'name',
  severity: 'invalid',
  mode: 'offline',
  title: 'Name is no gibberish',
  run({ name }) {
    if (!name) return notRun('The lead has no name.');
    const found = gibberishIn(name.given);
    if (!found) return 'passed';
    return failed(`This is hardly a name: ${found.rule}.`, [
      { label: 'Name', value: name.given, span: found.span },
      { label: 'Rule', value: found.rule },
    ]);
  },
};
