/** The numbering plans that say which numbers are assigned and of what type. */
import about from 'libphonenumber-js/package.json' with { type: 'json' };
import { listName } from './list-name.ts';

export const NUMBERING_PLANS = listName(
  { name: 'Numbering plans in libphonenumber-js', version: about.version },
  undefined,
);
