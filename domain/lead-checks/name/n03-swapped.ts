/** Given and family name look swapped: each is far more common in the other place. */
import type { LeadCheck } from '../check.ts';
import {
  familyFrequency,
  givenFrequency,
  isFamilyName,
  isGivenName,
  PERSON_NAMES_LIST,
} from '../lists/person-names.ts';
import { foldAccents } from '../prepare/company.ts';
import { failed, notRun, unknown } from '../verdict.ts';

/** Where the family name is written first, one field with both in that order is right. ISO 3166-1 alpha-2. */
const FAMILY_FIRST = new Set(['CN', 'HK', 'HU', 'JP', 'KP', 'KR', 'MO', 'SG', 'TW', 'VN']);
/**
 * log2 of how much likelier the swapped order is. Two bits short of this, given names that began as family names
 * (Harrison James) would be taken for swapped.
 */
const THRESHOLD_BITS = 10;

export const n03Swapped: LeadCheck = {
  id: 'N03_SWAPPED',
  family: 'name',
  severity: 'fixable',
  mode: 'offline',
  title: 'Given and family name are in place',
  run({ name, country }) {
    if (!name) return notRun('The lead has no name.');
    if (name.givenName === undefined || name.familyName === undefined)
      return unknown('The name does not tell its parts.');
    if (!name.split && FAMILY_FIRST.has(country ?? ''))
      return unknown('Where the lead is from, the family name may stand first.');
    const given = foldAccents(name.givenName.toLowerCase());
    const family = foldAccents(name.familyName.toLowerCase());
    if (!isGivenName(family) || !isFamilyName(given)) return 'passed';
    const bits = Math.log2(
      (givenFrequency(family) * familyFrequency(given)) / (givenFrequency(given) * familyFrequency(family)),
    );
    if (bits < THRESHOLD_BITS) return 'passed';
    return failed(
      `${name.givenName} is mostly a family name and ${name.familyName} a given name.`,
      [
        { label: 'Given name', value: name.givenName },
        { label: 'Family name', value: name.familyName },
        { label: 'Swapped is likelier by', value: `2^${bits.toFixed(1)}` },
      ],
      { suggestion: `${name.familyName} ${name.givenName}`, list: PERSON_NAMES_LIST },
    );
  },
};
