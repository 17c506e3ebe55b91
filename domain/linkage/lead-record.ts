/** A prepared lead as the linkage compares it. */
import type { PreparedLead } from '../lead-checks/check.ts';
import { roleOf } from '../lead-checks/email/e07-role.ts';
import { formsOf } from '../lead-checks/lists/nicknames.ts';
import { familyFrequency, givenFrequency } from '../lead-checks/lists/person-names.ts';
import { foldAccents } from '../lead-checks/prepare/company.ts';
import type { LinkageFields, LinkageRecord } from './spec.ts';

const SHORT_STREET: Record<string, string> = { street: 'st', strasse: 'str', road: 'rd', avenue: 'ave', drive: 'dr' };
const STREET_WORDS = /street\b|strasse\b|road\b|avenue\b|drive\b/gu;

/** Columns of ours or of the client's under which a birth date may come. */
const BIRTH_COLUMNS = /^(birth[ _-]?(date|day)|date[ _-]?of[ _-]?birth|dob|born|geburtsdatum)$/i;

/**
 * The identifying fields of a lead, normalised: lower case, without accents, marks and blanks that do not tell.
 * `given`, `family`, `name` (all words, sorted, so that swapped names are equal), `forms` (a set: what the given name
 * may stand for), `email` (canonical), `mailbox` (before the @, letters and digits only), `domain`, `phone` (digits with calling code), `company`, `home` (street and
 * place), `postcode`, `city`, `birth` (eight digits).
 */
export function leadFields(lead: PreparedLead): LinkageFields {
  const { raw, name, email, phone } = lead;
  const canonical = email?.canonical ?? '';
  const at = canonical.lastIndexOf('@');
  // Many people share info@ or sales@ of one company, so such an address tells the company and not the person.
  const isShared = roleOf(email, name) !== undefined;
  const [given, family] = partsOf(lead);
  const street = wordsOf(raw.address?.street).replace(STREET_WORDS, (word) => SHORT_STREET[word] ?? word);
  const postcode = wordsOf(raw.address?.postal_code).replaceAll(' ', '');
  const city = wordsOf(raw.address?.city);
  const birth = Object.entries(raw.custom ?? {}).find(([column]) => BIRTH_COLUMNS.test(column.trim()))?.[1] ?? '';
  return {
    given,
    family,
    name: [...(name?.tokens ?? [])].sort().join(' '),
    forms: given === '' ? '' : [...new Set([given, ...formsOf(given)])].join(' '),
    email: isShared ? '' : canonical,
    mailbox: at < 0 || isShared ? '' : canonical.slice(0, at).replace(/[^\p{L}\p{N}]+/gu, ''),
    domain: at < 0 ? '' : canonical.slice(at + 1),
    phone: phone?.possible ? (phone.e164 ?? '').slice(1) : '',
    company: lead.company?.tokens.join(' ') ?? '',
    home: street !== '' && (postcode || city) !== '' ? `${street}, ${postcode || city}` : '',
    postcode,
    city,
    birth: birthOf(birth),
  };
}

/** The lead as a record to be scored. `frequencyOf` tells how often a value of a field occurs, where that is known. */
export function leadRecord(
  lead: PreparedLead,
  frequencyOf: (field: string, value: string) => number | undefined = usualFrequency,
): LinkageRecord {
  const fields = leadFields(lead);
  return { fields, frequency: frequenciesOf(fields, frequencyOf) };
}

/** Of the fields whose frequency weighs, how often the record's value occurs. */
export function frequenciesOf(
  fields: LinkageFields,
  frequencyOf: (field: string, value: string) => number | undefined,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [field, value] of Object.entries(fields)) {
    const frequency = value === '' ? undefined : frequencyOf(field, value);
    if (frequency !== undefined) found[field] = frequency;
  }
  return found;
}

/** How often names occur in general, for a client whose own leads were not counted yet. */
export function usualFrequency(field: string, value: string): number | undefined {
  if (field === 'given') return givenFrequency(value) / 1e6;
  return field === 'family' ? familyFrequency(value) / 1e6 : undefined;
}

/** Given and family name in comparable letters; a name of one word counts as given. */
function partsOf({ name }: PreparedLead): [string, string] {
  if (name === undefined) return ['', ''];
  if (name.familyName === undefined && name.tokens.length < 2) return [name.tokens[0] ?? '', ''];
  const given = wordsOf(name.givenName);
  const family = wordsOf(name.familyName);
  if (given !== '' || family !== '') return [given.split(' ')[0] ?? '', family];
  return [name.tokens[0] ?? '', name.tokens.slice(1).join(' ')];
}

function wordsOf(text: string | undefined): string {
  return (foldAccents((text ?? '').toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** A date in eight digits, year first, where the text is plainly one. */
function birthOf(text: string): string {
  const iso = /^\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})/.exec(text);
  if (iso) return `${iso[1]}${iso[2]}${iso[3]}`;
  const dotted = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(text);
  return dotted ? `${dotted[3]}${dotted[2]!.padStart(2, '0')}${dotted[1]!.padStart(2, '0')}` : '';
}
