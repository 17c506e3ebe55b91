/** The name is a placeholder, or of a figure nobody is. */
import type { LeadCheck } from '../check.ts';
import { FAKE_NAMES_LIST, fakeName } from '../lists/fake-names.ts';
import { failed, notRun } from '../verdict.ts';

export const n02KnownFake: LeadCheck = {
  id: 'N02_KNOWN_FAKE',
  family: 'name',
  severity: 'invalid',
  mode: 'offline',
  title: 'Name is no placeholder',
  run({ name }) {
    if (!name) return notRun('The lead has no name.');
    const entry = fakeName(name.tokens);
    if (entry === undefined) return 'passed';
    return failed(
      `"${entry}" is a placeholder.`,
      [
        { label: 'Name', value: name.given },
        { label: 'Entry', value: entry },
      ],
      { list: FAKE_NAMES_LIST },
    );
  },
};
